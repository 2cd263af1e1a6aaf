package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model of four users and eight items that is trained in no time. User u_j has rated the items
 * from j on, but for the last; u3 has one rating. The ratings are not in the order of the item ids,
 * and the rows of a user are not together.
 */
final class RetrainingWorld {

  static final int ITEMS = 8;
  static final List<String> USERS = List.of("u0", "u1", "u2", "u3");

  /** Not the trainer's own mode, so that who does not take over the mode is found out. */
  static final TrainingMode DENSE =
      new TrainingMode(TrainingMode.Optimizer.DENSE_ADAM, TrainingMode.Shuffle.EACH_EPOCH, false);

  final List<CatalogueItem> items =
      IntStream.range(0, ITEMS)
          .mapToObj(j -> new CatalogueItem("i" + j, "Item " + j, Set.of()))
          .toList();
  final OneHotEncoder encoder =
      OneHotEncoder.of(USERS, items.stream().map(CatalogueItem::id).toList());
  final List<History> histories = histories();
  final TrainingSet set = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(3);
  final FmHyperparameters hyperparameters;
  final LocalTrainer trainer;
  final TrainingResult trained;
  final FmExplainer explainer;

  RetrainingWorld(TrainingMode mode, int epochs, double rate) throws InterruptedException {
    trainer = LocalTrainer.builder().mode(mode).seed(9).build();
    hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(3)
            .epochs(epochs)
            .miniBatchSize(5)
            .factorsLr(rate)
            .build();
    trained = trainer.fit(set, hyperparameters);
    explainer = FmExplainer.of(trained.trained(), Catalogue.of(items)).withMethod(Method.hessian());
  }

  private static List<History> histories() {
    Random random = new Random(1);
    List<History> made = new ArrayList<>();
    for (int j = 0; j < USERS.size(); j++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int item = (j == 3 ? 4 : ITEMS - 1) - 1; item >= j; item--) {
        ratings.add(Interaction.of("i" + item, 1 + random.nextInt(5)));
      }
      made.add(History.of(USERS.get(j), ratings));
    }
    return made;
  }

  Retraining retraining() {
    return Retraining.of(explainer, trained, histories, 1);
  }

  History history(String userId) {
    return histories.get(USERS.indexOf(userId));
  }

  FeatureVector features(String userId, String itemId) {
    return encoder.encode(userId, Set.of(), itemId, Set.of());
  }

  /** Returns the row of a rating: the one with its features. */
  int rowOf(String userId, String itemId) {
    return IntStream.range(0, set.numRows())
        .filter(row -> set.features(row).equals(features(userId, itemId)))
        .findFirst()
        .orElseThrow();
  }

  FmModel without(int... rows) throws InterruptedException {
    return trainer.fitWithout(rows, set, hyperparameters, TrainingProgress.none()).model();
  }

  /** Returns the items that a user has not rated, best first, as a model scores them. */
  List<String> ranking(FmModel model, String userId) {
    return items.stream()
        .map(CatalogueItem::id)
        .filter(id -> history(userId).find(id).isEmpty())
        .sorted(
            (x, y) ->
                Double.compare(model.score(features(userId, y)), model.score(features(userId, x))))
        .toList();
  }
}
