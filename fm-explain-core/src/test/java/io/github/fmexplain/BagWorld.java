package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random model whose users are bags of items, and its scores the slow way: every product of two
 * columns that the model has, one by one. Everything follows from the seed.
 */
public final class BagWorld {

  public final HistoryEncoder encoder;
  public final FmModel model;
  public final Catalogue catalogue;
  private final Random random;

  public BagWorld(long seed, int items, int k, HistoryBlock block, boolean columns) {
    random = new Random(seed);
    List<CatalogueItem> list = new ArrayList<>();
    for (int j = 0; j < items; j++) {
      list.add(new CatalogueItem("i" + j, "Item " + j, j % 3 == 0 ? Set.of("war") : Set.of()));
    }
    catalogue = Catalogue.of(list);
    FeatureEncoder base =
        TagEncoder.of(
            columns ? List.of("u1", "u2") : List.of(), catalogue, List.of("old"), List.of("late"));
    encoder = HistoryEncoder.of(base, block);
    int n = encoder.numFeatures();
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int f = 0; f < n; f++) {
      linear[f] = 0.3f * (float) random.nextGaussian();
    }
    for (int f = 0; f < n * k; f++) {
      factors[f] = 0.5f * (float) random.nextGaussian();
    }
    model = FmModel.of(PredictorType.REGRESSOR, k, 0.2f, linear, factors);
  }

  /** Returns an explainer of a model that nothing is known of but its columns. */
  public FmExplainer explainer() {
    TrainedModel trained =
        TrainedModels.fitting(model, encoder, RatingTarget.stars(), Ridge.none(), List.of());
    return FmExplainer.of(trained, catalogue);
  }

  /** Returns a history of random items, with times in another order. */
  public History history(int size, boolean tagged) {
    List<String> ids = new ArrayList<>(catalogue.items().stream().map(CatalogueItem::id).toList());
    Collections.shuffle(ids, random);
    List<Interaction> ratings = new ArrayList<>();
    for (int r = 0; r < size; r++) {
      Instant time = Instant.ofEpochSecond(random.nextInt(1000) * 1000L + r);
      Set<String> context = random.nextBoolean() ? Set.of("late") : Set.of();
      ratings.add(new Interaction(ids.get(r), 1 + random.nextInt(5), time, context));
    }
    return new History("u1", tagged ? Set.of("old") : Set.of(), ratings);
  }

  private enum Part {
    USER,
    TAG,
    ITEM,
    CONTEXT,
    HISTORY
  }

  private record Column(Part part, int index, double value) {}

  /** Returns the score of an item for a history, which may be empty. */
  public double score(History history, String itemId, Set<String> context) {
    List<Column> columns = new ArrayList<>();
    encoder
        .userFeature(String.valueOf(history.userId()))
        .ifPresent(column -> columns.add(new Column(Part.USER, column, 1)));
    add(columns, Part.TAG, encoder.userSideFeatures(history.userTags()));
    add(columns, Part.ITEM, encoder.itemFeatures(itemId));
    add(columns, Part.CONTEXT, encoder.contextFeatures(context));
    List<Interaction> latest = new ArrayList<>(history.interactions());
    latest.sort((x, y) -> time(y).compareTo(time(x)));
    List<Interaction> counted = latest.subList(0, Math.min(latest.size(), encoder.block().last()));
    for (Interaction rating : counted) {
      double z = (float) (1 / Math.pow(counted.size(), encoder.block().exponent()));
      int column =
          encoder.numFeatures()
              - encoder.items().size()
              + encoder.items().position(rating.itemId());
      columns.add(new Column(Part.HISTORY, column, z));
    }
    double score = model.bias();
    for (int f = 0; f < columns.size(); f++) {
      Column x = columns.get(f);
      score += x.value * model.linearWeight(x.index);
      for (int g = 0; g < f; g++) {
        Column y = columns.get(g);
        boolean missing =
            x.part == Part.HISTORY
                && (y.part == Part.HISTORY || y.part == Part.USER)
                && !encoder.block().products();
        for (int c = 0; !missing && c < model.numFactors(); c++) {
          score +=
              x.value * y.value * model.factors(x.index)[c] * (double) model.factors(y.index)[c];
        }
      }
    }
    return score;
  }

  private static Instant time(Interaction rating) {
    Instant time = rating.time();
    return time == null ? Instant.EPOCH : time;
  }

  private static void add(List<Column> columns, Part part, FeatureVector features) {
    for (int j = 0; j < features.size(); j++) {
      columns.add(new Column(part, features.index(j), features.value(j)));
    }
  }
}
