package io.github.fmexplain.internal;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The curvature H of a user's loss as a preconditioned flow feels it: {@code D^½ H D^½ = Q diag(ε)
 * Qᵀ}. In the coordinates z = QᵀD^(−½)θ the linear flow dθ/dt = −DHθ is dz/dt = −εz. Immutable.
 */
final class ScaledCurvature {

  private final DMatrixRMaj hessian;
  private final double[] preconditioner;
  private final double[] root;

  /** ε, [d], and Q, [d, d] row by row, with one eigenvector a column. */
  private final double[] eigenvalues;

  private final double[] eigenvectors;

  ScaledCurvature(DMatrixRMaj hessian, double[] preconditioner) {
    int d = preconditioner.length;
    this.hessian = hessian;
    this.preconditioner = preconditioner;
    root = Arrays.stream(preconditioner).map(Math::sqrt).toArray();
    eigenvalues = new double[d];
    eigenvectors = new double[d * d];
    DMatrixRMaj scaled = hessian.copy();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        scaled.data[i * d + j] *= root[i] * root[j];
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
    Spectrum.decomposed(eigen.decompose(scaled), "eigenvalues");
    for (int j = 0; j < d; j++) {
      // Λ keeps every eigenvalue positive; rounding might not.
      eigenvalues[j] = Math.max(eigen.getEigenvalue(j).getReal(), Double.MIN_NORMAL);
      DMatrixRMaj vector = eigen.getEigenVector(j);
      for (int i = 0; i < d; i++) {
        eigenvectors[i * d + j] = vector.data[i];
      }
    }
  }

  DMatrixRMaj hessian() {
    return hessian;
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
    int d = x.length;
    double[] z = new double[d];
    for (int i = 0; i < d; i++) {
      double scaled = root[i] * x[i];
      for (int j = 0; j < d; j++) {
        z[j] += eigenvectors[i * d + j] * scaled;
      }
    }
    return z;
  }

  /** {@return D^½ Q z, [d]} */
  double[] parameters(double[] z) {
    int d = z.length;
    double[] x = new double[d];
    for (int i = 0; i < d; i++) {
      x[i] = root[i] * UserProblem.dot(eigenvectors, i * d, z);
    }
    return x;
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
