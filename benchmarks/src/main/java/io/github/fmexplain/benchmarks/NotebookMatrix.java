package io.github.fmexplain.benchmarks;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.FmModel;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The AWS notebook's way to the influences of one user, to be left behind: {@code J = Uᵀ(U W Uᵀ)⁻¹U
 * W} with U [k+1, items] the factors and linear weights of all items, W [items, items] dense with
 * ones on the diagonal for the user's likes, an explicit inverse, and the whole of J [items,
 * items]. Its ids are fixed. It has no removal effects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class NotebookMatrix {

  private static final int RATINGS = 395;
  private static final double LIKE = 4;

  private DMatrixRMaj vectors;
  private int[] likes;

  /** Collects the item vectors, once for all users, and the likes of the user. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    FmModel model = workload.model();
    IdIndex items = workload.movies().encoder().items();
    int k = model.numFactors();
    vectors = new DMatrixRMaj(k + 1, items.size());
    for (int item = 0; item < items.size(); item++) {
      int feature = workload.movies().encoder().itemFeatures(items.ids().get(item)).index(0);
      float[] factors = model.factors(feature);
      for (int c = 0; c < k; c++) {
        vectors.set(c, item, factors[c]);
      }
      vectors.set(k, item, model.linearWeight(feature));
    }
    History history = workload.historyOf(RATINGS);
    likes =
        history.interactions().stream()
            .filter(rating -> rating.rating() >= LIKE)
            .map(Interaction::itemId)
            .mapToInt(items::position)
            .toArray();
  }

  /** Makes J of the user. */
  @Benchmark
  public DMatrixRMaj influences() {
    int k1 = vectors.numRows;
    int items = vectors.numCols;
    DMatrixRMaj weights = new DMatrixRMaj(items, items);
    for (int item : likes) {
      weights.set(item, item, 1);
    }
    DMatrixRMaj weighted = new DMatrixRMaj(k1, items);
    CommonOps_DDRM.mult(vectors, weights, weighted);
    DMatrixRMaj inner = new DMatrixRMaj(k1, k1);
    CommonOps_DDRM.multTransB(weighted, vectors, inner);
    if (!CommonOps_DDRM.invert(inner)) {
      throw new IllegalStateException("the notebook's matrix has no inverse for this user");
    }
    DMatrixRMaj left = new DMatrixRMaj(items, k1);
    CommonOps_DDRM.multTransA(vectors, inner, left);
    DMatrixRMaj influences = new DMatrixRMaj(items, items);
    CommonOps_DDRM.mult(left, weighted, influences);
    return influences;
  }
}
