package io.github.fmexplain.evaluation;

import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happens to a recommendation when ratings are removed in the order of an attribution: a good
 * attribution makes it fall fast. Immutable and thread-safe.
 *
 * <p>With the ratings sorted, largest attribution first, and P(n) the target's prediction (the
 * probability of a classifier, the score of a regressor) and R(n) its rank in the {@link
 * RemovalWorld} that lacks the first n of m ratings, the measures of LXR (Barkan et al., WWW 2024)
 * are
 *
 * <pre>
 *   DEL    P(n)                                              lower is better
 *   INS    the prediction with the first n ratings only      higher is better
 *   CDCG   1 / log2(1 + R(n))                                lower is better
 *   POS@K  1 if R(n) ≤ K, else 0                             lower is better
 *   NEG@K  the same when the last n ratings are removed      higher is better
 * </pre>
 *
 * <p>once as the mean over n = 0, 10 %, … 100 % of the ratings (the area, under the plain name),
 * and once at n = e, the length of an explanation (as {@code DEL(5)}). n is rounded to a whole
 * number; a user with fewer than e ratings has all of them removed.
 *
 * <p>After CountER (Tan et al., CIKM 2021), with an explanation of the first e ratings:
 *
 * <pre>
 *   PN-R@K  1 if R(e) &gt; K: without the explanation the item leaves the first K (necessity)
 *   PN-S@K  1 if its score without the explanation is below the score at place K + 1 before
 *   PS-R@K  1 if the item is among the first K with the explanation only (sufficiency)
 *   CF valid, CF size: the least n ≤ limit, over ratings with a positive attribution, at which the
 *           item is no longer first; 0 and NaN if there is none
 * </pre>
 *
 * <p>CountER removes aspects of items and keeps the list's other items; here ratings go, and every
 * unrated item of the catalogue competes. PN-S is not in that paper.
 */
public final class Perturbation {

  private static final int STEPS = 10;

  private final List<Integer> listLengths;
  private final int explanationLength;
  private final int counterfactualLimit;

  private Perturbation(List<Integer> listLengths, int explanationLength, int counterfactualLimit) {
    this.listLengths = listLengths;
    this.explanationLength = explanationLength;
    this.counterfactualLimit = counterfactualLimit;
  }

  /**
   * {@return the measures with settings}
   *
   * @param listLengths K, each at least 1
   * @param explanationLength e, at least 1
   * @param counterfactualLimit the most ratings of a counterfactual, at least 1
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static Perturbation of(
      List<Integer> listLengths, int explanationLength, int counterfactualLimit) {
    List<Integer> copy = List.copyOf(listLengths);
    copy.forEach(k -> requirePositive("list length", k));
    requirePositive("explanation length", explanationLength);
    requirePositive("counterfactual limit", counterfactualLimit);
    return new Perturbation(copy, explanationLength, counterfactualLimit);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  /** {@return K, the list lengths} */
  public List<Integer> listLengths() {
    return listLengths;
  }

  /** {@return e, the length of an explanation} */
  public int explanationLength() {
    return explanationLength;
  }

