package io.github.fmexplain.internal.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.fmexplain.internal.user.RandomProblems;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Each kernel against the plain formula, for all remainders of its unrolling. */
class KernelsProperties {

  private static double[][] matrix(Random random, int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int r = 0; r < rows; r++) {
      matrix[r] = RandomProblems.vector(random, columns);
    }
    return matrix;
  }

  @Property(tries = 100, seed = "1")
  void dot_isTheSumOfProducts(@ForAll @IntRange(max = 40) int n, @ForAll int seed) {
    Random random = new Random(seed);
    double[] x = RandomProblems.vector(random, n);
    double[] y = RandomProblems.vector(random, n);

    assertEquals(RandomProblems.dot(x, y), Kernels.dot(x, y), 1e-12);
    int from = n / 3;
    double part = 0;
    for (int j = from; j < n; j++) {
      part += x[j] * y[j];
    }
    assertEquals(part, Kernels.dot(x, y, from, n), 1e-12);
  }

  @Property(tries = 100, seed = "1")
  void addRows_isTheCombination(
      @ForAll @IntRange(max = 13) int m, @ForAll @IntRange(max = 13) int n, @ForAll int seed) {
    Random random = new Random(seed);
    double[][] rows = matrix(random, m, n);
    double[] factors = RandomProblems.vector(random, m);
    double[] sum = RandomProblems.vector(random, n);
    double[] expected = sum.clone();
    for (int r = 0; r < m; r++) {
      for (int j = 0; j < n; j++) {
        expected[j] += factors[r] * rows[r][j];
      }
    }

    Kernels.addRows(rows, factors, sum);

    assertArrayEquals(expected, sum, 1e-12);
  }

  @Property(tries = 100, seed = "1")
  void addTrailing_leavesOutWhatIsBefore(
      @ForAll @IntRange(min = 1, max = 13) int n, @ForAll int seed) {
    Random random = new Random(seed);
    double[][] square = matrix(random, n, n);
    double[] factors = RandomProblems.vector(random, n);
    double[] sum = RandomProblems.vector(random, n);
    int from = random.nextInt(n);
    double[] expected = sum.clone();
    for (int r = from; r < n; r++) {
      for (int j = from; j < n; j++) {
        expected[j] += factors[r] * square[r][j];
      }
    }

    Kernels.addTrailing(square, factors, sum, from);

    assertArrayEquals(expected, sum, 1e-12);
  }

  @Property(tries = 100, seed = "1")
  void addGram_isTheSumOfOuterProducts(
      @ForAll @IntRange(max = 13) int m,
      @ForAll @IntRange(min = 1, max = 13) int n,
      @ForAll int seed) {
    Random random = new Random(seed);
    double[][] rows = matrix(random, m, n);
    double[] factors = RandomProblems.vector(random, m);
    double[][] gram = matrix(random, n, n);
    double[][] expected = Kernels.copy(gram);
    for (int r = 0; r < m; r++) {
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          expected[i][j] += factors[r] * rows[r][i] * rows[r][j];
        }
      }
    }

    Kernels.addGram(rows, factors, gram);

    for (int i = 0; i < n; i++) {
      assertArrayEquals(expected[i], gram[i], 1e-12);
    }
    Kernels.mirror(gram);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(gram[j][i], gram[i][j]);
      }
    }
  }

  @Property(tries = 50, seed = "1")
  void transposed_swapsRowsAndColumns(
      @ForAll @IntRange(max = 20) int m, @ForAll @IntRange(max = 20) int n, @ForAll int seed) {
    double[][] rows = matrix(new Random(seed), m, n);

    double[][] columns = Kernels.transposed(rows, n);

    assertEquals(n, columns.length);
    for (int c = 0; c < n; c++) {
      assertEquals(m, columns[c].length);
      for (int r = 0; r < m; r++) {
        assertEquals(rows[r][c], columns[c][r]);
      }
    }
    double[][] copy = Kernels.copy(rows);
    for (int r = 0; r < m; r++) {
      assertArrayEquals(rows[r], copy[r]);
      assertNotSame(rows[r], copy[r]);
    }
  }
}
