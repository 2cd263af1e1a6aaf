package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the parameters of what is no user, densely at first, where parameters grow fastest. */
final class PathRecorder {

  /** Enough: 200 points make no difference to what is computed from them. */
  private static final int POINTS = 16;

  private final PredictorType type;
  private final long seed;
  private final int[] columns;
  private final Set<Integer> epochs = new HashSet<>();
  private final List<Double> times = new ArrayList<>();
  private final List<FmModel> points = new ArrayList<>();

  PathRecorder(FmHyperparameters hyperparameters, TrainingSet set, long seed) {
    this.seed = seed;
    this.type = hyperparameters.predictorType();
    boolean[] isUser = new boolean[set.numFeatures()];
    TrainedModel.originOf(set).users().stream()
        .filter(user -> user.column() >= 0)
        .forEach(user -> isUser[user.column()] = true);
    int[] others = new int[isUser.length];
    int count = 0;
    for (int f = 0; f < isUser.length; f++) {
      if (!isUser[f]) {
        others[count++] = f;
      }
    }
    this.columns = Arrays.copyOf(others, count);
    for (int j = 0; j < POINTS; j++) {
      double share = j / (POINTS - 1.0);
      epochs.add((int) Math.round(hyperparameters.epochs() * share * share));
    }
  }

  boolean wants(int epoch) {
    return epochs.contains(epoch);
  }

  void record(int epoch, Parameters parameters) {
    times.add((double) epoch);
    points.add(parameters.toModel(type, columns));
  }

  TrainingPath path() {
    return TrainingPath.of(
        TrainingPath.Kind.RECORDED,
        seed,
        columns,
        times.stream().mapToDouble(Double::doubleValue).toArray(),
        points);
  }
}
