package io.github.fmexplain.internal.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.internal.user.RandomProblems;
import io.github.fmexplain.internal.user.Spectrum;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

class PaperAttributionProperties {

  @Property(tries = 200, seed = "1")
  void influence_equalsTheQrReference(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 12) int p,
      @ForAll boolean ridge) {
    Random random = new Random(seed);
    double lambda = ridge ? random.nextDouble() : 0;
    double[] q = RandomProblems.vector(random, rows * p);
    double[] x = RandomProblems.vector(random, rows);
    double[] target = RandomProblems.vector(random, p);
    PaperAttribution attribution = new PaperAttribution(q, p, x, lambda);
    Attribution.Quantities shares = attribution.of(target);
    double[] influence = shares.influence();
    double[] impact = shares.impact();
    double[] removalEffect = shares.removalEffect();
    double[] expected =
        PaperAttributionReference.influence(DMatrixRMaj.wrap(rows, p, q.clone()), lambda, target);
    double condition = attribution.spectrum().conditionNumber();
    assertEquals(Math.min(rows, p), attribution.spectrum().rank());
    for (int r = 0; r < rows; r++) {
      if (condition < 1e8) {
        assertEquals(expected[r], influence[r], 1e-8 * (1 + Math.abs(expected[r])));
      }
      assertEquals(influence[r] * x[r], impact[r], 1e-12 * (1 + Math.abs(impact[r])));
      double exact = predictionLoss(q, p, x, lambda, target, r);
      assertEquals(exact, removalEffect[r], 1e-6 * (1 + Math.abs(exact)) * condition);
    }
  }

  /** J_i x with row r minus J_i x without it, each from the reference. */
  private static double predictionLoss(
      double[] q, int p, double[] x, double lambda, double[] target, int row) {
    int rows = x.length;
    double[] with =
        PaperAttributionReference.influence(DMatrixRMaj.wrap(rows, p, q.clone()), lambda, target);
    double prediction = RandomProblems.dot(with, x);
    if (rows == 1) {
      return prediction;
    }
    double[] fewerVectors = new double[(rows - 1) * p];
    double[] fewerValues = new double[rows - 1];
    for (int r = 0, kept = 0; r < rows; r++) {
      if (r != row) {
        System.arraycopy(q, r * p, fewerVectors, kept * p, p);
        fewerValues[kept++] = x[r];
      }
    }
    double[] without =
        PaperAttributionReference.influence(
            DMatrixRMaj.wrap(rows - 1, p, fewerVectors), lambda, target);
    return prediction - RandomProblems.dot(without, fewerValues);
  }

  @Property(tries = 100, seed = "1")
  void rankDeficientRatings_giveTheMinimumNormAnswer(@ForAll long seed) {
    Random random = new Random(seed);
    int p = 6;
    // 8 rows that span 3 dimensions only, one of them twice: Q = W B.
    DMatrixRMaj basis = DMatrixRMaj.wrap(3, p, RandomProblems.vector(random, 3 * p));
    DMatrixRMaj weights = DMatrixRMaj.wrap(8, 3, RandomProblems.vector(random, 8 * 3));
    System.arraycopy(weights.data, 0, weights.data, 7 * 3, 3);
    DMatrixRMaj q = CommonOps_DDRM.mult(weights, basis, null);
    double[] x = RandomProblems.vector(random, 8);
    DMatrixRMaj target = DMatrixRMaj.wrap(1, p, RandomProblems.vector(random, p));
    PaperAttribution attribution = new PaperAttribution(q.data, p, x, 0);
    assertEquals(3, attribution.spectrum().rank());
    Attribution.Quantities shares = attribution.of(target.data);
    double[] influence = shares.influence();
    double[] removalEffect = shares.removalEffect();

    // Q⁺ = Bᵀ(BBᵀ)⁻¹ (WᵀW)⁻¹Wᵀ for a full-rank factorisation.
    DMatrixRMaj left = new DMatrixRMaj(3, 3);
    DMatrixRMaj right = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.multTransB(basis, basis, left);
    CommonOps_DDRM.multTransA(weights, weights, right);
    assertTrue(CommonOps_DDRM.invert(left) && CommonOps_DDRM.invert(right));
    DMatrixRMaj onBasis = new DMatrixRMaj(1, 3);
    CommonOps_DDRM.multTransB(target, basis, onBasis);
    DMatrixRMaj middle = CommonOps_DDRM.mult(onBasis, CommonOps_DDRM.mult(left, right, null), null);
    DMatrixRMaj expected = new DMatrixRMaj(1, 8);
    CommonOps_DDRM.multTransB(middle, weights, expected);

    double condition = attribution.spectrum().conditionNumber();
    double tolerance = 1e-13 * condition * condition;
    for (int r = 0; r < 8; r++) {
      assertEquals(expected.get(r), influence[r], tolerance * (1 + Math.abs(expected.get(r))));
    }
    // Equal items share their influence equally.
    assertEquals(influence[0], influence[7], tolerance);
    assertTrue(Arrays.stream(removalEffect).allMatch(Double::isFinite));
  }

  /** Against the eigenvalues of QᵀQ + λ, by EJML. */
  @Property(tries = 100, seed = "1")
  void spectrum_isThatOfTheSystem(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 8) int p,
      @ForAll boolean ridge) {
    Random random = new Random(seed);
    double lambda = ridge ? 0.1 + random.nextDouble() : 0;
    DMatrixRMaj q = DMatrixRMaj.wrap(rows, p, RandomProblems.vector(random, rows * p));
    PaperAttribution attribution =
        new PaperAttribution(q.data, p, RandomProblems.vector(random, rows), lambda);
    DMatrixRMaj system = new DMatrixRMaj(p, p);
    CommonOps_DDRM.multTransA(q, q, system);
    CommonOps_DDRM.addEquals(system, lambda, CommonOps_DDRM.identity(p));
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, false, true);
    assertTrue(eigen.decompose(system));
    double[] values =
        IntStream.range(0, p).mapToDouble(j -> eigen.getEigenvalue(j).getReal()).sorted().toArray();
    int rank = Math.min(rows, p);
    // Without a ridge it is the condition of Q itself.
    double condition =
        ridge ? values[p - 1] / values[0] : Math.sqrt(values[p - 1] / values[p - rank]);
    Spectrum spectrum = attribution.spectrum();
    assertEquals(rank, spectrum.rank());
    assertEquals(p, spectrum.dimension());
    double tolerance = 1e-12 + 1e-14 * condition * condition;
    assertEquals(condition, spectrum.conditionNumber(), tolerance * condition);
    assertEquals(rows, attribution.rows());
  }

  @Example
  void ratingsThatSayNothing_haveNoRank() {
    for (int rows : new int[] {0, 2}) {
      PaperAttribution attribution =
          new PaperAttribution(new double[3 * rows], 3, new double[rows], 0);
      assertEquals(new Spectrum(0, 3, 1), attribution.spectrum());
      assertEquals(rows, attribution.rows());
      Attribution.Quantities shares = attribution.of(new double[] {1, 2, 3});
      assertArrayEquals(new double[rows], shares.influence());
      assertArrayEquals(new double[rows], shares.impact());
      assertArrayEquals(new double[rows], shares.removalEffect());
    }
  }
}
