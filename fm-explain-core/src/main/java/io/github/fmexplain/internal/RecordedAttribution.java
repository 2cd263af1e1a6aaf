package io.github.fmexplain.internal;

import java.util.Arrays;
import java.util.List;

/**
 * Influence along the way that training is known to have taken: unrolled differentiation of Adam's
 * steps on the user's parameters (Bae et al., NeurIPS 2024, with one segment a recorded point), all
 * other parameters moving as they did.
 *
 * <pre>
 *   dθ/dn           = −D(n) ∇L(θ; n)        D_c = lr_c / (N (√v̂_c + eps))        n: optimizer steps
 *   influence_r     = ∫ λ(n)ᵀ D a_r(n) dn                     dλ/dn = H(n) D λ, λ(end) = a_i
 *   removalEffect_r = ∫ λ(n)ᵀ D a_r(n) (y_r − p_r(n)) dn
 *   impact_r        = a_iᵀθ_r(end)          dθ_r/dn = D(a_r(n)(y_r − p_r(n)) − Λθ_r)
 * </pre>
 *
 * <p>v̂ is Adam's mean square of the user's gradient over batches of b of the N rows; with q = b/N
 * each row is in a batch or not, so a batch's gradient has the mean square {@code (q(1 − q) Σ_r
 * g_rc² + q²(Σ_r g_rc)²)/b²}, g_r = (p_r − y_r) a_r. It is averaged over the way with Adam's memory
 * of 1000 steps. H and D are constant between the middles of recorded points, and each such segment
 * is solved exactly. Immutable.
 */
public final class RecordedAttribution implements Attribution {

  /** Steps after which Adam's second moment has forgotten all but 1/e: 1/(1 − 0.999). */
  private static final double MEMORY = 1000;

  /**
   * Adam's settings, as far as a user's parameters feel them.
   *
   * @param trainingRows N
   * @param batchSize b
   * @param factorRate learning rate of the factors
   * @param linearRate learning rate of the linear weight
   * @param gradientScale what the gradient of the mean loss is multiplied with
   * @param eps what is added to the root of the second moment
   */
  public record Optimizer(
      int trainingRows,
      int batchSize,
      double factorRate,
      double linearRate,
      double gradientScale,
      double eps) {}

  /** What is known of the user between two middles. */
  private static final class Segment {
    final UserProblem problem;
    final double length;
    final double[] residuals;
    final ScaledCurvature curvature;

    Segment(
        UserProblem problem,
        double length,
        UserProblem.Slopes slopes,
        double[][] hessian,
        double[] preconditioner) {
      this.problem = problem;
      this.length = length;
      this.residuals = slopes.residuals();
      this.curvature = new ScaledCurvature(hessian, preconditioner);
    }
  }

  private final Segment[] segments;
  private final Spectrum spectrum;

  /** θ_r(end), [d, m], and their sum, [d]. */
  private final double[][] shares;

  private final double[] composed;

  /**
   * Follows the recorded way.
   *
   * @param problems the user's problem at each point, first to last. Not modified.
   * @param thetas θ at each point. Not modified.
   * @param steps the optimizer steps before each point. Not modified.
   * @param optimizer Adam's settings
   */
  public RecordedAttribution(
      List<UserProblem> problems, List<double[]> thetas, long[] steps, Optimizer optimizer) {
    segments = new Segment[steps.length];
    double[] moment = new double[0];
    double[][] hessian = new double[0][];
    UserProblem.Slopes slopes = new UserProblem.Slopes(new double[0], new double[0]);
    for (int j = 0; j < steps.length; j++) {
      UserProblem problem = problems.get(j);
      slopes = problem.slopes(thetas.get(j));
      hessian = problem.normal(slopes.curvatures());
      double[] now = meanSquare(problem, slopes.residuals(), optimizer);
      double kept = j == 0 ? 0 : Math.exp(-(steps[j] - steps[j - 1]) / MEMORY);
      for (int c = 0; c < now.length; c++) {
        now[c] = (1 - kept) * now[c] + (j == 0 ? 0 : kept * moment[c]);
      }
      moment = now;
      double from = j == 0 ? 0 : 0.5 * (steps[j - 1] + steps[j]);
      double to = j + 1 < steps.length ? 0.5 * (steps[j] + steps[j + 1]) : steps[j];
      segments[j] =
          new Segment(problem, to - from, slopes, hessian, preconditioner(moment, optimizer));
    }
    spectrum = Spectrum.of(segments[segments.length - 1].problem, slopes.curvatures(), hessian);
    shares = shares();
    composed = new double[shares.length];
    for (int c = 0; c < composed.length; c++) {
      for (double share : shares[c]) {
        composed[c] += share;
      }
    }
  }

