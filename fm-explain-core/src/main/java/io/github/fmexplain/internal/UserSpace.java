package io.github.fmexplain.internal;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One user's problem beside all items of the catalogue, as arrays: what the questions need that
 * begin with "what if". An edited problem is re-solved, and a score after the edit is
 *
 * <pre>
 *   s_j + b_j·(θ*_edited − θ*)
 * </pre>
 *
 * <p>with s_j the score now. For a user whom the model does not know s_j = o_j + b_j·θ*, so that
 * this is the edited user's own re-solved score; for a known user it moves the trained score as far
 * as the re-solved one moves.
 *
 * <p>Shapes: items n, B [n, d], o [n], θ [d]. Immutable.
 */
public final class UserSpace {

  /**
   * What turns a history into a user's problem, whatever the method of explanation.
   *
   * @param model the model
   * @param encoder the encoder of the model
   * @param catalogue the items that can be recommended
   * @param target how a rating becomes y
   * @param factorRidge Λ on each factor
   * @param linearRidge Λ on the linear weight
   */
  public record Settings(
      FmModel model,
      FeatureEncoder encoder,
      Catalogue catalogue,
      RatingTarget target,
      double factorRidge,
      double linearRidge) {}

  private final Catalogue catalogue;
  private final List<CatalogueItem> items;
  private final UserProblem problem;
  private final double[] resolved;
  private final double[] vectors;
  private final double[] offsets;
  private final double[] scores;
  private final boolean[] rated;
  private final int[] order;

  private UserSpace(
      Settings settings, History history, Set<String> context, double @Nullable [] knownResolved) {
    FmModel model = settings.model();
    FeatureEncoder encoder = settings.encoder();
    catalogue = settings.catalogue();
    LinearForm form = new LinearForm(model, encoder.userSideFeatures(history.userTags()));
    problem = problem(settings, form, history);
    resolved = knownResolved == null ? problem.solve() : knownResolved;
    double @Nullable [] trained = trainedParameters(model, encoder, history);
    double[] theta = trained == null ? resolved : trained;
    LinearForm here = form.and(encoder.contextFeatures(context));
    items = catalogue.items();
    int d = problem.dimension();
    vectors = new double[items.size() * d];
    offsets = new double[items.size()];
    scores = new double[items.size()];
    rated = new boolean[items.size()];
    Set<String> seen =
        history.interactions().stream().map(Interaction::itemId).collect(Collectors.toSet());
    double[] row = new double[d];
    for (int j = 0; j < items.size(); j++) {
      offsets[j] = here.fill(encoder.itemFeatures(items.get(j).id()), row);
      System.arraycopy(row, 0, vectors, j * d, d);
      scores[j] = at(j, theta);
      rated[j] = seen.contains(items.get(j).id());
    }
    order = ranking(scores);
  }

  /**
   * {@return the space of a user}
   *
   * @param settings the explainer's
   * @param history the user's ratings, any number
   * @param context the situation in which items are scored
   * @param resolved θ* if it is known, [d], or null. Not copied.
   */
  public static UserSpace of(
      Settings settings, History history, Set<String> context, double @Nullable [] resolved) {
    return new UserSpace(settings, history, context, resolved);
  }

  /**
   * {@return the problem of a history's rows}
   *
   * @param settings the explainer's
   * @param form the form with the user's side features
   * @param history the ratings
   */
  public static UserProblem problem(Settings settings, LinearForm form, History history) {
    int d = settings.model().numFactors() + 1;
    int rows = history.size();
    double[][] a = new double[rows][d];
    double[] offsets = new double[rows];
    double[] targets = new double[rows];
    for (int r = 0; r < rows; r++) {
      Interaction interaction = history.interactions().get(r);
      LinearForm inContext = form.and(settings.encoder().contextFeatures(interaction.context()));
      offsets[r] = inContext.fill(settings.encoder().itemFeatures(interaction.itemId()), a[r]);
      targets[r] = settings.target().of(interaction.rating());
    }
    double[] ridge = new double[d];
    Arrays.fill(ridge, settings.factorRidge());
    ridge[d - 1] = settings.linearRidge();
    return new UserProblem(settings.model().predictorType(), a, offsets, targets, ridge);
  }

  /**
   * {@return (v_u, w_u), or null if the model does not know the user}
   *
   * @param model the model
   * @param encoder its encoder
   * @param history has the user's id, or null
   */
  public static double @Nullable [] trainedParameters(
      FmModel model, FeatureEncoder encoder, History history) {
    OptionalInt user =
        history.userId() == null ? OptionalInt.empty() : encoder.userFeature(history.userId());
    if (user.isEmpty()) {
      return null;
    }
    double[] theta = new double[model.numFactors() + 1];
    float[] factors = model.factors(user.getAsInt());
    for (int c = 0; c < factors.length; c++) {
      theta[c] = factors[c];
    }
    theta[factors.length] = model.linearWeight(user.getAsInt());
    return theta;
  }

