package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * What a model's loss becomes when each row gets the user, or the item, of another row. Of a model
 * whose items are in another order than in training, they are as good as shuffled already, while
 * its users still make it better than a constant; and the other way round.
 *
 * @param own the loss of the rows as they are: cross-entropy, or MSE for a regressor
 * @param users the loss with the users of other rows
 * @param items the loss with all but the user, which is the item, its tags and the context, of
 *     other rows
 * @param floor what shuffling must cost all the same, by tenths; 0 for most models. Of an implicit
 *     target all rows have the same label and mostly items that many have, so that the loss itself
 *     is the measure.
 */
record ShuffledIds(double own, double users, double items, double floor) {

  /** With fewer scores than this, chance decides too much. */
  private static final int SCORES = 20_000;

  /** Of more rows than this, so many are taken. */
  private static final int MOST_ROWS = 100_000;

  /** The share of the gain by users, or items, that the other must gain at least. */
  private static final double SHARE = 0.1;

  /** {@return whether there are users to shuffle, and rows that are not all the same} */
  static boolean canTell(TrainingSet set) {
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    return origin.users().size() > 1
        && origin.users().stream().allMatch(user -> user.column() >= 0);
  }

  /**
   * {@return the losses} Costs at most 300 000 scores.
   *
   * @param set made of histories
   */
  static ShuffledIds of(FmModel model, TrainingSet set) {
    int[] columns = new int[set.numRows()];
    for (TrainingSet.UserRows user : TrainedModel.originOf(set).users()) {
      for (int j = 0; j < user.size(); j++) {
        columns[user.row(j)] = user.column();
      }
    }
    int rows = Math.min(MOST_ROWS, columns.length);
    int times = (SCORES - 1) / rows + 1;
    Random random = new Random(1);
    int[] others = random.ints((long) rows * times, 0, columns.length).toArray();
    IntUnaryOperator row = j -> (int) ((long) (j % rows) * columns.length / rows);
    double own = 0;
    double users = 0;
    double items = 0;
    for (int j = 0; j < others.length; j++) {
      int r = row.applyAsInt(j);
      int other = others[j];
      FeatureVector rest = UserProblems.without(columns[r], set, r);
      own += loss(model, rest.and(FeatureVector.ones(columns[r])), set.target(r));
      users += loss(model, rest.and(FeatureVector.ones(columns[other])), set.target(r));
      FeatureVector otherRest = UserProblems.without(columns[other], set, other);
      items += loss(model, otherRest.and(FeatureVector.ones(columns[r])), set.target(r));
    }
    boolean implicit = TrainedModel.originOf(set).target() instanceof RatingTarget.Implicit;
    int n = others.length;
    return new ShuffledIds(own / n, users / n, items / n, implicit ? own / n : 0);
  }

  static double loss(FmModel model, FeatureVector row, double target) {
    double score = model.score(row);
    return model.predictorType() == PredictorType.REGRESSOR
        ? (score - target) * (score - target)
        : ScoreMetrics.logLoss(target == 1 ? score : -score);
  }

  /** {@return whether shuffling the items costs hardly anything, or next to shuffling the users} */
  boolean itemsDoAsWell() {
    return items - own <= SHARE * Math.max(floor, users - own);
  }

  /** {@return the same of the users} */
  boolean usersDoAsWell() {
    return users - own <= SHARE * Math.max(floor, items - own);
  }

  boolean doAsWell() {
    return itemsDoAsWell() || usersDoAsWell();
  }
}
