package io.github.fmexplain;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.method.Attribution;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Locale;

/**
 * What every explanation passes before it leaves: all numbers are finite, and offset + Σ impact +
 * residual is the score.
 */
final class ExplanationGate {

  /** What the sum may differ by from the score, relative to the largest term. */
  private static final double TOLERANCE = 1e-9;

  private ExplanationGate() {}

  /**
   * Checks a user.
   *
   * @throws UnreliableNumbersException if a number is not finite
   */
  static void require(UserState user, Provenance provenance) {
    Diagnostics diagnostics = provenance.diagnostics();
    Replayed replay = diagnostics.replay();
    double largest =
        Math.max(
            largest(user.theta()),
            largest(
                diagnostics.conditionNumber(),
                diagnostics.stationarityGap(),
                replay == null ? 0 : replay.distance()));
    if (!(largest < Double.POSITIVE_INFINITY)) {
      throw notFinite("the numbers of the user's history");
    }
  }

  /**
   * Checks an explanation. Nearly all pass by the size of their score, offset and residual; only
   * for others the numbers of every rating are gone through.
   *
   * @param quantities of its contributions
   * @param total Σ impact; NaN if a number of a contribution is not finite
   * @throws UnreliableNumbersException if a number is not finite, or they do not add up
   */
  static void require(Explanation explanation, Attribution.Quantities quantities, double total) {
    double sum = explanation.offset() + total + explanation.residual();
    double difference = Math.abs(sum - explanation.score());
    double parts = differenceOfParts(explanation);
    double large = largest(explanation.score(), explanation.offset(), explanation.residual());
    if (difference <= TOLERANCE * large && parts <= TOLERANCE * large) {
      return;
    }
    double largest = Math.max(large, largest(quantities.impact()));
    double others = Math.max(largest(quantities.influence()), largest(quantities.removalEffect()));
    if (!(Math.max(largest, others) < Double.POSITIVE_INFINITY)) {
      throw notFinite("the numbers of item '" + explanation.itemId() + "'");
    }
    for (OffsetPart part : explanation.offsetParts()) {
      large = Math.max(large, Math.abs(part.value()));
    }
    if (!(parts <= TOLERANCE * Math.max(largest, large))) {
      throw new UnreliableNumbersException(
          Text.of(
              "parts of the offset of item '%s' must add up to it, %s, but differ by %s; check the"
                  + " model's parameters of its tags",
              explanation.itemId(), explanation.offset(), parts));
    }
    if (!(difference <= TOLERANCE * largest)) {
      throw new UnreliableNumbersException(
          String.format(
              Locale.ROOT,
              "offset, impacts and residual of item '%s' must add up to the score %s, but are %s, as"
                  + " the condition number is %.1e; raise the ridge (weight decay × rows)",
              explanation.itemId(),
              explanation.score(),
              sum,
              explanation.diagnostics().conditionNumber()));
    }
  }

  /** Returns what the parts of the offset, where it has some, differ from it by. */
  private static double differenceOfParts(Explanation explanation) {
    if (explanation.offsetParts().isEmpty()) {
      return 0;
    }
    double sum = 0;
    for (OffsetPart part : explanation.offsetParts()) {
      sum += part.value();
    }
    return Math.abs(sum - explanation.offset());
  }

  /** Returns the largest magnitude; NaN if a value is not finite. */
  private static double largest(double... values) {
    double largest = 0;
    for (double value : values) {
      double magnitude = Math.abs(value);
      if (!(magnitude <= largest)) {
        if (!(magnitude < Double.POSITIVE_INFINITY)) {
          return Double.NaN;
        }
        largest = magnitude;
      }
    }
    return largest;
  }

  private static UnreliableNumbersException notFinite(String what) {
    return new UnreliableNumbersException(
        what
            + " must be finite, but are beyond what arithmetic holds; check the model's parameters"
            + " and the scale of the ratings, or raise the ridge (weight decay × rows)");
  }
}
