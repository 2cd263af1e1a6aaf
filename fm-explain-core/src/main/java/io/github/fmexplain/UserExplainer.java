package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.method.Attribution;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.model.FeatureVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores, recommends and explains for one user. It holds the user's factorised system, so that
 * another explanation of the same user costs only O(m k) for m ratings and k factors. Immutable and
 * thread-safe; made by {@link FmExplainer#forHistory}.
 *
 * <p>A user whom the model knows is scored with the trained parameters, exactly as the model does.
 * A user whom it does not know is folded in: the parameters are found from the history, by a replay
 * or by solving.
 */
public final class UserExplainer {

  static {
    Access.open(user -> ((UserExplainer) user).beside());
  }

  private final FmExplainer explainer;
  private final UserSystem system;
  private final LinearForm form;
  private final Set<String> context;
  private final @Nullable Predicate<CatalogueItem> filter;
  private final OffsetParts offsetParts;
  private volatile @Nullable UserItems beside;

  UserExplainer(FmExplainer explainer, UserSystem system) {
    this(explainer, system, Set.of(), null);
  }

  private UserExplainer(
      FmExplainer explainer,
      UserSystem system,
      Set<String> context,
      @Nullable Predicate<CatalogueItem> filter) {
    FeatureEncoder encoder = explainer.trained().encoder();
    this.explainer = explainer;
    this.system = system;
    this.form = system.user.form().and(encoder.contextFeatures(context));
    this.context = Set.copyOf(context);
    this.filter = filter;
    this.offsetParts =
        new OffsetParts(
            explainer.trained().model(),
            encoder,
            system.own(),
            system.history.userTags(),
            this.context);
  }

  /** Returns the user beside all items; explanations do without. */
  private UserItems beside() {
    UserItems known = beside;
    if (known == null) {
      // Threads that race make the same.
      UserItems all = system.beside(explainer, context);
      Predicate<CatalogueItem> test = filter;
      known = test == null ? all : all.among(item -> test.test(all.item(item)));
      beside = known;
    }
    return known;
  }

  /** {@return the explainer that made this one} */
  public FmExplainer explainer() {
    return explainer;
  }

  /** {@return the tags of the situation, empty without one} */
  public Set<String> context() {
    return context;
  }

  /** {@return the history that the user is explained with, without ratings that were left out} */
  public History history() {
    return system.history;
  }

  /** {@return where the numbers of every explanation of this user come from} */
  public Provenance provenance() {
    return system.provenance;
  }

  /**
   * {@return an explainer of the same user that scores, recommends and explains in a situation}
   *
   * @param context tags of the situation, as in {@link Interaction#context}
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know a tag
   */
  public UserExplainer inContext(Set<String> context) {
    Objects.requireNonNull(context, "context");
    return new UserExplainer(explainer, system, context, filter);
  }

  /**
   * {@return an explainer of the same user for whom only some items compete, such as those in stock
   * or those for children} Recommendations, ranks and answers are among them; any item can be
   * scored and explained. It copies nothing of the items.
   *
   * @param competes whether an item competes, always the same for an item; what an earlier filter
   *     left out stays so
   */
  public UserExplainer among(Predicate<CatalogueItem> competes) {
    Objects.requireNonNull(competes, "competes");
    return new UserExplainer(
        explainer, system, context, filter == null ? competes : filter.and(competes));
  }

  /**
   * {@return an explainer of the same user with the items of another catalogue} As {@link
   * FmExplainer#withCatalogue}; nothing of the user is computed again.
   *
   * @param catalogue the items that can be recommended, all known to the model's encoder
   * @throws IllegalArgumentException if the encoder does not know an item of the catalogue
   */
  public UserExplainer withCatalogue(Catalogue catalogue) {
    return new UserExplainer(explainer.withCatalogue(catalogue), system, context, filter);
  }

  /**
   * {@return an explainer of another history, folded in, in the same situation and among the same
   * items} A history of the same user is an edit: ratings of items that this one holds are replayed
   * as its own are, so that what the edit leaves alone moves no score.
   *
   * @param history as for {@link FmExplainer#foldIn}
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   */
  public UserExplainer withHistory(History history) {
    return new UserExplainer(explainer, system.edited(explainer, history), context, filter);
  }

  /**
   * {@return the score of an item for this user, in the unit of the model}
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public double score(String itemId) {
    return beside().score(beside().place(itemId), system.user.theta());
  }

  /**
   * {@return the items with the highest scores among those that the user has not rated, best first}
   * Equal scores keep the order of the catalogue. There are fewer than wanted if the catalogue has
   * no more.
   *
   * @param count how many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Recommendation> recommend(int count) {
    return Once.atLeast(0, count, "count") == 0
        ? List.of()
        : recommendations(beside().bestUnrated(system.user.theta(), count));
  }

  /**
   * {@return the best of some items that the user has not rated, best first} As {@link #among}, in
   * one call.
   *
   * @param count how many, at least 0
   * @param competes whether an item competes; asked of the best items, until there are enough
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Recommendation> recommend(int count, Predicate<CatalogueItem> competes) {
    return among(competes).recommend(count);
  }

  /**
   * {@return the items with the highest scores, rated or not, best first} Otherwise as {@link
   * #recommend(int)}.
   *
   * @param count how many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Recommendation> recommendIncludingRated(int count) {
    return Once.atLeast(0, count, "count") == 0
        ? List.of()
        : recommendations(beside().best(system.user.theta(), count, beside()::isFilteredOut));
  }

  private List<Recommendation> recommendations(int[] best) {
    List<Recommendation> recommendations = new ArrayList<>(best.length);
    for (int place : best) {
      double score = beside().score(place, system.user.theta());
      CatalogueItem item = beside().item(place);
      recommendations.add(
          Recommendation.of(recommendations.size() + 1, item, score, system.provenance.unit()));
    }
    return List.copyOf(recommendations);
  }

  /**
   * {@return why the user's score of an item is what it is}
   *
   * @param itemId an item of the catalogue, rated by the user or not
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws io.github.fmexplain.model.UnreliableNumbersException if a number is not finite, or they
   *     do not add up to 1e-9 of the largest
   */
  public Explanation explain(String itemId) {
    Asked asked = ask(itemId);
    return explanation(asked, system.attribution.of(asked.target()));
  }

  /** An item with its features, its o and a [d], and a in the method's own space. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Asked(
      CatalogueItem item, FeatureVector features, double offset, double[] a, double[] target) {}

  private Asked ask(String itemId) {
    int place = explainer.catalogue().position(itemId);
    FeatureVector features = explainer.items().features(place);
    double[] a = new double[system.user.theta().length];
    double offset = form.fill(features, a);
    CatalogueItem item = explainer.items().item(place);
    return new Asked(item, features, offset, a, system.targetOf(itemId, a));
  }

  private Explanation explanation(Asked asked, Attribution.Quantities quantities) {
    double[] theta = system.user.theta();
    double[] a = asked.a();
    double score = asked.offset();
    for (int c = 0; c < a.length; c++) {
      score += a[c] * theta[c];
    }
    Contribution[] contributions = new Contribution[system.usedRatings.size()];
    double total = 0;
    double zero = 0;
    for (int r = 0; r < contributions.length; r++) {
      double influence = quantities.influence()[r];
      double impact = quantities.impact()[r];
      double removal = quantities.removalEffect()[r];
      contributions[r] =
          new Contribution(
              system.usedRatings.get(r), system.titles.get(r), influence, impact, removal);
      total += impact;
      // NaN if one is not finite.
      zero += 0 * influence + 0 * impact + 0 * removal;
    }
    double offset = asked.offset();
    for (int r = contributions.length; r < quantities.impact().length; r++) {
      offset += quantities.impact()[r];
    }
    double[] composed = system.attribution.composedParameters();
    Explanation explanation =
        new Explanation(
            system.provenance,
            asked.item().id(),
            asked.item().title(),
            score,
            system.provenance.unit().probability(score),
            composed == null ? 0 : offset,
            composed == null ? List.of() : parts(asked, offset),
            composed == null ? score - total : residual(a, theta, composed),
            List.of(contributions));
    ExplanationGate.require(explanation, quantities, total + zero);
    return explanation;
  }

  /** The parts of o, and the sampled items' as the last. */
  private List<OffsetPart> parts(Asked asked, double offset) {
    List<OffsetPart> parts = offsetParts.of(asked.item().id(), asked.features());
    if (!system.history.sampled().isEmpty()) {
      parts.add(new OffsetPart(OffsetPart.Kind.SAMPLED, "", offset - asked.offset()));
    }
    return parts;
  }

  /** The share of the score that comes from where θ differs from what the impacts compose. */
  private static double residual(double[] a, double[] theta, double[] composed) {
    double residual = 0;
    for (int c = 0; c < a.length; c++) {
      residual += a[c] * (theta[c] - composed[c]);
    }
    return residual;
  }

  /**
   * {@return the explanations of several items, in their order}
   *
   * @param itemIds items of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if an item is missing in the catalogue
   * @throws io.github.fmexplain.model.UnreliableNumbersException as {@link #explain}
   */
  public List<Explanation> explainAll(Collection<String> itemIds) {
    List<Asked> all = itemIds.stream().map(this::ask).toList();
    List<Attribution.Quantities> quantities =
        system.attribution.ofAll(all.stream().map(Asked::target).toList());
    return IntStream.range(0, all.size())
        .mapToObj(j -> explanation(all.get(j), quantities.get(j)))
        .toList();
  }

  /** {@return the user, the number of ratings and the method that runs} */
  @Override
  public String toString() {
    return "UserExplainer["
        + (history().userId() == null ? "new user" : "user '" + history().userId() + "'")
        + ", "
        + Text.count(history().size(), "rating")
        + ", "
        + system.provenance.method().name()
        + "]";
  }
}
