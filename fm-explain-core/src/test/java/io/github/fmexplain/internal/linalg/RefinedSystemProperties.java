package io.github.fmexplain.internal.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.internal.user.RandomProblems;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Solutions of ill-conditioned systems against elimination with fifty digits. */
class RefinedSystemProperties {

  private static final MathContext DIGITS = new MathContext(50);

  /** Fewer rows than dimensions, and a small ridge for the rest. */
  private static double[][] system(Random random, int d, double ridge) {
    double[][] matrix = new double[d][d];
    double[][] rows = new double[d / 2][];
    double[] weights = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = RandomProblems.vector(random, d);
      weights[r] = 1;
    }
    Kernels.addGram(rows, weights, matrix);
    for (int c = 0; c < d; c++) {
      matrix[c][c] += ridge;
    }
    Kernels.mirror(matrix);
    return matrix;
  }

  private static double[] reference(double[][] matrix, double[] b) {
    return Arrays.stream(exact(matrix, b)).mapToDouble(BigDecimal::doubleValue).toArray();
  }

  private static BigDecimal[] exact(double[][] matrix, double[] b) {
    int d = b.length;
    BigDecimal[][] m = new BigDecimal[d][d + 1];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        m[i][j] = new BigDecimal(matrix[i][j]);
      }
      m[i][d] = new BigDecimal(b[i]);
    }
    for (int i = 0; i < d; i++) {
      for (int q = i + 1; q < d; q++) {
        BigDecimal factor = m[q][i].divide(m[i][i], DIGITS);
        for (int j = i; j <= d; j++) {
          m[q][j] = m[q][j].subtract(factor.multiply(m[i][j], DIGITS), DIGITS);
        }
      }
    }
    BigDecimal[] x = new BigDecimal[d];
    for (int i = d - 1; i >= 0; i--) {
      for (int j = i + 1; j < d; j++) {
        m[i][d] = m[i][d].subtract(m[i][j].multiply(m[j][d], DIGITS), DIGITS);
      }
      m[i][d] = m[i][d].divide(m[i][i], DIGITS);
      x[i] = m[i][d];
    }
    return x;
  }

  private static double size(double[] vector) {
    return Math.sqrt(RandomProblems.dot(vector, vector));
  }

  @Property(tries = 100, seed = "1")
  void solve_hasAllDigitsOfASolutionThatCholeskyLoses(
      @ForAll int seed,
      @ForAll @IntRange(min = 2, max = 12) int d,
      @ForAll @IntRange(min = 6, max = 11) int exponent) {
    Random random = new Random(seed);
    double[][] matrix = system(random, d, Math.pow(10, -exponent));
    double[] b = RandomProblems.vector(random, d);
    double[] expected = reference(matrix, b);
    RefinedSystem system = new RefinedSystem(Kernels.copy(matrix), Math.pow(10, exponent));
    double[] found = system.solve(b)[0];
    assertArrayEquals(expected, found, 1e-14 * size(expected));
    // Two solutions fit each other: xᵀMy = yᵀMx.
    double[] other = RandomProblems.vector(random, d);
    double[] solved = system.solve(other)[0];
    double tolerance = 1e-14 * size(other) * size(found);
    assertEquals(RandomProblems.dot(other, found), RandomProblems.dot(b, solved), tolerance);
  }

  @Property(tries = 100, seed = "1")
  void solve_hasTheDigitsThatADoubleLacks_andReadsRightOfTheDiagonalOnly(
      @ForAll int seed,
      @ForAll @IntRange(min = 2, max = 12) int d,
      @ForAll @IntRange(min = 6, max = 9) int exponent) {
    Random random = new Random(seed);
    double[][] matrix = system(random, d, Math.pow(10, -exponent));
    double[] b = RandomProblems.vector(random, d);
    BigDecimal[] expected = exact(matrix, b);
    double[][] half = Kernels.copy(matrix);
    for (int i = 0; i < d; i++) {
      Arrays.fill(half[i], 0, i, Double.NaN);
    }
    double[][] found = new RefinedSystem(half, Math.pow(10, exponent)).solve(b);
    double tolerance = 1e-20 * size(reference(matrix, b));
    for (int i = 0; i < d; i++) {
      BigDecimal both = new BigDecimal(found[0][i]).add(new BigDecimal(found[1][i]));
      assertEquals(0, both.subtract(expected[i]).doubleValue(), tolerance);
    }
  }

  @Property(tries = 50, seed = "1")
  void solve_ofAWellConditionedSystemIsCholeskys(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 12) int d) {
    Random random = new Random(seed);
    double[][] matrix = system(random, d, 1);
    double[] b = RandomProblems.vector(random, d);
    double[][] solved = new RefinedSystem(Kernels.copy(matrix), 100).solve(b);
    assertEquals(1, solved.length);
    assertArrayEquals(Cholesky.of(matrix).solve(b), solved[0]);
  }
}
