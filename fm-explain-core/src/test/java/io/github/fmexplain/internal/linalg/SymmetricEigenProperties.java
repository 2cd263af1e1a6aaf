package io.github.fmexplain.internal.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.internal.user.RandomProblems;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Extreme eigenvalues against EJML's. */
class SymmetricEigenProperties {

  /** A ridge and a Gram matrix of rank m: as many equal eigenvalues as the rows leave. */
  private static double[][] system(Random random, int d, int m) {
    double[][] matrix = new double[d][d];
    double[][] rows = new double[m][];
    double[] weights = new double[m];
    for (int r = 0; r < m; r++) {
      rows[r] = RandomProblems.vector(random, d);
      weights[r] = random.nextDouble();
    }
    Kernels.addGram(rows, weights, matrix);
    for (int i = 0; i < d; i++) {
      matrix[i][i] += 0.25;
    }
    Kernels.mirror(matrix);
    return matrix;
  }

  private static double[] reference(double[][] matrix) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(matrix.length, false, true);
    eigen.decompose(new DMatrixRMaj(matrix));
    double[] values = new double[matrix.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = eigen.getEigenvalue(j).getReal();
    }
    Arrays.sort(values);
    return values;
  }

  private static void assertExtremes(double[][] matrix) {
    int d = matrix.length;
    double[] expected = reference(matrix);
    double scale = Math.max(1e-300, Math.max(Math.abs(expected[0]), Math.abs(expected[d - 1])));
    double[] extremes = SymmetricEigen.extremes(Kernels.copy(matrix));
    assertEquals(expected[0], extremes[0], 1e-13 * scale);
    assertEquals(expected[d - 1], extremes[1], 1e-13 * scale);
    assertEquals(extremes[1], SymmetricEigen.largest(Kernels.copy(matrix)));
  }

  @Property(tries = 150, seed = "1")
  void userSystems_haveTheExtremesOfEjml(
      @ForAll @IntRange(min = 1, max = 30) int d,
      @ForAll @IntRange(max = 40) int m,
      @ForAll int seed) {
    assertExtremes(system(new Random(seed), d, m));
  }

  @Property(tries = 100, seed = "1")
  void indefiniteMatrices_haveTheExtremesOfEjml(
      @ForAll @IntRange(min = 1, max = 15) int d, @ForAll int seed) {
    Random random = new Random(seed);
    double[][] matrix = new double[d][];
    for (int i = 0; i < d; i++) {
      matrix[i] = RandomProblems.vector(random, d);
    }
    Kernels.mirror(matrix);
    assertExtremes(matrix);
  }

  @Property(tries = 100, seed = "1")
  void nearlyTridiagonalMatrices_loseNoDigits(
      @ForAll @IntRange(min = 3, max = 15) int d,
      @ForAll @IntRange(min = 3, max = 9) int exponent,
      @ForAll int seed) {
    Random random = new Random(seed);
    double[][] matrix = new double[d][];
    for (int i = 0; i < d; i++) {
      matrix[i] = RandomProblems.vector(random, d);
      for (int j = i + 2; j < d; j++) {
        matrix[i][j] *= Math.pow(10, -exponent);
      }
    }
    Kernels.mirror(matrix);
    assertExtremes(matrix);
  }

  @Example
  void specialMatrices_haveTheExtremesOfEjml() {
    assertExtremes(new double[5][5]);
    assertExtremes(new double[][] {{3}});
    assertExtremes(new double[][] {{2, -1}, {-1, 2}});
    double[][] diagonal = new double[6][6];
    double[][] path = new double[6][6];
    double[][] ones = new double[6][6];
    for (int i = 0; i < 6; i++) {
      diagonal[i][i] = i % 2 == 0 ? 7 : -1e-9;
      path[i][i] = 2;
      path[i][(i + 1) % 6] = -1;
      path[(i + 1) % 6][i] = -1;
      Arrays.fill(ones[i], 1);
    }
    assertExtremes(diagonal);
    assertExtremes(path);
    assertExtremes(ones);
  }
}