  /**
   * {@return the measures by name, such as {@code "POS@5"}, in a fixed order}
   *
   * <p>Costs up to 22 Newton solves, and one for each rating of the counterfactual.
   *
   * @param model the model of the world
   * @param world the user
   * @param itemId the target, which should be the first recommendation of the user with all ratings
   * @param attribution one number a rating. Not modified.
   * @throws IllegalArgumentException if there is not one number a rating, the item does not
   *     compete, or a list length is larger than the number of items that do
   */
  public Map<String, Double> measure(
      EvaluatedModel model, RemovalWorld world, String itemId, double[] attribution) {
    for (int k : listLengths) {
      if (k > world.candidates()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "list length must be at most %d, the items that the user has not rated, but was %d",
                world.candidates(),
                k));
      }
    }
    requireOneARating(world, attribution);
    return new Walk(model, world, itemId, attribution).measure();
  }

  private static void requireOneARating(RemovalWorld world, double[] attribution) {
    if (attribution.length != world.history().size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "attribution must have one number a rating, but has %d for %d ratings",
              attribution.length,
              world.history().size()));
    }
  }

  /**
   * {@return P(n) of every n up to a number of removed ratings, largest attribution first}
   *
   * <p>Costs a Newton solve for each removal.
   *
   * @param model the model of the world
   * @param world the user
   * @param itemId the target
   * @param attribution one number a rating. Not modified.
   * @param atMost the most ratings removed, at least 0; more than there are is all
   * @throws IllegalArgumentException if there is not one number a rating, the item does not compete
   *     or the number of removals is negative
   */
  public static DeletionCurve deletionCurve(
      EvaluatedModel model, RemovalWorld world, String itemId, double[] attribution, int atMost) {
    requireOneARating(world, attribution);
    if (atMost < 0) {
      throw new IllegalArgumentException(
          "number of removals must not be negative, but was " + atMost);
    }
    boolean classifier = model.model().predictorType() == PredictorType.BINARY_CLASSIFIER;
    int[] order = Measures.descending(attribution);
    boolean[] kept = new boolean[order.length];
    Arrays.fill(kept, true);
    RemovalWorld.State state = world.full();
    List<String> removed = new ArrayList<>();
    List<Double> predictions = new ArrayList<>();
    predictions.add(prediction(classifier, state.score(itemId)));
    for (int row : order) {
      if (removed.size() == atMost) {
        break;
      }
      kept[row] = false;
      state = world.keeping(kept, state);
      removed.add(world.history().interactions().get(row).itemId());
      predictions.add(prediction(classifier, state.score(itemId)));
    }
    return new DeletionCurve(
        itemId,
        model.catalogue().titleOf(itemId),
        ScoreUnit.of(model.model().predictorType()),
        removed,
        predictions);
  }

  private static double prediction(boolean classifier, double score) {
    return classifier ? FmModel.sigmoid(score) : score;
  }

  /**
   * What becomes of an item's prediction as ratings are removed one after the other: P(n) of {@link
   * Perturbation}. The mean of P, weighted as there, is DEL.
   *
   * @param itemId the target
   * @param title its title
   * @param unit the unit of the model's score: P is a probability if it is a logit, else the score
   * @param removedItemIds the items whose ratings were removed, in this order
   * @param predictions P(n), n from 0: one more than the removed ratings
   */
  public record DeletionCurve(
      String itemId,
      String title,
      ScoreUnit unit,
      List<String> removedItemIds,
      List<Double> predictions) {

    /**
     * Checks and copies the lists.
     *
     * @param itemId the target
     * @param title its title
     * @param unit the unit of the model's score
     * @param removedItemIds the removed ratings. Not modified.
     * @param predictions one more than the removed ratings. Not modified.
     * @throws IllegalArgumentException if there is not one prediction more than removed ratings
     */
    public DeletionCurve {
      removedItemIds = List.copyOf(removedItemIds);
      predictions = List.copyOf(predictions);
      if (predictions.size() != removedItemIds.size() + 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "predictions must be one more than removed ratings, but there are %d for %d",
                predictions.size(),
                removedItemIds.size()));
      }
    }
  }

  /** One user's way through the removals of one attribution. */
  private final class Walk {

    private final boolean classifier;
    private final RemovalWorld world;
    private final String itemId;
    private final double[] attribution;
    private final int[] order;
    private final Map<Integer, RemovalWorld.State> withoutFirst = new HashMap<>();
    private final Map<Integer, RemovalWorld.State> withFirst = new HashMap<>();
    private final Map<String, Double> measures = new LinkedHashMap<>();

    Walk(EvaluatedModel model, RemovalWorld world, String itemId, double[] attribution) {
      this.classifier = model.model().predictorType() == PredictorType.BINARY_CLASSIFIER;
      this.world = world;
      this.itemId = itemId;
      this.attribution = attribution;
      this.order = Measures.descending(attribution);
      withoutFirst.put(0, world.full());
      withFirst.put(order.length, world.full());
    }

    Map<String, Double> measure() {
      int fixed = Math.min(explanationLength, order.length);
      String suffix = "(" + explanationLength + ")";
      for (int step = 0; step <= STEPS; step++) {
        at(removed(step), "", 1.0 / (STEPS + 1));
      }
      at(fixed, suffix, 1);
      int rankWithout = without(fixed).rank(itemId);
      int rankWith = with(fixed).rank(itemId);
      double scoreWithout = without(fixed).score(itemId);
      for (int k : listLengths) {
        double[] before = world.full().best(k + 1);
        put("PN-R@" + k, rankWithout > k);
        measures.put(
            "PN-S@" + k, before.length <= k ? Double.NaN : scoreWithout < before[k] ? 1.0 : 0.0);
        put("PS-R@" + k, rankWith <= k);
      }
      int size = counterfactualSize();
      put("CF valid", size > 0);
      measures.put("CF size", size > 0 ? size : Double.NaN);
      return measures;
    }

    /** The number of ratings at a step, the same from both ends. */
    private int removed(int step) {
      int m = order.length;
      return step <= STEPS / 2 ? (step * m + STEPS / 2) / STEPS : m - removed(STEPS - step);
    }

    private void at(int removed, String suffix, double weight) {
      RemovalWorld.State without = without(removed);
      int rank = without.rank(itemId);
      add("DEL" + suffix, weight * prediction(classifier, without.score(itemId)));
      add("INS" + suffix, weight * prediction(classifier, with(removed).score(itemId)));
      add("CDCG" + suffix, weight * Math.log(2) / Math.log(1 + rank));
      int rankWithoutLast = with(order.length - removed).rank(itemId);
      for (int k : listLengths) {
        add("POS@" + k + suffix, rank <= k ? weight : 0);
        add("NEG@" + k + suffix, rankWithoutLast <= k ? weight : 0);
      }
    }

    private void add(String name, double value) {
      measures.merge(name, value, Double::sum);
    }

    private void put(String name, boolean value) {
      measures.put(name, value ? 1.0 : 0.0);
    }

    private int counterfactualSize() {
      int most = Math.min(counterfactualLimit, order.length);
      for (int n = 1; n <= most && attribution[order[n - 1]] > 0; n++) {
        if (!without(n).isFirst(itemId)) {
          return n;
        }
      }
      return 0;
    }

    private RemovalWorld.State without(int first) {
      return state(withoutFirst, first, false);
    }

    private RemovalWorld.State with(int first) {
      return state(withFirst, first, true);
    }

    private RemovalWorld.State state(
        Map<Integer, RemovalWorld.State> known, int first, boolean keepFirst) {
      RemovalWorld.State present = known.get(first);
      if (present != null) {
        return present;
      }
      boolean[] kept = new boolean[order.length];
      for (int j = 0; j < order.length; j++) {
        kept[order[j]] = (j < first) == keepFirst;
      }
      RemovalWorld.State near = known.getOrDefault(first - 1, world.full());
      RemovalWorld.State state = world.keeping(kept, near);
      known.put(first, state);
      return state;
    }
  }
}
