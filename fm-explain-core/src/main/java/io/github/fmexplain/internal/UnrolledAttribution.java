package io.github.fmexplain.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Influence along the way that training took (after SOURCE, Bae, Lin, Lorraine and Grosse, NeurIPS
 * 2024): training stops long before its optimum, so what a rating did to the model as trained is
 * not what it does to the optimum. See {@link GradientFlow} for the way, τ, D, Q and ε.
 *
 * <p>Spectral form: the Hessian is taken to be constant along the way.
 *
 * <pre>
 *   F               = D^½ Q diag((1 − e^(−τε))/ε) Qᵀ D^½
 *   influence_r     = a_iᵀ F a_r
 *   removalEffect_r = influence_r (y_r − p_r)/(1 − h_r)      h_r = p_r(1 − p_r) a_rᵀ F a_r
 * </pre>
 *
 * <p>Trajectory form: the rows act as they did at each time, and the adjoint λ carries their action
 * to the end: {@code dλ/dt = H(t)Dλ, λ(τ) = a_i}.
 *
 * <pre>
 *   influence_r     = ∫₀^τ λ(t)ᵀ D a_r dt
 *   removalEffect_r = ∫₀^τ λ(t)ᵀ D a_r (y_r − p_r(t)) dt
 * </pre>
 *
 * <p>Impact, in both forms, is the row's own share of the way: θ(τ) = Σ_r θ_r(τ) with {@code
 * dθ_r/dt = D(a_r(y_r − p_r(t)) − Λθ_r)}, impact_r = a_iᵀθ_r(τ).
 */
public final class UnrolledAttribution implements Attribution {

  /** The way, which only the trajectory form goes back; its matrices are as large as A. */
  private final @Nullable GradientFlow way;

  private final double time;
  private final double[] preconditioner;
  private final double[] end;
  private final Spectrum spectrum;
  private final double[][] columns;

  /** θ_r(τ), [d, m], and their sum, [d]. */
  private final double[][] shares;

  private final double[] composed;

  /** F, [d, d], and (y_r − p_r)/(1 − h_r), [m]: the spectral form. */
  private final double[][] response;

  private final double[] removalFactors;

  /**
   * Follows the way to the trained parameters.
   *
   * @param problem the user's rows
   * @param trained the trained θ, whose factors are shorter than those of the optimum, [d]. Not
   *     modified.
   * @param trajectory whether to take the trajectory form
   */
  UnrolledAttribution(UserProblem problem, double[] trained, boolean trajectory) {
    this(problem.columns(), problem, trained, trajectory);
  }

  private UnrolledAttribution(
      double[][] columns, UserProblem problem, double[] trained, boolean trajectory) {
    this(new GradientFlow(problem, columns, trained), columns, trained, trajectory);
  }

  private UnrolledAttribution(
      GradientFlow flow, double[][] columns, double[] trained, boolean trajectory) {
    UserProblem problem = flow.problem;
    UserProblem.Slopes slopes = problem.slopes(trained);
    this.way = trajectory ? flow : null;
    this.time = flow.time();
    this.preconditioner = flow.preconditioner;
    this.end = flow.end;
    this.columns = columns;
    spectrum = Spectrum.of(problem, slopes.curvatures(), flow.hessian);
    shares = shares(flow, columns);
    composed = new double[shares.length];
    for (int c = 0; c < composed.length; c++) {
      for (double share : shares[c]) {
        composed[c] += share;
      }
    }
    response = trajectory ? new double[0][] : flow.curvature.response(flow.time());
    removalFactors = trajectory ? new double[0] : removalFactors(flow, slopes);
    Kernels.mirror(response);
  }

  /**
   * {@return the method along the way to the trained parameters, or null if training cannot have
   * taken it: if the trained factors are not shorter than those of the optimum} The flow never
   * reaches their length then, and the method is that of {@link HessianAttribution} at the optimum.
   *
   * @param problem the user's rows
   * @param trained the trained θ, [d]. Not modified.
   * @param trajectory whether to take the trajectory form
   */
  public static @Nullable UnrolledAttribution tryOf(
      UserProblem problem, double[] trained, boolean trajectory) {
    double[][] columns = problem.columns();
    GradientFlow flow = new GradientFlow(problem, columns, trained);
    return flow.isReached ? new UnrolledAttribution(flow, columns, trained, trajectory) : null;
  }

  /**
   * {@return whether the trained factors are shorter than those of the optimum}
   *
   * @param trained the trained θ, [d]. Not modified.
   * @param optimum the re-solved θ, [d]. Not modified.
   */
  static boolean reaches(double[] trained, double[] optimum) {
    double missing = 0;
    for (int c = 0; c < trained.length - 1; c++) {
      missing += optimum[c] * optimum[c] - trained[c] * trained[c];
    }
    // A hair's breadth before the optimum takes for ever.
    return missing > 1e-6 * square(optimum);
  }

  private static double square(double[] theta) {
    double sum = 0;
    for (int c = 0; c < theta.length - 1; c++) {
      sum += theta[c] * theta[c];
    }
    return sum;
  }

  /** {@return τ, in units in which D has mean 1 over the factors} */
  public double time() {
    return time;
  }

