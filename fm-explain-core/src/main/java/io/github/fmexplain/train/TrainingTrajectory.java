package io.github.fmexplain.train;

import io.github.fmexplain.model.FmModel;
import java.util.List;

/**
 * The way that a training took: the model at some points of it. Influence along this way is nearer
 * to what a training without the rating would give than any method that only knows the end.
 *
 * @param hyperparameters what was trained, and how
 * @param trainingRows N, the number of rows
 * @param points the model after some optimizer steps, first to last; the last is the trained model
 */
public record TrainingTrajectory(
    FmHyperparameters hyperparameters, int trainingRows, List<Point> points) {

  /**
   * Copies the points.
   *
   * @param hyperparameters what was trained
   * @param trainingRows at least 1
   * @param points at least one, with rising steps. Not modified.
   * @throws IllegalArgumentException if there is no row, no point, or the steps do not rise
   */
  public TrainingTrajectory {
    points = List.copyOf(points);
    if (trainingRows < 1) {
      throw new IllegalArgumentException(
          "trainingRows must be at least 1, but was " + trainingRows);
    }
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a trajectory must have at least 1 point, but has 0");
    }
    long before = 0;
    for (Point point : points) {
      if (point.step() <= before) {
        throw new IllegalArgumentException(
            "steps of a trajectory must rise from 1 on, but "
                + point.step()
                + " follows "
                + before);
      }
      before = point.step();
    }
  }

  /**
   * A point of the way.
   *
   * @param step the number of optimizer steps so far, from 1
   * @param model the model after them
   */
  public record Point(long step, FmModel model) {}

  /** {@return the trained model, the last of the points} */
  public FmModel end() {
    return points.get(points.size() - 1).model();
  }
}