  /**
   * {@return the place of an item in the catalogue, from 0}
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public int place(String itemId) {
    return items.indexOf(catalogue.item(itemId));
  }

  /**
   * {@return the place of an item that the user has not rated}
   *
   * @param itemId an item of the catalogue
   * @param why what the user must know if it is rated, to end the message
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws IllegalArgumentException if the user has rated it
   */
  public int requireUnrated(String itemId, String why) {
    int item = place(itemId);
    if (rated[item]) {
      throw new IllegalArgumentException(
          "item '" + itemId + "' must not be rated by the user, but is; " + why);
    }
    return item;
  }

  /**
   * Checks that an item is among the first recommendations.
   *
   * @param item its place in the catalogue
   * @param listLength the number of items recommended
   * @throws IllegalArgumentException if it is not
   */
  public void requireListed(int item, int listLength) {
    int rank = rank(item, scores);
    if (rank > listLength) {
      throw new IllegalArgumentException(
          "item '"
              + items.get(item).id()
              + "' must be among the first "
              + listLength
              + " recommended, but is at rank "
              + rank
              + "; give a longer list");
    }
  }

  /** {@return the user's rows} */
  public UserProblem problem() {
    return problem;
  }

  /** {@return θ*, [d], a copy} */
  public double[] resolved() {
    return resolved.clone();
  }

  /** {@return n, the number of items} */
  public int items() {
    return scores.length;
  }

  /**
   * {@return an item}
   *
   * @param item its place in the catalogue, from 0
   */
  public CatalogueItem item(int item) {
    return items.get(item);
  }

  /** {@return the places of the items that the user has not rated, best first, a copy} */
  public int[] order() {
    return order.clone();
  }

  /**
   * {@return whether the user rated an item}
   *
   * @param item its place in the catalogue, from 0
   */
  public boolean isRated(int item) {
    return rated[item];
  }

  /** {@return the scores now, [n], a copy} */
  public double[] scores() {
    return scores.clone();
  }

  /**
   * {@return o_j + b_j·θ}
   *
   * @param item its place in the catalogue, from 0
   * @param theta [d]. Not modified.
   */
  public double at(int item, double[] theta) {
    double score = offsets[item];
    for (int c = 0, v = item * theta.length; c < theta.length; c++, v++) {
      score += vectors[v] * theta[c];
    }
    return score;
  }

  /**
   * {@return the score of an item after an edit: its score now, moved as the re-solved one moves}
   *
   * @param item its place in the catalogue, from 0
   * @param theta θ* of the edited problem, or an estimate of it, [d]. Not modified.
   */
  public double after(int item, double[] theta) {
    double score = scores[item];
    for (int c = 0, v = item * theta.length; c < theta.length; c++, v++) {
      score += vectors[v] * (theta[c] - resolved[c]);
    }
    return score;
  }

  /**
   * {@return the scores of all items after an edit, [n]}
   *
   * @param theta θ* of the edited problem, or an estimate of it, [d]. Not modified.
   */
  public double[] after(double[] theta) {
    return IntStream.range(0, scores.length).mapToDouble(j -> after(j, theta)).toArray();
  }

  /** {@return b_j, [d], a copy} */
  double[] vector(int item) {
    int d = resolved.length;
    return Arrays.copyOfRange(vectors, item * d, (item + 1) * d);
  }

  /**
   * {@return the rows that ratings of these items would add, in the user's situation}
   *
   * @param items places in the catalogue, from 0. Not modified.
   * @param target y of each
   */
  UserProblem rowsOf(int[] items, double target) {
    int d = resolved.length;
    double[] a = new double[items.length * d];
    double[] o = new double[items.length];
    double[] y = new double[items.length];
    for (int j = 0; j < items.length; j++) {
      System.arraycopy(vectors, items[j] * d, a, j * d, d);
      o[j] = offsets[items[j]];
      y[j] = target;
    }
    return new UserProblem(problem.type(), a, o, y, problem.ridge());
  }

  /**
   * {@return the places of the items that the user has not rated, best first} Equal scores keep the
   * order of the catalogue.
   *
   * @param values a score of every item, [n]. Not modified.
   */
  public int[] ranking(double[] values) {
    return IntStream.range(0, values.length)
        .filter(j -> !rated[j])
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -values[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * {@return the rank of an item among those that the user has not rated, from 1}
   *
   * @param item its place in the catalogue
   * @param values a score of every item, [n]. Not modified.
   */
  public int rank(int item, double[] values) {
    int rank = 1;
    for (int j = 0; j < values.length; j++) {
      if (!rated[j] && (values[j] > values[item] || (values[j] == values[item] && j < item))) {
        rank++;
      }
    }
    return rank;
  }
}
