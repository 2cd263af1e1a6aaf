package io.github.fmexplain.internal.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.internal.user.RandomProblems;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The decomposition against EJML's. */
class CholeskyProperties {

  /** Right of the diagonal: random Gram matrix plus 0.1. Left of it: nonsense. */
  private static double[][] positive(Random random, int d) {
    double[][] matrix = new double[d][d];
    double[][] rows = new double[d + 2][];
    double[] ones = new double[d + 2];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = RandomProblems.vector(random, d);
      ones[r] = 1;
    }
    Kernels.addGram(rows, ones, matrix);
    for (int i = 0; i < d; i++) {
      matrix[i][i] += 0.1;
      for (int j = 0; j < i; j++) {
        matrix[i][j] = Double.NaN;
      }
    }
    return matrix;
  }

  private static DMatrixRMaj inverse(double[][] matrix) {
    double[][] symmetric = Kernels.copy(matrix);
    Kernels.mirror(symmetric);
    DMatrixRMaj inverse = new DMatrixRMaj(symmetric);
    CommonOps_DDRM.invert(inverse);
    return inverse;
  }

  @Property(tries = 100, seed = "1")
  void solve_isTheInverseTimes(@ForAll @IntRange(min = 1, max = 21) int d, @ForAll int seed) {
    Random random = new Random(seed);
    double[][] matrix = positive(random, d);
    DMatrixRMaj inverse = inverse(matrix);
    double[] b = RandomProblems.vector(random, d);
    DMatrixRMaj expected = new DMatrixRMaj(d, 1);
    CommonOps_DDRM.mult(inverse, DMatrixRMaj.wrap(d, 1, b.clone()), expected);

    assertArrayEquals(expected.data, Cholesky.of(matrix).solve(b), 1e-9);
  }

  @Property(tries = 100, seed = "1")
  void forward_squaresToTheQuadraticForm(
      @ForAll @IntRange(min = 1, max = 21) int d,
      @ForAll @IntRange(max = 7) int n,
      @ForAll int seed) {
    Random random = new Random(seed);
    double[][] matrix = positive(random, d);
    DMatrixRMaj inverse = inverse(matrix);
    double[][] b = new double[d][];
    for (int i = 0; i < d; i++) {
      b[i] = RandomProblems.vector(random, n);
    }
    double[] expected = new double[n];
    for (int c = 0; c < n; c++) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          expected[c] += b[i][c] * inverse.get(i, j) * b[j][c];
        }
      }
    }

    Cholesky.of(matrix).forward(b);

    assertArrayEquals(expected, Cholesky.columnSquares(b, n), 1e-9);
  }

  @Example
  void notPositiveDefinite_hasNone() {
    assertNull(Cholesky.tryOf(new double[][] {{1, 2}, {0, 1}}));
    assertNull(Cholesky.tryOf(new double[][] {{0}}));
    assertNull(Cholesky.tryOf(new double[][] {{Double.NaN}}));
    assertNull(Cholesky.tryOf(new double[][] {{Double.POSITIVE_INFINITY}}));
    double[][] fifth = positive(new Random(1), 6);
    fifth[4][4] = -1;
    assertNull(Cholesky.tryOf(fifth));
    assertNotNull(Cholesky.tryOf(new double[0][]));
    UnreliableNumbersException e =
        assertThrows(UnreliableNumbersException.class, () -> Cholesky.of(new double[][] {{-1}}));
    assertEquals(
        "the user's system must be positive definite, but is not to rounding; raise the ridge (weight"
            + " decay × rows)",
        e.getMessage());
  }
}
