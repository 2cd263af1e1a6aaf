package io.github.fmexplain;

import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Arrays;
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
    requireFinite(
        Arrays.stream(user.theta()).allMatch(Double::isFinite)
            && Double.isFinite(diagnostics.conditionNumber())
            && Double.isFinite(diagnostics.stationarityGap())
            && (replay == null || Double.isFinite(replay.distance())),
        "the numbers of the user's history");
  }

  /**
   * {@return the explanation}
   *
   * @throws UnreliableNumbersException if a number is not finite, or they do not add up
   */
  static Explanation require(Explanation explanation) {
    double score = explanation.score();
    double largest =
        Math.max(
            Math.abs(score),
            Math.max(Math.abs(explanation.offset()), Math.abs(explanation.residual())));
    boolean finite = Double.isFinite(largest);
    for (Contribution contribution : explanation.contributions()) {
      largest = Math.max(largest, Math.abs(contribution.impact()));
      finite &=
          Double.isFinite(contribution.impact())
              && Double.isFinite(contribution.influence())
              && Double.isFinite(contribution.removalEffect());
    }
    requireFinite(finite, "the numbers of item '" + explanation.itemId() + "'");
    double sum = explanation.offset() + explanation.totalImpact() + explanation.residual();
    if (!(Math.abs(sum - score) <= TOLERANCE * largest)) {
      throw new UnreliableNumbersException(
          String.format(
              Locale.ROOT,
              "offset, impacts and residual of item '%s' must add up to the score %s, but are %s, as"
                  + " the condition number is %.1e; raise the ridge (weight decay × rows)",
              explanation.itemId(),
              score,
              sum,
              explanation.diagnostics().conditionNumber()));
    }
    return explanation;
  }

  private static void requireFinite(boolean finite, String what) {
    if (!finite) {
      throw new UnreliableNumbersException(
          what
              + " must be finite, but are beyond what arithmetic holds; check the model's parameters"
              + " and the scale of the ratings, or raise the ridge (weight decay × rows)");
    }
  }
}
