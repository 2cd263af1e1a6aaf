package io.github.fmexplain.train;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The path of a training: the parameters of everything but the users' own columns at some points of
 * it, first to last, straight between them. Users are not in it, since their training can be done
 * again along it. Immutable.
 */
public final class TrainingPath {

  /** Where a path comes from. */
  public enum Kind {
    /** It was recorded while the model was trained. */
    RECORDED,
    /** It is that of another training on the same rows, bent so that it ends at the model. */
    RETRACED,
    /** There is none: items are taken to grow as the user does. */
    ASSUMED
  }

  private final Kind kind;
  private final @Nullable Long seed;
  private final int[] columns;
  private final double[] epochs;
  private final List<FmModel> points;

  private TrainingPath(
      Kind kind, @Nullable Long seed, int[] columns, double[] epochs, List<FmModel> points) {
    this.kind = kind;
    this.seed = seed;
    this.columns = columns;
    this.epochs = epochs;
    this.points = points;
  }

  /**
   * {@return a path}
   *
   * @param kind where it comes from; not {@link Kind#ASSUMED}
   * @param seed of the training that was recorded, which gives users' first parameters; null for a
   *     retraced path
   * @param columns the columns of the model that are in the path, ascending. Not modified.
   * @param epochs when each point was, in epochs since training began: from 0, rising. Not
   *     modified.
   * @param points models over these columns in their order, at least two; the last is the end
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  public static TrainingPath of(
      Kind kind, @Nullable Long seed, int[] columns, double[] epochs, List<FmModel> points) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(epochs, "epochs");
    Objects.requireNonNull(points, "points");
    if (kind == Kind.ASSUMED) {
      throw new IllegalArgumentException(
          "a training path must be recorded or retraced; an assumed one has no points");
    }
    if ((kind == Kind.RECORDED) != (seed != null)) {
      throw new IllegalArgumentException(
          "a training path must have a seed if it was recorded, and none if it was not, but is "
              + kind
              + " with "
              + seed);
    }
    if (points.size() < 2 || epochs.length != points.size()) {
      throw new IllegalArgumentException(
          "a training path must have at least 2 points, each with its epoch, but has "
              + points.size()
              + " points and "
              + epochs.length
              + " epochs");
    }
    for (int j = 0; j < epochs.length; j++) {
      if (!(j == 0 ? epochs[j] == 0 : epochs[j] > epochs[j - 1] && epochs[j] < 1e9)) {
        throw new IllegalArgumentException(
            "epochs of a training path must rise from 0, but are " + Arrays.toString(epochs));
      }
    }
    for (int j = 0; j < columns.length; j++) {
      if (columns[j] < 0 || (j > 0 && columns[j] <= columns[j - 1])) {
        throw new IllegalArgumentException(
            "columns of a training path must rise from 0 on, but " + columns[j] + " does not");
      }
    }
    for (FmModel point : points) {
      if (point.numFeatures() != columns.length
          || point.numFactors() != points.get(0).numFactors()) {
        throw new IllegalArgumentException(
            "points of a training path must be over its "
                + columns.length
                + " columns with the same number of factors, but one is "
                + point);
      }
    }
    return new TrainingPath(kind, seed, columns.clone(), epochs.clone(), List.copyOf(points));
  }

  /** {@return where the path comes from} */
  public Kind kind() {
    return kind;
  }

  /** {@return the seed of the recorded training, or null for a retraced path} */
  public @Nullable Long seed() {
    return seed;
  }

  /** {@return the columns of the model that are in the path, ascending, a copy} */
  public int[] columns() {
    return columns.clone();
  }

  /** {@return when each point was, in epochs since training began, a copy} */
  public double[] epochs() {
    return epochs.clone();
  }

  /** {@return the parameters at each point: models over {@link #columns}, first to last} */
  public List<FmModel> points() {
    return points;
  }

