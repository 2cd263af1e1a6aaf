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
 *   row added         y − p       p(1 − p)         Δθ = g + H'⁻¹a (γ − κ a·g) / (1 + κ aᵀH'⁻¹a)
 * </pre>
 *
 * <p>With Λ the same after the edit H' is H and g is 0. Where Λ is so much for each row, it is Λ'
 * with a row more or less: {@code H' = H + Λ' − Λ, g = H'⁻¹(Λ − Λ')θ*}.
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
  public double[] changed(int[] rows, Label label) {
    return problem.withLabel(rows, label).solve(all());
  }

  @Override
  public double[] with(List<FeatureVector> rows, Label label) {
    return problem.with(rows(rows, label)).solve(all());
  }

  private UserProblem rows(List<FeatureVector> rows, Label label) {
    double[][] a = new double[rows.size()][problem.dimension()];
    double[] offsets = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      offsets[j] = form.fill(rows.get(j), a[j]);
    }
    return problem.ofRows(a, offsets, label);
  }

  @Override
  public double[][] removalShifts() {
    UserProblem.Slopes slopes = problem.slopes(all());
    double[] pulls = Arrays.stream(slopes.residuals()).map(pull -> -pull).toArray();
    double[] curvatures = Arrays.stream(slopes.curvatures()).map(kappa -> -kappa).toArray();
    return shifts(problem, pulls, curvatures, -1);
  }

  @Override
  public double[][] changeShifts(int[] rows, Label label) {
    UserProblem.Slopes before = problem.slopes(all());
    UserProblem.Slopes after = problem.withLabel(rows, label).slopes(all());
    double[] pulls = new double[rows.length];
    double[] curvatures = new double[rows.length];
    for (int e = 0; e < rows.length; e++) {
      pulls[e] = after.residuals()[rows[e]] - before.residuals()[rows[e]];
      curvatures[e] = after.curvatures()[rows[e]] - before.curvatures()[rows[e]];
    }
    return shifts(problem.only(rows), pulls, curvatures, 0);
  }

  @Override
  public double[][] additionShifts(List<FeatureVector> rows, Label label) {
    UserProblem more = rows(rows, label);
    UserProblem.Slopes slopes = more.slopes(all());
    return shifts(more, slopes.residuals(), slopes.curvatures(), 1);
  }

  private double[][] shifts(UserProblem edits, double[] pulls, double[] curvatures, int more) {
    UserProblem after = problem.withRidgeAfter(more);
    Cholesky system = Cholesky.of(after.normal(problem.curvatures(all())));
    double[] freed = system.solve(problem.freed(after, all()));
    double[][] shifts = new double[pulls.length][];
    for (int e = 0; e < shifts.length; e++) {
      double[] a = edits.row(e);
      double[] shift = system.solve(a);
      double pull = pulls[e] - curvatures[e] * Kernels.dot(a, freed);
      double scale = pull / (1 + curvatures[e] * Kernels.dot(a, shift));
      for (int c = 0; c < shift.length; c++) {
        shift[c] = freed[c] + scale * shift[c];
      }
      shifts[e] = shift;
    }
    return shifts;
  }
}
