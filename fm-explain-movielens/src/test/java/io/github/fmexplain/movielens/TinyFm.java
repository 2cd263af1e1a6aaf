package io.github.fmexplain.movielens;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import java.util.Random;

/** The plainest factorization machine of a user and an item, to see whether data can be learned. */
final class TinyFm {

  private static final int FACTORS = 8;
  private static final double RATE = 0.02;
  private static final double DECAY = 0.03;
  private static final int EPOCHS = 25;

  private final double[] linear;
  private final double[][] factors;
  private double bias;

  private TinyFm(int features, Random random) {
    linear = new double[features];
    factors = new double[features][FACTORS];
    for (double[] row : factors) {
      for (int f = 0; f < FACTORS; f++) {
        row[f] = 0.1 * random.nextGaussian();
      }
    }
  }

  /** {@return the share of held-out ratings whose like or dislike is predicted rightly} */
  static double accuracy(MovieLens movies) {
    RatingTarget like = MovieLens.likes();
    TrainingSet training = TrainingSet.of(movies.encoder(), movies.trainingHistories(), like);
    TrainingSet test = TrainingSet.of(movies.encoder(), movies.testHistories(), like);
    Random random = new Random(1);
    TinyFm fm = new TinyFm(training.numFeatures(), random);
    for (int step = 0; step < EPOCHS * training.numRows(); step++) {
      fm.learn(training, random.nextInt(training.numRows()));
    }
    int right = 0;
    for (int row = 0; row < test.numRows(); row++) {
      double score = fm.score(test.index(row, 0), test.index(row, 1));
      right += (score > 0) == (test.target(row) > 0.5) ? 1 : 0;
    }
    return right / (double) test.numRows();
  }

  private double score(int user, int item) {
    double sum = bias + linear[user] + linear[item];
    for (int f = 0; f < FACTORS; f++) {
      sum += factors[user][f] * factors[item][f];
    }
    return sum;
  }

  private void learn(TrainingSet set, int row) {
    int user = set.index(row, 0);
    int item = set.index(row, 1);
    double error = set.target(row) - 1 / (1 + Math.exp(-score(user, item)));
    bias += RATE * error;
    linear[user] += RATE * (error - DECAY * linear[user]);
    linear[item] += RATE * (error - DECAY * linear[item]);
    for (int f = 0; f < FACTORS; f++) {
      double u = factors[user][f];
      double v = factors[item][f];
      factors[user][f] += RATE * (error * v - DECAY * u);
      factors[item][f] += RATE * (error * u - DECAY * v);
    }
  }
}
