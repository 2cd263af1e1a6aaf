package io.github.fmexplain.evaluation;

import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.evaluation.Measure.Kind;
import io.github.fmexplain.internal.Once;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a recommendation when ratings are removed in the order of an attribution: a good
 * attribution makes it fall fast. Immutable and thread-safe.
 *
 * <p>With the ratings sorted, largest attribution first, and P(n) the target's prediction (the
 * probability of a classifier, the score of a regressor) and R(n) its rank for the {@link Ablation}
 * without the first n of m ratings, the measures of LXR (Barkan et al., WWW 2024) are
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
    Objects.requireNonNull(listLengths, "listLengths");
    List<Integer> copy = List.copyOf(listLengths);
    copy.forEach(k -> Once.atLeast(1, k, "list length"));
    return new Perturbation(
        copy,
        Once.atLeast(1, explanationLength, "explanation length"),
        Once.atLeast(1, counterfactualLimit, "counterfactual limit"));
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
   * {@return the measures, in a fixed order}
   *
   * <p>Costs up to 22 replays or solutions, and one for each rating of the counterfactual.
   *
   * @param user what becomes of the user as ratings go
   * @param itemId the target, which should be the first recommendation of the user with all ratings
   * @param attribution one number per rating. Not modified.
   * @throws IllegalArgumentException if there is not one number per rating, the user has rated the
   *     item, or a list length is larger than the number of items that compete
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Map<Measure, Double> measure(Ablation user, String itemId, double[] attribution) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(attribution, "attribution");
    for (int k : listLengths) {
      if (k > user.candidates()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "list length must be at most %d, the items that the user has not rated, but was %d",
                user.candidates(),
                k));
      }
    }
    if (attribution.length != user.history().size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "attribution must have one number per rating, but has %d for %d ratings",
              attribution.length,
              user.history().size()));
    }
    return new Removals(user, itemId, attribution).measure();
  }

  /** {@return the list lengths, the explanation length and the limit} */
  @Override
  public String toString() {
    return "Perturbation[lists "
        + listLengths
        + ", explanations of "
        + explanationLength
        + ", counterfactuals up to "
        + counterfactualLimit
        + "]";
  }

  /** One user through the removals of one attribution. */
  private final class Removals {

    private final Ablation user;
    private final String itemId;
    private final double[] attribution;
    private final int[] order;
    private final Map<Integer, Ablation.State> withoutFirst = new HashMap<>();
    private final Map<Integer, Ablation.State> withFirst = new HashMap<>();
    private final Map<Measure, Double> measures = new LinkedHashMap<>();

    Removals(Ablation user, String itemId, double[] attribution) {
      this.user = user;
      this.itemId = itemId;
      this.attribution = attribution;
      this.order = Measures.descending(attribution);
      withoutFirst.put(0, user.full());
      withFirst.put(order.length, user.full());
    }

    Map<Measure, Double> measure() {
      for (int step = 0; step <= STEPS; step++) {
        at(removed(step), null, 1.0 / (STEPS + 1));
      }
      int fixed = Math.min(explanationLength, order.length);
      at(fixed, explanationLength, 1);
      int rankWithout = without(fixed).rank(itemId);
      int rankWith = with(fixed).rank(itemId);
      double scoreWithout = without(fixed).score(itemId);
      for (int k : listLengths) {
        double[] before = user.full().best(k + 1);
        measures.put(Measure.of(Kind.NECESSITY_BY_RANK, k), oneIf(rankWithout > k));
        measures.put(
            Measure.of(Kind.NECESSITY_BY_SCORE, k),
            before.length <= k ? Double.NaN : oneIf(scoreWithout < before[k]));
        measures.put(Measure.of(Kind.SUFFICIENCY, k), oneIf(rankWith <= k));
      }
      OptionalInt size = counterfactualSize();
      measures.put(Measure.of(Kind.COUNTERFACTUAL_FOUND), oneIf(size.isPresent()));
      measures.put(
          Measure.of(Kind.COUNTERFACTUAL_SIZE), size.isPresent() ? size.getAsInt() : Double.NaN);
      return measures;
    }

    /** The number of ratings at a step, the same from both ends. */
    private int removed(int step) {
      int m = order.length;
      return step <= STEPS / 2 ? (step * m + STEPS / 2) / STEPS : m - removed(STEPS - step);
    }

    private void at(int removed, @Nullable Integer length, double weight) {
      Ablation.State without = without(removed);
      int rank = without.rank(itemId);
      int rankWithoutLast = with(order.length - removed).rank(itemId);
      add(Kind.DELETION, null, length, weight * prediction(without));
      add(Kind.INSERTION, null, length, weight * prediction(with(removed)));
      add(Kind.DISCOUNTED_RANK, null, length, weight * Math.log(2) / Math.log(1 + rank));
      for (int k : listLengths) {
        add(Kind.LISTED_WITHOUT_FIRST, k, length, weight * oneIf(rank <= k));
        add(Kind.LISTED_WITHOUT_LAST, k, length, weight * oneIf(rankWithoutLast <= k));
      }
    }

    private void add(Kind kind, @Nullable Integer k, @Nullable Integer length, double value) {
      measures.merge(new Measure(kind, k, length), value, Double::sum);
    }

    private static double oneIf(boolean value) {
      return value ? 1 : 0;
    }

    private double prediction(Ablation.State state) {
      double score = state.score(itemId);
      Double probability = user.unit().probability(score);
      return probability == null ? score : probability;
    }

    private OptionalInt counterfactualSize() {
      int most = Math.min(counterfactualLimit, order.length);
      for (int n = 1; n <= most && attribution[order[n - 1]] > 0; n++) {
        if (!without(n).first().equals(itemId)) {
          return OptionalInt.of(n);
        }
      }
      return OptionalInt.empty();
    }

    private Ablation.State without(int first) {
      return state(withoutFirst, first, false);
    }

    private Ablation.State with(int first) {
      return state(withFirst, first, true);
    }

    private Ablation.State state(Map<Integer, Ablation.State> known, int first, boolean keepFirst) {
      Ablation.State present = known.get(first);
      if (present != null) {
        return present;
      }
      boolean[] kept = new boolean[order.length];
      for (int j = 0; j < order.length; j++) {
        kept[order[j]] = (j < first) == keepFirst;
      }
      Ablation.State state = user.keeping(kept);
      known.put(first, state);
      return state;
    }
  }
}
