package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a user's parameters by solving for θ*, exactly. A shift is that of one Newton step at θ*:
 * an edit is a pull γ along the vector a of a row and a change κ of the curvature along it,
 *
 * <pre>
 *                      γ             κ
 *   row removed     −(y − p)     −p(1 − p)
 *   target changed   y' − y          0
 *   row added         y − p       p(1 − p)         Δθ = H⁻¹a γ / (1 + κ aᵀH⁻¹a)
 * </pre>
 *
 * <p>A shift costs O(d²), a solution a few Newton steps. Immutable.
 */
public final class SolvedRefit implements Refit {

  private final UserProblem problem;
  private final LinearForm form;
  private volatile double @Nullable [] optimum;

  /**
   * Makes the solver of a user.
   *
   * @param problem the user's rows
   * @param form the linear form of new rows
   * @param optimum θ* if it is known, [d], or null. Not copied.
   */
  public SolvedRefit(UserProblem problem, LinearForm form, double @Nullable [] optimum) {
    this.problem = problem;
    this.form = form;
    this.optimum = optimum;
  }

  @Override
  public double[] all() {
    double[] known = optimum;
    if (known == null) {
      // Threads that race solve for the same.
      known = problem.solve();
      optimum = known;
    }
    return known;
  }

  @Override
  public double[] without(int... rows) {
    return problem.without(rows).solve(all());
  }

  @Override
  public double[] changed(int[] rows, double target) {
    double[] targets = new double[rows.length];
    Arrays.fill(targets, target);
    return problem.withTargets(rows, targets).solve(all());
  }

  @Override
  public double[] with(List<FeatureVector> rows, double target) {
    return problem.with(rows(rows, target)).solve(all());
  }

  private UserProblem rows(List<FeatureVector> rows, double target) {
    double[][] a = new double[rows.size()][problem.dimension()];
    double[] offsets = new double[a.length];
    double[] targets = new double[a.length];
    Arrays.fill(targets, target);
    for (int j = 0; j < a.length; j++) {
      offsets[j] = form.fill(rows.get(j), a[j]);
    }
    return problem.ofRows(a, offsets, targets);
  }

  @Override
  public double[][] removalShifts() {
    UserProblem.Slopes slopes = problem.slopes(all());
    double[] pulls = Arrays.stream(slopes.residuals()).map(pull -> -pull).toArray();
    double[] curvatures = Arrays.stream(slopes.curvatures()).map(kappa -> -kappa).toArray();
    return shifts(problem, pulls, curvatures);
  }

  @Override
  public double[][] changeShifts(int[] rows, double target) {
    double[] pulls = Arrays.stream(rows).mapToDouble(r -> target - problem.target(r)).toArray();
    return shifts(problem.only(rows), pulls, new double[rows.length]);
  }

  @Override
  public double[][] additionShifts(List<FeatureVector> rows, double target) {
    UserProblem more = rows(rows, target);
    UserProblem.Slopes slopes = more.slopes(all());
    return shifts(more, slopes.residuals(), slopes.curvatures());
  }

  private double[][] shifts(UserProblem edits, double[] pulls, double[] curvatures) {
    Cholesky system = Cholesky.of(problem.normal(problem.curvatures(all())));
    double[][] shifts = new double[pulls.length][];
    for (int e = 0; e < shifts.length; e++) {
      double[] a = edits.row(e);
      double[] response = system.solve(a);
      double scale = pulls[e] / (1 + curvatures[e] * Kernels.dot(a, response));
      shifts[e] = Arrays.stream(response).map(u -> scale * u).toArray();
    }
    return shifts;
  }
}
