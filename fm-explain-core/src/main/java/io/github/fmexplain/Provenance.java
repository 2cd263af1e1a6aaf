package io.github.fmexplain;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of an answer come from: whose, by which method, in which unit, of which model.
 *
 * @param userId the user, or null for a new one
 * @param method the method that ran
 * @param unit the unit of every score and of everything that adds up to one
 * @param target how ratings became what the model predicts, and so what is a like
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 * @param diagnostics what the numbers rest on
 */
public record Provenance(
    @Nullable String userId,
    Method method,
    ScoreUnit unit,
    RatingTarget target,
    String modelFingerprint,
    Diagnostics diagnostics) {

  /** {@return the user, the method, the unit and the head of the fingerprint} */
  @Override
  public String toString() {
    return Text.of(
        "Provenance[%s, %s, %s, %s]",
        Text.user(userId),
        method.name(),
        unit,
        modelFingerprint.substring(0, Math.min(12, modelFingerprint.length())));
  }
}
