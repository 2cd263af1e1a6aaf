package io.github.fmexplain;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Attribution;
import io.github.fmexplain.internal.LinearForm;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scores, recommends and explains for one user. It holds the user's factorised system, so that
 * another explanation of the same user costs only O(m k) for m ratings and k factors. Immutable and
 * thread-safe; made by {@link FmExplainer#forHistory}.
 *
 * <p>A user whom the model knows is scored with the trained parameters, exactly as the model does.
 * A user whom it does not know is folded in: the parameters are re-solved from the history.
 */
public final class UserExplainer {

  private final ExplainerSettings settings;
  private final History history;
  private final UserSystem system;
  private final LinearForm form;
  private final Set<String> context;

  UserExplainer(ExplainerSettings settings, History history) {
    this.settings = settings;
    this.history = history;
    this.system = new UserSystem(settings, history);
    this.form = system.form;
    this.context = Set.of();
  }

  private UserExplainer(UserExplainer base, LinearForm form, Set<String> context) {
    this.settings = base.settings;
    this.history = base.history;
    this.system = base.system;
    this.form = form;
    this.context = Set.copyOf(context);
  }

  /** {@return the explainer that made this one} */
  public FmExplainer explainer() {
    return new FmExplainer(settings);
  }

  /** {@return the tags of the situation, empty without one} */
  public Set<String> context() {
    return context;
  }

  /** {@return the history that the user is explained with} */
  public History history() {
    return history;
  }

  /** {@return what every explanation of this user rests on} */
  public Diagnostics diagnostics() {
    return system.diagnostics;
  }

  /**
   * {@return an explainer of the same user that scores, recommends and explains in a situation}
   *
   * @param context tags of the situation, as in {@link Interaction#context}
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know a tag
   */
  public UserExplainer inContext(Set<String> context) {
    return new UserExplainer(
        this, system.form.and(settings.encoder().contextFeatures(context)), context);
  }

  /**
   * {@return the score of an item for this user, in the unit of the model}
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public double score(String itemId) {
    return score(settings.catalogue().item(itemId), new double[system.theta.length]);
  }

  private double score(CatalogueItem item, double[] a) {
    return withUser(form.fill(settings.encoder().itemFeatures(item.id()), a), a);
  }

  /** Returns o + a·θ. */
  private double withUser(double offset, double[] a) {
    double score = offset;
    for (int c = 0; c < a.length; c++) {
      score += a[c] * system.theta[c];
    }
    return score;
  }

  /**
   * {@return the items with the highest scores among those that the user has not rated, best first}
   * Equal scores keep the order of the catalogue. There are fewer than wanted if the catalogue has
   * no more.
   *
   * @param count how many, at least 1
   * @throws IllegalArgumentException if the count is less than 1
   */
  public List<Recommendation> recommend(int count) {
    Set<String> rated = new HashSet<>();
    history.interactions().forEach(rating -> rated.add(rating.itemId()));
    return rank(count, rated);
  }

  /**
   * {@return the items with the highest scores, rated or not, best first} Otherwise as {@link
   * #recommend}.
   *
   * @param count how many, at least 1
   * @throws IllegalArgumentException if the count is less than 1
   */
  public List<Recommendation> recommendIncludingRated(int count) {
    return rank(count, Set.of());
  }

  private List<Recommendation> rank(int count, Set<String> leftOut) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    List<CatalogueItem> items = settings.items().all();
    double[] direction = form.sharedFactors();
    for (int c = 0; c < direction.length; c++) {
      direction[c] += system.theta[c];
    }
    int[] candidates =
        settings
            .items()
            .matrix()
            .candidates(direction, count, j -> leftOut.contains(items.get(j).id()));
    double[] a = new double[system.theta.length];
    List<Scored> best = new ArrayList<>(candidates.length);
    for (int j : candidates) {
      best.add(new Scored(j, score(items.get(j), a)));
    }
    // The candidates are in the order of the catalogue, and the sort is stable.
    best.sort(Comparator.comparingDouble(scored -> -scored.score));
    List<Recommendation> recommendations = new ArrayList<>();
    for (Scored scored : best.subList(0, Math.min(count, best.size()))) {
      CatalogueItem item = items.get(scored.place);
      recommendations.add(
          new Recommendation(
              recommendations.size() + 1,
              item.id(),
              item.title(),
              scored.score,
              probability(scored.score)));
    }
    return List.copyOf(recommendations);
  }

  private record Scored(int place, double score) {}

  private @Nullable Double probability(double score) {
    return settings.model().predictorType() == PredictorType.BINARY_CLASSIFIER
        ? FmModel.sigmoid(score)
        : null;
  }

  /**
   * {@return why the user's score of an item is what it is}
   *
   * @param itemId an item of the catalogue, rated by the user or not
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Explanation explain(String itemId) {
    CatalogueItem item = settings.catalogue().item(itemId);
    double[] a = new double[system.theta.length];
    double offset = form.fill(settings.encoder().itemFeatures(itemId), a);
    double score = withUser(offset, a);
    Attribution attribution = system.attribution;
    double[] influence = new double[attribution.rows()];
    double[] impact = new double[attribution.rows()];
    double[] removalEffect = new double[attribution.rows()];
    attribution.attribute(
        system.targetVector(settings, itemId, a), influence, impact, removalEffect);
    Contribution[] contributions = new Contribution[influence.length];
    double total = 0;
    for (int r = 0; r < influence.length; r++) {
      contributions[r] =
          new Contribution(
              system.usedRatings.get(r),
              system.titles[r],
              influence[r],
              impact[r],
              removalEffect[r]);
      total += impact[r];
    }
    double[] composed = attribution.composedParameters();
    return new Explanation(
        history.userId(),
        itemId,
        item.title(),
        settings.influence(),
        ScoreUnit.of(settings.model().predictorType()),
        score,
        probability(score),
        composed == null ? 0 : offset,
        composed == null ? score - total : residual(a, composed),
        List.of(contributions),
        system.diagnostics,
        settings.model().fingerprint());
  }

  /** The share of the score that comes from where θ differs from what the impacts compose. */
  private double residual(double[] a, double[] composed) {
    double residual = 0;
    for (int c = 0; c < a.length; c++) {
      residual += a[c] * (system.theta[c] - composed[c]);
    }
    return residual;
  }

  /**
   * {@return the explanations of several items, in their order}
   *
   * @param itemIds items of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has not every item
   */
  public List<Explanation> explainAll(Collection<String> itemIds) {
    return itemIds.stream().map(this::explain).toList();
  }

  /**
   * {@return the smallest set of the user's ratings without which the item would not be the first
   * recommended} As {@link #counterfactual(String, int, int)} with a list of 1 and sets of any
   * size.
   *
   * @param itemId the item that is recommended first
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws IllegalArgumentException if the user has rated the item or another is recommended first
   */
  public Optional<Counterfactual> counterfactual(String itemId) {
    return counterfactual(itemId, 1, Integer.MAX_VALUE);
  }

  /**
   * {@return the smallest set of the user's ratings without which the item would not be among the
   * first that are recommended, or empty if no set of the given size is found}
   *
   * <p>The answer does not depend on the {@link Influence}: every set is confirmed by solving the
   * user's problem without it. A score without the set is the score now, moved as far as the
   * re-solved one moves. For a user whom the model does not know that is the re-solved score
   * itself.
   *
   * <p>The search is greedy, with exchanges, against each of the next items: the set is valid, and
   * nearly always the smallest. Items whose rating is removed do not compete. A list that holds
   * every item has nothing to fall out of, and gives empty.
   *
   * @param itemId an item that is recommended
   * @param listLength N, the number of items recommended, at least 1
   * @param largestSize the most ratings that may be removed, at least 1; more than there are is all
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws IllegalArgumentException if the user has rated the item, it is not among the first N,
   *     or a number is less than 1
   */
  public Optional<Counterfactual> counterfactual(String itemId, int listLength, int largestSize) {
    return CounterfactualSearch.search(
        settings, system, history, context, itemId, listLength, largestSize);
  }
}
