package io.github.fmexplain.train;

/**
 * The Adam optimizer for one group of parameters, in float32 as MXNet computes it.
 *
 * <pre>
 * g = clip(gradient + wd·θ)
 * m = β1·m + (1 − β1)·g
 * v = β2·v + (1 − β2)·g²
 * θ = θ − lr·√(1 − β2^t) / (1 − β1^t) · m / (√v + eps)
 * </pre>
 *
 * <p>Weight decay is part of the gradient (L2), not decoupled from it as in AdamW: so θ comes to
 * rest where the gradient of the loss is −wd·θ. Which parameters are updated in a step is for the
 * caller to say: all, or lazily those of the batch's features; t counts all steps. As in MXNet's
 * kernel, the bound holds for the sum with wd·θ.
 *
 * <p>Kingma, Ba, <i>Adam: A Method for Stochastic Optimization</i>, ICLR 2015, algorithm 1 in the
 * form of the end of its section 2.
 */
final class Adam {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final double DEFAULT_EPS = 1e-8;
  private static final float NO_CLIP = Float.POSITIVE_INFINITY;

  private final float[] theta;
  private final float[] gradient;
  private final float[] mean;
  private final float[] variance;
  private final double lr;
  private final float wd;
  private final float eps;
  private final float clip;

  /** For parameters that are updated in place, and have not been updated yet. */
  Adam(float[] theta, ParameterGroup group, FmHyperparameters hyperparameters) {
    this.theta = theta;
    this.gradient = new float[theta.length];
    this.mean = new float[theta.length];
    this.variance = new float[theta.length];
    this.lr = group.lr();
    this.wd = (float) group.wd();
    this.eps = (float) hyperparameters.eps().orElse(DEFAULT_EPS);
    double bound = hyperparameters.clipGradient().orElse(-1);
    this.clip = bound < 0 ? NO_CLIP : (float) bound;
  }

  /**
   * {@return √(1 − β2^t) / (1 − β1^t), which makes up for moments that start at zero}
   *
   * @param step t, from 1
   */
  static double correction(long step) {
    return Math.sqrt(1 - StrictMath.pow(0.999, (double) step))
        / (1 - StrictMath.pow(0.9, (double) step));
  }

  /** {@return the gradient of the loss, one entry a parameter, to be filled in before an update} */
  float[] gradient() {
    return gradient;
  }

  /**
   * Updates the parameters from {@code from} to before {@code to} by their gradient, which is
   * overwritten.
   *
   * @param correction of this step
   */
  void update(int from, int to, double correction) {
    update(theta, mean, variance, gradient, from, to, (float) (lr * correction));
  }

  /**
   * Updates some parameters, which are gathered, so that the loop over them is a long one.
   *
   * @param which their numbers, [at least count], each once. Not modified.
   * @param room [4, at least count], the last of them their gradients. Is overwritten.
   * @param correction of this step
   */
  void update(int[] which, int count, float[][] room, double correction) {
    float[][] all = {theta, mean, variance};
    for (int array = 0; array < all.length; array++) {
      for (int j = 0; j < count; j++) {
        room[array][j] = all[array][which[j]];
      }
    }
    update(room[0], room[1], room[2], room[3], 0, count, (float) (lr * correction));
    for (int array = 0; array < all.length; array++) {
      for (int j = 0; j < count; j++) {
        all[array][which[j]] = room[array][j];
      }
    }
  }

  private void update(
      float[] theta,
      float[] mean,
      float[] variance,
      float[] gradient,
      int from,
      int to,
      float rate) {
    float decay = wd;
    if (clip != NO_CLIP) {
      clip(theta, gradient, from, to, wd, clip);
      decay = 0;
    }
    step(theta, mean, variance, gradient, from, to, decay, rate, eps);
  }

  private static void clip(
      float[] theta, float[] gradient, int from, int to, float wd, float clip) {
    for (int j = from; j < to; j++) {
      gradient[j] = Math.max(-clip, Math.min(clip, gradient[j] + wd * theta[j]));
    }
  }

  /** All arrays have the same index, for only then does the compiler make vectors of this loop. */
  private static void step(
      float[] theta,
      float[] mean,
      float[] variance,
      float[] gradient,
      int from,
      int to,
      float wd,
      float rate,
      float eps) {
    for (int j = from; j < to; j++) {
      float g = gradient[j] + wd * theta[j];
      float m = BETA1 * mean[j] + (1 - BETA1) * g;
      float v = BETA2 * variance[j] + (1 - BETA2) * (g * g);
      mean[j] = m;
      variance[j] = v;
      theta[j] -= rate * m / ((float) Math.sqrt(v) + eps);
    }
  }
}
