package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.SymmetricEigen;
import java.util.Arrays;

/**
 * The products of the rows of a user who has fewer of them than the model has factors, where Λ is λ
 * on the factors and λ_w ≥ λ on the linear weight. Then the matrix M = AᵀCA + Λ of the user's
 * parameters, [d, d], is known by smaller ones:
 *
 * <pre>
 *   K = AΛ⁻¹Aᵀ   [m, m]
 *   M = λ + BᵀB  with the rows of C^½A and √(λ_w − λ) e_d as B, [m + 1, d]
 * </pre>
 *
 * <p>so that M's eigenvalues are λ, since B has fewer rows than columns, and λ plus those of BBᵀ.
 * Immutable.
 */
public final class RowGram {

  private final UserProblem problem;
  private final double[] ridge;

  /** Σ_c a_rc a_sc over the factors, [m, m], right of the diagonal, and a_rd, [m]. */
  private final double[][] products;

  private final double[] last;

  /** {@return whether a user has so few rows, and such a Λ} */
  public static boolean fits(UserProblem problem) {
    double[] ridge = problem.ridge();
    if (problem.hasBackground()
        || problem.rows() >= ridge.length - 1
        || ridge[ridge.length - 1] < ridge[0]) {
      return false;
    }
    for (int c = 1; c < ridge.length - 1; c++) {
      if (ridge[c] != ridge[0]) {
        return false;
      }
    }
    return true;
  }

  RowGram(UserProblem problem) {
    this(problem, problem.columns());
  }

  /**
   * Multiplies the rows.
   *
   * @param problem the user's rows
   * @param columns Aᵀ, [d, m]. Not modified.
   */
  RowGram(UserProblem problem, double[][] columns) {
    this.problem = problem;
    ridge = problem.ridge();
    int k = ridge.length - 1;
    products = new double[problem.rows()][problem.rows()];
    double[] ones = new double[k];
    Arrays.fill(ones, 1);
    Kernels.addGram(Arrays.copyOf(columns, k), ones, products);
    last = columns[k];
  }

  /** {@return S = 1 + C^½KC^½, [m, m], right of the diagonal, given C^½} */
  public double[][] kernel(double[] roots) {
    double[][] kernel = weighted(roots, 1 / ridge[0], 1 / ridge[ridge.length - 1], roots.length);
    for (int r = 0; r < roots.length; r++) {
      kernel[r][r] += 1;
    }
    return kernel;
  }

  /** {@return rank of the rows and condition of M} */
  public Spectrum spectrum(double[] coefficients) {
    int rows = coefficients.length;
    double[] roots = Arrays.stream(coefficients).map(Math::sqrt).toArray();
    boolean regular = Spectrum.isRegular(weighted(roots, 1, 1, rows), rows, coefficients);
    double[][] bordered = weighted(roots, 1, 1, rows + 1);
    double held = ridge[ridge.length - 1] - ridge[0];
    for (int r = 0; r < rows; r++) {
      bordered[r][rows] = roots[r] * last[r] * Math.sqrt(held);
    }
    bordered[rows][rows] = held;
    Kernels.mirror(bordered);
    return new Spectrum(
        regular ? rows : Spectrum.rank(problem),
        ridge.length,
        Spectrum.condition(ridge[0], ridge[0] + SymmetricEigen.largest(bordered)));
  }

  /** Returns C^½(A diag(factor, …, factor, linear) Aᵀ)C^½, with room for more. */
  private double[][] weighted(double[] roots, double factor, double linear, int size) {
    double[][] weighted = new double[size][size];
    for (int r = 0; r < roots.length; r++) {
      double[] row = weighted[r];
      double[] product = products[r];
      for (int s = r; s < roots.length; s++) {
        row[s] = roots[r] * roots[s] * (product[s] * factor + last[r] * last[s] * linear);
      }
    }
    return weighted;
  }
}