  /**
   * {@return features as the models of the points have them}
   *
   * @param features features of the model, all in the path
   * @throws IllegalArgumentException if one is not in the path
   */
  public FeatureVector along(FeatureVector features) {
    int[] indices = new int[features.size()];
    float[] values = new float[features.size()];
    for (int j = 0; j < indices.length; j++) {
      indices[j] = Arrays.binarySearch(columns, features.index(j));
      values[j] = features.value(j);
      if (indices[j] < 0) {
        throw new IllegalArgumentException(
            "training path has no column " + features.index(j) + "; is it another model's?");
      }
    }
    return FeatureVector.of(indices, values);
  }

  /**
   * {@return the parameters (v_u, w_u) with which a user's training began, [k + 1]: as they were
   * drawn for a recorded path; for any other, where the trained ones point, as short as drawn ones}
   *
   * @param path the path, or null for an assumed one
   * @param model the model at its end
   * @param hyperparameters those of the training
   * @param column the user's own column
   */
  public static float[] firstOf(
      @Nullable TrainingPath path, FmModel model, FmHyperparameters hyperparameters, int column) {
    Objects.requireNonNull(model, "model");
    Long drawn = path == null ? null : path.seed;
    return drawn == null
        ? Parameters.first(model, column, hyperparameters)
        : Parameters.first(column, hyperparameters, ~drawn);
  }

  /** {@return this recorded path, bent so that it ends at a model} */
  TrainingPath bentTo(FmModel model) {
    FmModel end = points.get(points.size() - 1);
    List<FmModel> bent = new ArrayList<>();
    double whole = length(end);
    for (FmModel point : points) {
      double share = whole == 0 ? 1 : length(point) / whole;
      FmModel.Builder builder =
          FmModel.builder(model.predictorType(), columns.length, model.numFactors());
      builder.bias(bend(point.bias(), end.bias(), model.bias(), share));
      for (int j = 0; j < columns.length; j++) {
        builder.linearWeight(
            j,
            bend(
                point.linearWeight(j), end.linearWeight(j), model.linearWeight(columns[j]), share));
        float[] v = point.factors(j);
        float[] vEnd = end.factors(j);
        float[] vModel = model.factors(columns[j]);
        for (int c = 0; c < v.length; c++) {
          v[c] = bend(v[c], vEnd[c], vModel[c], share);
        }
        builder.factors(j, v, 0);
      }
      bent.add(builder.build());
    }
    return of(Kind.RETRACED, null, columns, epochs, bent);
  }

  /** Exactly the model's at the end, and wherever it rests. */
  private static float bend(float value, float end, float goal, double share) {
    return value == end ? goal : (float) (value + share * ((double) goal - end));
  }

  private static double length(FmModel point) {
    double square = 0;
    for (int j = 0; j < point.numFeatures(); j++) {
      for (float v : point.factors(j)) {
        square += (double) v * v;
      }
    }
    return Math.sqrt(square);
  }

  /**
   * {@return whether the path ends at a model}
   *
   * @param model any model
   */
  public boolean endsAt(FmModel model) {
    FmModel end = points.get(points.size() - 1);
    boolean same =
        end.predictorType() == model.predictorType()
            && end.numFactors() == model.numFactors()
            && end.bias() == model.bias()
            && columns[columns.length - 1] < model.numFeatures();
    for (int j = 0; same && j < columns.length; j++) {
      same =
          end.linearWeight(j) == model.linearWeight(columns[j])
              && Arrays.equals(end.factors(j), model.factors(columns[j]));
    }
    return same;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrainingPath that
        && kind == that.kind
        && Objects.equals(seed, that.seed)
        && Arrays.equals(columns, that.columns)
        && Arrays.equals(epochs, that.epochs)
        && points.equals(that.points);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, seed, Arrays.hashCode(columns), Arrays.hashCode(epochs), points);
  }

  /** {@return the kind, the number of points and of columns} */
  @Override
  public String toString() {
    return "TrainingPath["
        + kind
        + ", "
        + points.size()
        + " points, "
        + columns.length
        + " columns]";
  }
}
