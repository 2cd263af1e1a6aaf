package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.internal.user.UserProblem;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * The influence of Rastegarpanah, Crovella and Gummadi (FATREC 2017), restricted to the known
 * ratings: with Q [m, p] the item vectors of the known ratings and x their values,
 *
 * <pre>
 *   influence_r     = J_ir = q_iᵀ (QᵀQ + λI)⁺ q_r
 *   impact_r        = J_ir x_r
 *   removalEffect_r = J_i x with row r minus J_i x without it, exactly
 * </pre>
 *
 * <p>λ = 0 means Moore–Penrose. The pseudo-inverse is taken from Q by its singular value
 * decomposition and never from QᵀQ, whose condition number is that of Q squared.
 *
 * <p>With Q = U diag(σ) Vᵀ, {@code J_ir = q_iᵀ V diag(σ/(σ² + λ)) U_rᵀ} and J_rr = Σ_j U_rj²
 * σ_j²/(σ_j² + λ). Without row r the prediction moves by J_ir (x_r − x̂_r)/(1 − J_rr); where J_rr =
 * 1, that is where q_r is outside the span of the other rows, the limit is J_ir α_r/(K⁺)_rr with K
 * = QQᵀ and α = K⁺x (Cline 1964).
 */
public final class PaperAttribution implements Attribution {

  /** Below this, 1 − J_rr is rounding: the row is outside the span of the others. */
  private static final double INDEPENDENT = 1e-10;

  private final int rows;
  private final int dimension;
  private final double[] response;
  private final double[] values;
  private final double[] removalFactors;
  private final Spectrum spectrum;

  /**
   * Decomposes the matrix of the known ratings.
   *
   * @param itemVectors Q, [m, p] row by row; m may be 0. Not modified.
   * @param dimension p
   * @param values x, [m]. Not modified.
   * @param lambda λ, finite and not negative
   */
  public PaperAttribution(double[] itemVectors, int dimension, double[] values, double lambda) {
    this.rows = values.length;
    this.dimension = dimension;
    this.values = values.clone();
    this.response = new double[rows * dimension];
    this.removalFactors = new double[rows];
    if (rows == 0) {
      spectrum = new Spectrum(0, dimension, 1);
      return;
    }
    DMatrixRMaj q = DMatrixRMaj.wrap(rows, dimension, itemVectors.clone());
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows, dimension, true, true, true);
    Spectrum.decomposed(svd.decompose(q), "singular values");
    double[] unordered = svd.getSingularValues();
    int[] order =
        IntStream.range(0, Math.min(rows, dimension))
            .boxed()
            .sorted((i, j) -> Double.compare(unordered[j], unordered[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sigma = Arrays.stream(order).mapToDouble(j -> unordered[j]).toArray();
    int rank = Spectrum.rank(sigma, rows, dimension);
    spectrum = new Spectrum(rank, dimension, condition(sigma, rank, lambda));
    fill(svd, order, rank, lambda);
  }

  private double condition(double[] sigma, int rank, double lambda) {
    if (rank == 0) {
      return 1;
    }
    if (lambda == 0) {
      return sigma[0] / sigma[rank - 1];
    }
    double smallest = rank < dimension ? 0 : sigma[rank - 1] * sigma[rank - 1];
    return (sigma[0] * sigma[0] + lambda) / (smallest + lambda);
  }

  private void fill(
      SingularValueDecomposition_F64<DMatrixRMaj> svd, int[] order, int rank, double lambda) {
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj v = svd.getV(null, false);
    double[] sigma = svd.getSingularValues();
    double[] fitted = new double[rows];
    double[] alpha = new double[rows];
    double[] own = new double[rows];
    double[] kernelInverse = new double[rows];
    for (int j = 0; j < rank; j++) {
      int column = order[j];
      double s = sigma[column];
      double square = s * s + lambda;
      double projection = 0;
      for (int r = 0; r < rows; r++) {
        projection += u.get(r, column) * values[r];
      }
      for (int r = 0; r < rows; r++) {
        double ur = u.get(r, column);
        fitted[r] += ur * projection * (s * s / square);
        own[r] += ur * ur * (s * s / square);
        alpha[r] += ur * projection / square;
        kernelInverse[r] += ur * ur / square;
        for (int c = 0; c < dimension; c++) {
          response[r * dimension + c] += ur * (s / square) * v.get(c, column);
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      if (1 - own[r] > INDEPENDENT) {
        removalFactors[r] = (values[r] - fitted[r]) / (1 - own[r]);
      } else {
        removalFactors[r] = alpha[r] / kernelInverse[r];
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Quantities of(double[] target) {
    Quantities quantities = new Quantities(rows());
    double[] influence = quantities.influence();
    double[] impact = quantities.impact();
    double[] removalEffect = quantities.removalEffect();
    for (int r = 0; r < rows; r++) {
      influence[r] = UserProblem.dot(response, r * dimension, target);
      impact[r] = influence[r] * values[r];
      removalEffect[r] = influence[r] * removalFactors[r];
    }
    return quantities;
  }

  @Override
  public double @Nullable [] composedParameters() {
    return null;
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
