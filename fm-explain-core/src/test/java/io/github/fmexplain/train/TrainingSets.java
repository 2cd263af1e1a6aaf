package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Small sets and settings that several tests train on. */
final class TrainingSets {

  private TrainingSets() {}

  /** Every user with every item; even users like even items and odd users odd ones. */
  static TrainingSet parity(int users, int items) {
    TrainingSet.Builder builder = TrainingSet.builder(users + items);
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        builder.add(FeatureVector.ones(user, users + item), user % 2 == item % 2 ? 1 : 0);
      }
    }
    return builder.build();
  }

  /** Rows with one to five features of any value, and labels 0 or 1, or ratings from 1 to 5. */
  static TrainingSet random(int rows, int numFeatures, PredictorType type, long seed) {
    Random random = new Random(seed);
    TrainingSet.Builder builder = TrainingSet.builder(numFeatures);
    for (int row = 0; row < rows; row++) {
      TreeSet<Integer> features = new TreeSet<>();
      int size = 1 + random.nextInt(5);
      while (features.size() < size) {
        features.add(random.nextInt(numFeatures));
      }
      int[] indices = features.stream().mapToInt(Integer::intValue).toArray();
      float[] values = new float[size];
      for (int j = 0; j < size; j++) {
        values[j] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 1;
      }
      builder.add(
          FeatureVector.of(indices, values),
          type == PredictorType.REGRESSOR ? 1 + random.nextInt(5) : random.nextInt(2));
    }
    return builder.build();
  }

  /** Every parameter moves in every step, and the rows are in another order in each epoch. */
  static final TrainingMode DENSE =
      new TrainingMode(TrainingMode.Optimizer.DENSE_ADAM, TrainingMode.Shuffle.EACH_EPOCH, false);

  /** Returns every mode that can be trained with. */
  static List<TrainingMode> modes() {
    List<TrainingMode> modes = new ArrayList<>();
    for (TrainingMode.Shuffle shuffle : TrainingMode.Shuffle.values()) {
      for (boolean padded : new boolean[] {false, true}) {
        modes.add(new TrainingMode(TrainingMode.Optimizer.LAZY_ADAM, shuffle, padded));
        modes.add(new TrainingMode(TrainingMode.Optimizer.DENSE_ADAM, shuffle, padded));
      }
    }
    return modes;
  }

  /** Learns fast enough for a test. */
  static FmHyperparameters.Builder fast(PredictorType type) {
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(4)
        .miniBatchSize(16)
        .biasLr(0.01)
        .linearLr(0.01)
        .factorsLr(0.02)
        .factorsInit(Initializer.normal(0.1));
  }

  /** The largest difference between two parameters. */
  static double distance(FmModel a, FmModel b) {
    double distance = Math.abs(a.bias() - b.bias());
    for (int f = 0; f < a.numFeatures(); f++) {
      distance = Math.max(distance, Math.abs(a.linearWeight(f) - b.linearWeight(f)));
      for (int c = 0; c < a.numFactors(); c++) {
        distance = Math.max(distance, Math.abs(a.factors(f)[c] - b.factors(f)[c]));
      }
    }
    return distance;
  }
}
