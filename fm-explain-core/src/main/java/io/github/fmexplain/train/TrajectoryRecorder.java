package io.github.fmexplain.train;

import io.github.fmexplain.model.FmModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the model after some epochs, densely at first, where parameters grow fastest. */
final class TrajectoryRecorder {

  /** Enough: three times as many points make no difference to what is computed from them. */
  private static final int POINTS = 16;

  private final FmHyperparameters hyperparameters;
  private final int trainingRows;
  private final Set<Integer> epochs = new HashSet<>();
  private final List<TrainingTrajectory.Point> points = new ArrayList<>();

  TrajectoryRecorder(FmHyperparameters hyperparameters, int trainingRows) {
    this.hyperparameters = hyperparameters;
    this.trainingRows = trainingRows;
    for (int j = 1; j <= POINTS; j++) {
      double share = (double) j / POINTS;
      epochs.add((int) Math.max(1, Math.round(hyperparameters.epochs() * share * share)));
    }
  }

  boolean wants(int epoch) {
    return epochs.contains(epoch);
  }

  void record(long step, FmModel model) {
    points.add(new TrainingTrajectory.Point(step, model));
  }

  TrainingTrajectory trajectory() {
    return new TrainingTrajectory(hyperparameters, trainingRows, points);
  }
}
