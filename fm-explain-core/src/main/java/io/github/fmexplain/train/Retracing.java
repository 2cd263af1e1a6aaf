package io.github.fmexplain.train;

import java.util.Locale;

/**
 * A trained model with a path that was found by training again, and how near that training came to
 * the model by itself, before its path was bent so that it ends there.
 *
 * @param trained the model with its retraced path
 * @param meanCosine the mean cosine between the factors of each item (and other feature that is no
 *     user) at the end of the retraced training and the model's: near 1 if it went to the same
 *     place
 * @param distance ‖V_end − V_model‖ / ‖V_model‖ over the same features
 */
public record Retracing(TrainedModel trained, double meanCosine, double distance) {

  /** {@return the model, and how near the training came to it} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Retracing[%s, mean cosine %.4f, distance %.4f]",
        trained.model(),
        meanCosine,
        distance);
  }
}