  private static double[] meanSquare(UserProblem problem, double[] residuals, Optimizer optimizer) {
    double[] sums = problem.combineRows(residuals);
    double[] squares = problem.slopeSquares(residuals);
    double b = optimizer.batchSize();
    double q = Math.min(1, b / optimizer.trainingRows());
    double scale = optimizer.gradientScale() / b;
    for (int c = 0; c < squares.length; c++) {
      squares[c] = scale * scale * (q * (1 - q) * squares[c] + q * q * sums[c] * sums[c]);
    }
    return squares;
  }

  private static double[] preconditioner(double[] moment, Optimizer optimizer) {
    double[] preconditioner = new double[moment.length];
    Arrays.fill(preconditioner, optimizer.factorRate());
    preconditioner[moment.length - 1] = optimizer.linearRate();
    for (int c = 0; c < moment.length; c++) {
      preconditioner[c] *=
          optimizer.gradientScale()
              / ((Math.sqrt(moment[c]) + optimizer.eps()) * optimizer.trainingRows());
    }
    return preconditioner;
  }

  private double[][] shares() {
    double[] ridge = segments[0].problem.ridge();
    double[][] shares = new double[ridge.length][rows()];
    for (Segment segment : segments) {
      double[][] columns = segment.problem.columns();
      for (int c = 0; c < ridge.length; c++) {
        double rate = segment.curvature.preconditioner(c);
        double x = segment.length * rate * ridge[c];
        double decay = Math.exp(-x);
        double gain = segment.length * Phi.first(x) * rate;
        double[] column = columns[c];
        double[] share = shares[c];
        for (int r = 0; r < share.length; r++) {
          share[r] = decay * share[r] + gain * segment.residuals[r] * column[r];
        }
      }
    }
    return shares;
  }

  /** {@return the number of optimizer steps of the way} */
  public double time() {
    double time = 0;
    for (Segment segment : segments) {
      time += segment.length;
    }
    return time;
  }

  /** {@return the diagonal of D at the end of the way, [d]} */
  public double[] preconditioner() {
    Segment last = segments[segments.length - 1];
    double[] preconditioner = new double[last.problem.dimension()];
    for (int c = 0; c < preconditioner.length; c++) {
      preconditioner[c] = last.curvature.preconditioner(c);
    }
    return preconditioner;
  }

  @Override
  public int rows() {
    return segments[0].problem.rows();
  }

  @Override
  public void attribute(
      double[] target, double[] influence, double[] impact, double[] removalEffect) {
    Arrays.fill(influence, 0);
    Arrays.fill(removalEffect, 0);
    Arrays.fill(impact, 0);
    Kernels.addRows(shares, target, impact);
    double[] adjoint = target;
    for (int j = segments.length - 1; j >= 0; j--) {
      Segment segment = segments[j];
      double[] mu = segment.curvature.coordinates(adjoint);
      double[] integral = segment.curvature.integral(mu, segment.length);
      for (int r = 0; r < influence.length; r++) {
        double along = segment.problem.dotRow(r, integral);
        influence[r] += along;
        removalEffect[r] += along * segment.residuals[r];
      }
      adjoint = segment.curvature.before(mu, segment.length);
    }
  }

  @Override
  public double[] composedParameters() {
    return composed.clone();
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
