package io.github.fmexplain.internal;

import java.util.Arrays;

/**
 * The curvature H of a user's loss as a preconditioned flow feels it: {@code D^½ H D^½ = Q diag(ε)
 * Qᵀ}. In the coordinates z = QᵀD^(−½)θ the linear flow dθ/dt = −DHθ is dz/dt = −εz. Immutable.
 */
final class ScaledCurvature {

  private final double[] preconditioner;

  /** ε, [d]. */
  private final double[] eigenvalues;

  /** QᵀD^½, [d, d], and D^½Q: the same, transposed. */
  private final double[][] vectors;

  private final double[][] transposed;

  /**
   * Decomposes D^½ H D^½.
   *
   * @param hessian H, [d, d]; only the diagonal and what is right of it is read. Not modified.
   * @param preconditioner the diagonal of D, [d], positive. Not copied.
   */
  ScaledCurvature(double[][] hessian, double[] preconditioner) {
    int d = preconditioner.length;
    this.preconditioner = preconditioner;
    double[] root = Arrays.stream(preconditioner).map(Math::sqrt).toArray();
    double[][] scaled = Kernels.copy(hessian);
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        scaled[i][j] *= root[i] * root[j];
      }
    }
    Kernels.mirror(scaled);
    SymmetricEigen eigen = SymmetricEigen.of(scaled);
    eigenvalues = eigen.values;
    vectors = eigen.vectors;
    for (int j = 0; j < d; j++) {
      // Λ keeps every eigenvalue positive; rounding might not.
      eigenvalues[j] = Math.max(eigenvalues[j], Double.MIN_NORMAL);
      for (int c = 0; c < d; c++) {
        vectors[j][c] *= root[c];
      }
    }
    transposed = Kernels.transposed(vectors, d);
  }

  double preconditioner(int column) {
    return preconditioner[column];
  }

  double eigenvalue(int j) {
    return eigenvalues[j];
  }

  double smallestEigenvalue() {
    return Arrays.stream(eigenvalues).min().orElse(1);
  }

  double largestEigenvalue() {
    return Arrays.stream(eigenvalues).max().orElse(1);
  }

  /** {@return QᵀD^½ x, [d]} */
  double[] coordinates(double[] x) {
    double[] z = new double[x.length];
    Kernels.addRows(transposed, x, z);
    return z;
  }

  /** {@return QᵀD^½ X, [d, n], for some vectors x, [d, n], one a column. Not modified.} */
  double[][] coordinates(double[][] columns) {
    double[][] z = new double[columns.length][columns[0].length];
    for (int j = 0; j < z.length; j++) {
      Kernels.addRows(columns, vectors[j], z[j]);
    }
    return z;
  }

  /** {@return D^½ Q z, [d]} */
  double[] parameters(double[] z) {
    double[] x = new double[z.length];
    Kernels.addRows(vectors, z, x);
    return x;
  }

  /** {@return F = D^½ Q diag((1 − e^(−tε))/ε) Qᵀ D^½, [d, d]; left of the diagonal it is 0} */
  double[][] response(double time) {
    double[][] response = new double[eigenvalues.length][eigenvalues.length];
    Kernels.addGram(vectors, spans(time), response);
    return response;
  }

  /**
   * {@return aᵀFa for some vectors a, [n]}
   *
   * @param time as for {@link #response}
   * @param coordinates QᵀD^½a of the vectors, [d, n], one a column. Not modified.
   */
  double[] responses(double time, double[][] coordinates) {
    double[] spans = spans(time);
    double[] responses = new double[coordinates[0].length];
    for (int j = 0; j < spans.length; j++) {
      double[] along = coordinates[j];
      double span = spans[j];
      for (int r = 0; r < responses.length; r++) {
        responses[r] += span * along[r] * along[r];
      }
    }
    return responses;
  }

  /** Returns (1 − e^(−tε))/ε, [d]. */
  private double[] spans(double time) {
    double[] spans = new double[eigenvalues.length];
    for (int j = 0; j < spans.length; j++) {
      spans[j] = time * Phi.first(time * eigenvalues[j]);
    }
    return spans;
  }

  /** {@return D ∫₀^t λ dt for the adjoint dλ/dt = HDλ with QᵀD^½λ = μ at the end, [d]} */
  double[] integral(double[] mu, double time) {
    double[] z = new double[mu.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = time * Phi.first(time * eigenvalues[j]) * mu[j];
    }
    return parameters(z);
  }

  /** {@return the adjoint λ a time before it is D^(−½)Qμ, [d]} */
  double[] before(double[] mu, double time) {
    double[] z = new double[mu.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = Math.exp(-time * eigenvalues[j]) * mu[j];
    }
    double[] scaled = parameters(z);
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] /= preconditioner[c];
    }
    return scaled;
  }
}
