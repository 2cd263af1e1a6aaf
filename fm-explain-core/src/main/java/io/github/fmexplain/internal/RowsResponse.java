package io.github.fmexplain.internal;

import java.util.Arrays;

/**
 * The response by a matrix of the rows, [m, m]: for users with fewer ratings than factors. With K =
 * AΛ⁻¹Aᵀ, k_i = AΛ⁻¹a_i and S = 1 + C^½KC^½ (Woodbury):
 *
 * <pre>
 *   a_iᵀ M⁻¹ Aᵀ = k_iᵀ C^½ S⁻¹ C^(−½)          1 − h_r = (S⁻¹)_rr
 *   M⁻¹Aᵀf      = Λ⁻¹Aᵀ C^½ S⁻¹ C^(−½) f
 * </pre>
 *
 * <p>Λ is λ on the factors and λ_w ≥ λ on the linear weight, so that M = λ + BᵀB with the rows of
 * C^½A and √(λ_w − λ) e_d as B. M's eigenvalues are λ, since B has fewer rows than columns, and λ
 * plus those of BBᵀ.
 */
final class RowsResponse extends RidgeResponse {

  /** The least c, far below what any product with it could show; c is divided by. */
  private static final double LEAST = 1e-200;

  private final UserProblem problem;
  private final double[] ridge;
  private final double[][] columns;
  private final double[] roots;
  private final Cholesky system;
  private final double[] slacks;
  private final Spectrum spectrum;

  RowsResponse(UserProblem problem, double[] coefficients) {
    this.problem = problem;
    ridge = problem.ridge();
    columns = problem.columns();
    int rows = problem.rows();
    roots = new double[rows];
    for (int r = 0; r < rows; r++) {
      roots[r] = Math.sqrt(Math.max(coefficients[r], LEAST));
    }
    double[][] products = factorProducts();
    spectrum = spectrum(products, coefficients);
    system = Cholesky.of(kernel(products));
    double[][] inverseRoot = new double[rows][rows];
    for (int r = 0; r < rows; r++) {
      inverseRoot[r][r] = 1;
    }
    system.forward(inverseRoot);
    slacks = Cholesky.columnSquares(inverseRoot, rows);
  }

  /** Returns Σ_c a_rc a_sc over the factors, [m, m], right of the diagonal. */
  private double[][] factorProducts() {
    double[][] products = new double[roots.length][roots.length];
    double[] ones = new double[ridge.length - 1];
    Arrays.fill(ones, 1);
    Kernels.addGram(Arrays.copyOf(columns, ones.length), ones, products);
    return products;
  }

  /** Returns S. */
  private double[][] kernel(double[][] products) {
    int last = ridge.length - 1;
    double[][] kernel = new double[roots.length][roots.length];
    for (int r = 0; r < roots.length; r++) {
      for (int s = r; s < roots.length; s++) {
        double product =
            products[r][s] / ridge[0] + columns[last][r] * columns[last][s] / ridge[last];
        kernel[r][s] = roots[r] * roots[s] * product;
      }
      kernel[r][r] += 1;
    }
    return kernel;
  }

  private Spectrum spectrum(double[][] products, double[] coefficients) {
    int rows = roots.length;
    int last = ridge.length - 1;
    double[][] gram = new double[rows + 1][rows + 1];
    double held = Math.sqrt(ridge[last] - ridge[0]);
    for (int r = 0; r < rows; r++) {
      for (int s = r; s < rows; s++) {
        double product = products[r][s] + columns[last][r] * columns[last][s];
        gram[r][s] = roots[r] * roots[s] * product;
      }
      gram[r][rows] = roots[r] * columns[last][r] * held;
    }
    gram[rows][rows] = held * held;
    double[][] own = new double[rows][];
    for (int r = 0; r < rows; r++) {
      own[r] = Arrays.copyOf(gram[r], rows);
    }
    Kernels.mirror(gram);
    return new Spectrum(
        Spectrum.isFullRank(own, problem, coefficients) ? rows : Spectrum.rank(problem),
        ridge.length,
        Spectrum.condition(ridge[0], ridge[0] + SymmetricEigen.largest(gram)));
  }

  @Override
  void of(double[] target, double[] response) {
    double[] scaled = new double[target.length];
    for (int c = 0; c < target.length; c++) {
      scaled[c] = target[c] / ridge[c];
    }
    double[] weighted = new double[roots.length];
    Kernels.addRows(columns, scaled, weighted);
    for (int r = 0; r < roots.length; r++) {
      weighted[r] *= roots[r];
    }
    double[] solved = system.solve(weighted);
    for (int r = 0; r < roots.length; r++) {
      response[r] = solved[r] / roots[r];
    }
  }

  @Override
  double slack(int row) {
    return slacks[row];
  }

  @Override
  double[][] columns() {
    return columns;
  }

  @Override
  double[] solve(double[] f) {
    double[] scaled = new double[roots.length];
    for (int r = 0; r < roots.length; r++) {
      scaled[r] = f[r] / roots[r];
    }
    double[] solved = system.solve(scaled);
    for (int r = 0; r < roots.length; r++) {
      solved[r] *= roots[r];
    }
    double[] x = problem.combineRows(solved);
    for (int c = 0; c < x.length; c++) {
      x[c] /= ridge[c];
    }
    return x;
  }

  @Override
  Spectrum spectrum() {
    return spectrum;
  }
}
