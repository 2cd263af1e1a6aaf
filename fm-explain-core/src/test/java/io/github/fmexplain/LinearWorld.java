package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A linear model s_i = Σ_{j in history} B_ji of many items, with B of low rank, and users with 6 to
 * 13 ratings of items of mostly two tastes. Everything follows from the seed.
 */
final class LinearWorld {

  private static final double SPREAD = 0.8;

  final FmExplainer explainer;
  private final double[][] b;
  private final Catalogue catalogue;
  private final long seed;

  LinearWorld(int items, int k, long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    List<String> ids = IntStream.range(0, items).mapToObj(j -> "i" + j).toList();
    catalogue = Catalogue.of(ids.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList());
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 2 * items, k);
    float[][] factors = new float[2 * items][k];
    for (int f = 0; f < 2 * items; f++) {
      // A few items are far more popular than others.
      double popularity = Math.exp(SPREAD * random.nextGaussian());
      for (int c = 0; c < k; c++) {
        // Items of one taste, of which there are k, lie near one another.
        double taste = f % items % k == c ? 1 : 0;
        factors[f][c] = (float) (popularity * (taste + 0.35 * random.nextGaussian()));
      }
      builder.factors(f, factors[f], 0);
    }
    b = new double[items][items];
    for (int j = 0; j < items; j++) {
      for (int i = 0; i < items; i++) {
        for (int c = 0; c < k; c++) {
          b[j][i] += (double) factors[items + j][c] * factors[i][c];
        }
      }
    }
    HistoryEncoder encoder =
        HistoryEncoder.of(OneHotEncoder.of(List.of(), ids), HistoryBlock.fism(0));
    explainer =
        FmExplainer.of(
            TrainedModels.fitting(
                builder.build(), encoder, RatingTarget.stars(), Ridge.none(), List.of()),
            catalogue);
  }

  History history(int user) {
    Random random = new Random(seed + 31L * user);
    int size = 6 + random.nextInt(8);
    int[] tastes = {random.nextInt(20), random.nextInt(20)};
    Set<Integer> rated = new HashSet<>();
    while (rated.size() < size) {
      boolean any = random.nextInt(4) == 0;
      rated.add(
          any ? random.nextInt(b.length) : 20 * random.nextInt(50) + tastes[random.nextInt(2)]);
    }
    List<Interaction> ratings = new ArrayList<>();
    rated.stream().sorted().forEach(j -> ratings.add(Interaction.of("i" + j, 1)));
    return History.of("v" + user, ratings);
  }

  /**
   * Returns the size of the smallest of all subsets without which each item is not of the first.
   */
  Map<String, Integer> fewest(History history, List<Recommendation> first) {
    int[] rated =
        history.interactions().stream()
            .mapToInt(rating -> catalogue.position(rating.itemId()))
            .toArray();
    int[] listed = first.stream().mapToInt(r -> catalogue.position(r.itemId())).toArray();
    int m = rated.length;
    int[] fewest = new int[listed.length];
    double[] scores = new double[b.length];
    for (int j : rated) {
      add(b[j], 1, scores);
    }
    for (int j : rated) {
      scores[j] = Double.NEGATIVE_INFINITY;
    }
    // In the order of Gray, each subset differs from the one before by one rating.
    int removed = 0;
    for (int step = 1; step < 1 << m; step++) {
      int row = Integer.numberOfTrailingZeros(step);
      removed ^= 1 << row;
      add(b[rated[row]], ((removed >> row) & 1) == 1 ? -1 : 1, scores);
      int size = Integer.bitCount(removed);
      if (size == m) {
        // Without ratings all scores are 0, and not what rounding has left.
        Arrays.setAll(scores, i -> scores[i] > Double.NEGATIVE_INFINITY ? 0 : scores[i]);
      }
      for (int n = 0; n < listed.length; n++) {
        if ((fewest[n] == 0 || size < fewest[n]) && isOut(scores, listed[n], listed.length)) {
          fewest[n] = size;
        }
      }
    }
    Map<String, Integer> byId = new HashMap<>();
    for (int n = 0; n < listed.length; n++) {
      if (fewest[n] > 0) {
        byId.put(first.get(n).itemId(), fewest[n]);
      }
    }
    return byId;
  }

  private static void add(double[] row, double times, double[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] += times * row[i];
    }
  }

  private static boolean isOut(double[] scores, int item, int listLength) {
    int before = 0;
    for (int i = 0; i < scores.length; i++) {
      before += scores[i] > scores[item] || (scores[i] == scores[item] && i < item) ? 1 : 0;
    }
    return before >= listLength;
  }
}
