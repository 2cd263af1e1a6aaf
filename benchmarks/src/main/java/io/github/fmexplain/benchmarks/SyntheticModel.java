package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A binary classifier of any size with random parameters, one-hot encoded. */
final class SyntheticModel {

  private static final long SEED = 1;

  private final FmModel model;
  private final OneHotEncoder encoder;
  private final Catalogue catalogue;

  SyntheticModel(int users, int items, int factors) {
    model = model(users + items, factors);
    encoder = OneHotEncoder.of(ids(users), ids(items));
    catalogue =
        Catalogue.of(
            encoder.items().ids().stream()
                .map(id -> new CatalogueItem(id, "Item " + id, Set.of()))
                .toList());
  }

  /** Returns a model with uniform parameters whose scores are of the size of trained ones. */
  static FmModel model(int features, int factors) {
    SplittableRandom random = new SplittableRandom(SEED);
    FmModel.Builder builder =
        FmModel.builder(PredictorType.BINARY_CLASSIFIER, features, factors).bias(0.1f);
    double width = 2 / Math.sqrt(factors);
    for (int f = 0; f < features; f++) {
      builder.linearWeight(f, (float) (random.nextDouble() - 0.5));
      for (int c = 0; c < factors; c++) {
        builder.factor(f, c, (float) (width * (random.nextDouble() - 0.5)));
      }
    }
    return builder.build();
  }

  private static List<String> ids(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  FmModel model() {
    return model;
  }

  /** Returns the model as if it had been trained on a history of so many ratings. */
  TrainedModel trained(int ratings) {
    return TrainedModel.ofAnyFit(
        model,
        Ridge.fixed(1, 100),
        TrainingSet.of(encoder, List.of(history(ratings)), RatingTarget.likeFrom(4)));
  }

  FmExplainer explainer() {
    return FmExplainer.of(trained(1), catalogue).withMethod(Method.hessian());
  }

  /** Returns a history of user 1 with ratings of different items, or of all if there are fewer. */
  History history(int ratings) {
    int items = catalogue.size();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Interaction> interactions = new ArrayList<>(ratings);
    int step = Math.max(1, items / ratings);
    for (int r = 0; r < Math.min(ratings, items); r++) {
      interactions.add(Interaction.of(Integer.toString(1 + r * step), 1 + random.nextInt(5)));
    }
    return History.of("1", interactions);
  }
}
