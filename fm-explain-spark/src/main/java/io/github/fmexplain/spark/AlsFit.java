package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.var_pop;
import static org.apache.spark.sql.functions.when;

import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingSummary;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How well an ALS predicts its training ratings, found on Spark. Explicit: the mean of (y − s)².
 * Implicit: the mean of c(y − s)² over all pairs of users and items, which is {@code Σ_u θ_uᵀBθ_u +
 * Σ_r (c_r(y_r − s_r)² − s_r²)} by their weight, with B = Σ_i v_i v_iᵀ.
 */
final class AlsFit {

  private static final Column Y = col("fmExplainY");
  private static final Column C = col("fmExplainC");
  private static final Column S = col("fmExplainS");

  private final ALSModel model;
  private final ALS training;
  private final Dataset<Row> ratings;

  AlsFit(ALSModel model, ALS training, Dataset<Row> ratings) {
    this.model = model;
    this.training = training;
    Column rating =
        training.getRatingCol().isEmpty() ? lit(1.0) : col(training.getRatingCol()).cast("double");
    boolean implicit = training.getImplicitPrefs();
    this.ratings =
        ratings
            .withColumn("fmExplainY", implicit ? when(rating.gt(0), 1.0).otherwise(0.0) : rating)
            .withColumn(
                "fmExplainC",
                implicit ? abs(rating).multiply(training.getAlpha()).plus(1.0) : lit(1.0));
  }

  /**
   * {@return the summary}
   *
   * @param background B, [k, k], or null for explicit ratings. Not modified.
   * @throws IllegalArgumentException if the model predicts no better than a constant does
   */
  TrainingSummary summary(double @Nullable [][] background) {
    Row all = ratings.agg(count(lit(1)), var_pop(Y), sum(C.multiply(Y)), sum(C.minus(1))).first();
    long rows = all.getLong(0);
    if (rows == 0) {
      throw new IllegalArgumentException("training ratings must have at least 1 row, but have 0");
    }
    Row scored = scored();
    if (scored.getLong(0) == 0) {
      throw new IllegalArgumentException(
          "the model must know users and items of the training ratings, but knows of none");
    }
    if (background == null) {
      return summary(rows, scored.getDouble(1), all.getDouble(1));
    }
    double pairs =
        (double) model.userFactors().count() * model.itemFactors().count() + all.getDouble(3);
    double mean = all.getDouble(2) / pairs;
    double loss = (squares(background) + scored.getDouble(2)) / pairs;
    return summary(rows, Math.max(0, loss), mean - mean * mean);
  }

  /** Returns how many rows the model knows, the mean of (y − s)², and Σ (c(y − s)² − s²). */
  private Row scored() {
    Column error = Y.minus(S).multiply(Y.minus(S));
    return model
        .copy(new ParamMap())
        .setUserCol(training.getUserCol())
        .setItemCol(training.getItemCol())
        .setPredictionCol("fmExplainPrediction")
        .setColdStartStrategy("drop")
        .transform(ratings)
        .withColumn("fmExplainS", col("fmExplainPrediction").cast("double"))
        .agg(count(lit(1)), avg(error), sum(C.multiply(error).minus(S.multiply(S))))
        .first();
  }

  private static TrainingSummary summary(long rows, double loss, double constantLoss) {
    if (!(loss < constantLoss)) {
      throw new IllegalArgumentException(
          Text.of(
              "the model must predict its training ratings better than a constant does, but has a"
                  + " mean squared error of %.4f, and a constant %.4f; are these the ratings that it"
                  + " was trained with?",
              loss, constantLoss));
    }
    // The users are solved last, which leaves no gap.
    return new TrainingSummary(
        rows,
        Metrics.of(Map.of(Metric.MSE, loss)),
        constantLoss,
        0,
        TrainingHistories.of(List.of(), List.of(), new int[1], new int[0], List.of()));
  }

  private double squares(double[][] background) {
    return model
        .userFactors()
        .select("features")
        .mapPartitions(new Squares(background), Encoders.DOUBLE())
        .toDF("square")
        .agg(sum("square"))
        .first()
        .getDouble(0);
  }

  /** Σ θᵀBθ of the users of a partition. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Squares(double[][] background) implements MapPartitionsFunction<Row, Double> {

    @Override
    public Iterator<Double> call(Iterator<Row> users) {
      double sum = 0;
      double[] theta = new double[background.length];
      while (users.hasNext()) {
        List<Float> values = users.next().getList(0);
        for (int c = 0; c < theta.length; c++) {
          theta[c] = values.get(c);
        }
        for (int a = 0; a < theta.length; a++) {
          for (int b = 0; b < theta.length; b++) {
            sum += theta[a] * background[a][b] * theta[b];
          }
        }
      }
      return List.of(sum).iterator();
    }
  }
}
