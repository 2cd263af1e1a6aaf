package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Edits of a bag of rows against a bag that is made of the edited rows. */
class BagEditsProperties {

  private static final int COLUMNS = 20;
  private static final int K = 3;
  private static final Label ANY = Label.of(0);

  private static FmModel model(Random random) {
    float[] linear = new float[COLUMNS];
    float[] factors = new float[COLUMNS * K];
    for (int f = 0; f < COLUMNS; f++) {
      linear[f] = (float) random.nextGaussian();
      for (int c = 0; c < K; c++) {
        factors[f * K + c] = (float) random.nextGaussian();
      }
    }
    return FmModel.of(PredictorType.REGRESSOR, K, 0, linear, factors);
  }

  private static List<FeatureVector> rows(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(FeatureVector::ones).toList();
  }

  /** More may come than count at all. */
  @Property(tries = 200, seed = "1")
  void edits_areThoseOfABagMadeAnew(
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 10) int last,
      @ForAll @IntRange(min = 0, max = 6) int added,
      @ForAll boolean products,
      @ForAll int seed) {
    Random random = new Random(seed);
    FmModel model = model(random);
    double[] own = products ? new double[K] : RandomProblems.vector(random, K);
    List<FeatureVector> rows = rows(0, count);
    // From the first to the latest: an order of their own.
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    int[] oldestFirst = order.stream().mapToInt(r -> r).toArray();
    HistoryBag bag = new HistoryBag(model, 0.5, products, last, own, rows, oldestFirst);

    int[] gone = IntStream.range(0, count).filter(r -> random.nextInt(3) == 0).toArray();
    List<FeatureVector> kept = new ArrayList<>();
    for (int r : oldestFirst) {
      if (Arrays.stream(gone).noneMatch(g -> g == r)) {
        kept.add(rows.get(r));
      }
    }
    assertArrayEquals(of(model, products, last, own, kept), bag.without(gone), 1e-12);

    List<FeatureVector> all = new ArrayList<>();
    Arrays.stream(oldestFirst).forEach(r -> all.add(rows.get(r)));
    double[] before = of(model, products, last, own, all);
    assertArrayEquals(before, bag.all(), 1e-12);
    all.addAll(rows(10, added));
    assertArrayEquals(of(model, products, last, own, all), bag.with(rows(10, added), ANY), 1e-12);
    assertArrayEquals(before, bag.changed(gone, ANY), 1e-12);
    double[][] none = bag.changeShifts(gone, ANY);
    assertArrayEquals(new double[gone.length][K + 1], none);
  }

  /** Returns θ of rows in their order. */
  private static double[] of(
      FmModel model, boolean products, int last, double[] own, List<FeatureVector> rows) {
    // Only those that count: nothing is left to the window.
    List<FeatureVector> latest = rows.subList(Math.max(0, rows.size() - last), rows.size());
    int[] order = IntStream.range(0, latest.size()).toArray();
    return new HistoryBag(model, 0.5, products, Integer.MAX_VALUE, own, latest, order).all();
  }
}