  /** {@return the diagonal of D, [d], a copy} */
  public double[] preconditioner() {
    return preconditioner.clone();
  }

  /** {@return θ(τ), [d], a copy} */
  public double[] end() {
    return end.clone();
  }

  /**
   * θ_r(τ) = ∫ e^(−DΛ(τ−t)) D a_r (y_r − p_r(t)) dt, with the residuals taken to be linear between
   * the nodes of the path: a sum of a weight for each node and column times the residual there.
   */
  private static double[][] shares(GradientFlow flow, double[][] columns) {
    int d = columns.length;
    int nodes = flow.path.size();
    double[][] weights = new double[d][nodes];
    double[] ridge = flow.problem.ridge();
    for (int c = 0; c < d; c++) {
      double rate = flow.preconditioner[c] * ridge[c];
      double left = 1;
      double known = Double.NaN;
      double decay = 0;
      double early = 0;
      double late = 0;
      for (int j = nodes - 1; j > 0; j--) {
        double step = flow.path.get(j).step.length;
        if (step != known) {
          // Nearly all steps are equally long.
          double x = step * rate;
          double fall = Math.expm1(-x);
          decay = 1 + fall;
          late = step * Phi.second(x, fall);
          early = step * Phi.first(x, fall) - late;
          known = step;
        }
        weights[c][j] += left * late;
        weights[c][j - 1] += left * early;
        left *= decay;
      }
    }
    double[][] residuals = new double[nodes][];
    for (int j = 0; j < nodes; j++) {
      residuals[j] = flow.path.get(j).residuals;
    }
    double[][] shares = new double[d][flow.problem.rows()];
    for (int c = 0; c < d; c++) {
      Kernels.addRows(residuals, weights[c], shares[c]);
      for (int r = 0; r < shares[c].length; r++) {
        shares[c][r] *= flow.preconditioner[c] * columns[c][r];
      }
    }
    return shares;
  }

  private static double[] removalFactors(GradientFlow flow, UserProblem.Slopes slopes) {
    double[] leverages = flow.curvature.responses(flow.time(), flow.columns);
    double[] factors = new double[leverages.length];
    for (int r = 0; r < factors.length; r++) {
      factors[r] = slopes.residuals()[r] / (1 - slopes.curvatures()[r] * leverages[r]);
    }
    return factors;
  }

  @Override
  public int rows() {
    return columns[0].length;
  }

  @Override
  public void attribute(
      double[] target, double[] influence, double[] impact, double[] removalEffect) {
    Arrays.fill(impact, 0);
    Kernels.addRows(shares, target, impact);
    if (way != null) {
      integrateAdjoint(way, target, influence, removalEffect);
      return;
    }
    double[] answer = new double[target.length];
    Kernels.addRows(response, target, answer);
    Arrays.fill(influence, 0);
    Kernels.addRows(columns, answer, influence);
    for (int r = 0; r < influence.length; r++) {
      removalEffect[r] = influence[r] * removalFactors[r];
    }
  }

  /**
   * Takes μ = QᵀD^½λ backwards: dμ/dt = QᵀD^½H(t)D^½Q μ = εμ − Pᵀ(C − C(t))Pμ, by the same
   * integrator as the flow. The integrals are trapezoids over the nodes.
   */
  private static void integrateAdjoint(
      GradientFlow flow, double[] target, double[] influence, double[] removalEffect) {
    Arrays.fill(influence, 0);
    Arrays.fill(removalEffect, 0);
    double[] mu = flow.curvature.coordinates(target);
    double after = 0;
    for (int j = flow.path.size() - 1; j >= 0; j--) {
      GradientFlow.Node node = flow.path.get(j);
      double before = node.step.length;
      double span = 0.5 * (before + after);
      double[] along = flow.along(mu);
      for (int r = 0; r < along.length; r++) {
        influence[r] += span * along[r];
        removalEffect[r] += span * along[r] * node.residuals[r];
      }
      if (j > 0) {
        mu = back(flow, mu, along, node, flow.path.get(j - 1).curvatures);
      }
      after = before;
    }
  }

  /** Returns μ a step earlier, given Pμ now and C(t) then. */
  private static double[] back(
      GradientFlow flow,
      double[] mu,
      double[] along,
      GradientFlow.Node node,
      double[] curvaturesThen) {
    double[] drive = remainder(flow, along, node.curvatures);
    double[] predicted = new double[mu.length];
    for (int j = 0; j < mu.length; j++) {
      predicted[j] = node.step.decay[j] * mu[j] + node.step.first[j] * drive[j];
    }
    double[] corrected = remainder(flow, flow.along(predicted), curvaturesThen);
    for (int j = 0; j < mu.length; j++) {
      corrected[j] = predicted[j] + node.step.second[j] * (corrected[j] - drive[j]);
    }
    return corrected;
  }

  /** Returns Pᵀ(C − C(t))Pμ, given Pμ. */
  private static double[] remainder(GradientFlow flow, double[] along, double[] curvatures) {
    double[] weighted = new double[along.length];
    for (int r = 0; r < along.length; r++) {
      weighted[r] = (flow.curvatures[r] - curvatures[r]) * along[r];
    }
    return flow.combineRows(weighted);
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
