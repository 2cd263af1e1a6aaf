package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.col;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Models that Spark trained, with the ridge that held their users.
 *
 * <p><b>ALS</b> (Hu, Koren and Volinsky 2008; weighted ridge of Zhou et al. 2008) solves each user
 * last, so that {@code θ_u = (Σ_i v_i v_iᵀ + Λ)⁻¹ Σ_i v_i y_ui} with {@code Λ = regParam·n_u} for
 * n_u ratings holds to the rounding of float: least squares is exact. With implicit preferences all
 * items count, rated ones by {@code 1 + alpha·|rating|}, and n_u counts ratings above 0.
 *
 * <p><b>Factorization machines</b> minimise the mean of {@code (ŷ − y)²}, or of the cross-entropy,
 * with {@code regParam/2·|θ|²}. Of solver {@code gd} that makes {@code Λ = regParam·N/2}, or {@code
 * regParam·N} for a classifier, with N rows. The decay of {@code adamW} has no closed form: Λ is
 * {@linkplain Ridge#estimated estimated}, as it is where {@code regParam} is 0.
 */
public final class SparkModels {

  private SparkModels() {}

  /**
   * {@return the model of an ALS, with the users beside it} Runs jobs over the ratings: how many
   * there are, how well the model and how well a constant predicts them.
   *
   * @param model the model; its items must fit the driver
   * @param training the estimator with the settings that it was trained with, which a saved model
   *     does not tell: {@code regParam}, {@code implicitPrefs}, {@code alpha}, {@code nonnegative}
   *     and the names of the columns
   * @param ratings what it was trained with
   * @throws IllegalArgumentException if a setting has no exact explanation, a column is missing, or
   *     the model predicts the ratings no better than a constant does
   */
  public static SplitModel als(ALSModel model, ALS training, Dataset<Row> ratings) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(ratings, "ratings");
    requireSolved(training);
    Columns columns = Columns.of("training ratings", ratings.schema());
    columns.requireId(training.getUserCol());
    columns.requireId(training.getItemCol());
    if (!training.getRatingCol().isEmpty()) {
      columns.requireNumber(training.getRatingCol());
    }
    List<String> itemIds = new ArrayList<>();
    FmModel items = itemsOf(model, itemIds);
    OneHotEncoder encoder = OneHotEncoder.of(List.of(), itemIds);
    boolean implicit = training.getImplicitPrefs();
    TrainedModel trained =
        new TrainedModel(
            items,
            encoder,
            implicit ? RatingTarget.implicit(training.getAlpha()) : RatingTarget.stars(),
            null,
            Ridge.perRating(training.getRegParam(), training.getRegParam()),
            TrainingMode.other(),
            new AlsFit(model, training, ratings).summary(implicit ? gram(items) : null),
            null);
    Dataset<Row> users =
        model
            .userFactors()
            .select(col("id").cast("string").as("user"), col("features").as("theta"));
    return new SplitModel(trained, users);
  }

  private static void requireSolved(ALS training) {
    if (training.getNonnegative()) {
      throw new IllegalArgumentException(
          "ALS must be trained without bounds to be explained, but nonnegative is true");
    }
    if (!(training.getRegParam() > 0)) {
      throw new IllegalArgumentException(
          "regParam must be positive to explain with, but was " + training.getRegParam());
    }
  }

  /** Returns Σ_i v_i v_iᵀ, [k, k]. */
  private static double[][] gram(FmModel items) {
    int k = items.numFactors();
    double[][] gram = new double[k][k];
    for (int i = 0; i < items.numFeatures(); i++) {
      float[] v = items.factors(i);
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          gram[a][b] += (double) v[a] * v[b];
        }
      }
    }
    return gram;
  }

  private static FmModel itemsOf(ALSModel model, List<String> ids) {
    int rank = model.rank();
    int count = Math.toIntExact(model.itemFactors().count());
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, count, rank);
    Iterator<Row> rows =
        model.itemFactors().select("id", "features").orderBy("id").toLocalIterator();
    float[] factors = new float[rank];
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Float> values = row.getList(1);
      for (int c = 0; c < rank; c++) {
        factors[c] = values.get(c);
      }
      builder.factors(ids.size(), factors, 0);
      ids.add(Integer.toString(row.getInt(0)));
    }
    return builder.build();
  }

  /**
   * {@return a classifier with the ratings that it was trained on} These are gathered on the
   * driver, 24 bytes and an id each.
   *
   * @param model the model; its parameters become floats
   * @param encoder which of its features is which user, item and tag
   * @param target how ratings became labels
   * @param ridge Λ, if it is known better; null for what solver and {@code regParam} say
   * @param ratings what it was trained with, in the columns of {@link SparkExplainer}
   * @throws IllegalArgumentException if they do not fit the model, or a rating is not in order
   * @throws io.github.fmexplain.train.UntrainedRowsException if the model predicts them no better
   *     than a constant does
   */
  public static TrainedModel fm(
      FMClassificationModel model,
      FeatureEncoder encoder,
      RatingTarget target,
      @Nullable Ridge ridge,
      Dataset<Row> ratings) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(ratings, "ratings");
    FmModel fm =
        fm(PredictorType.BINARY_CLASSIFIER, model.intercept(), model.linear(), model.factors());
    double decay = "gd".equals(model.getSolver()) ? model.getRegParam() : 0;
    return trained(fm, ridge, decay, TrainingSet.of(encoder, histories(ratings), target));
  }

  /**
   * {@return a regressor with the ratings that it was trained on} These are gathered on the driver,
   * 24 bytes and an id each.
   *
   * @param model the model; its parameters become floats
   * @param encoder which of its features is which user, item and tag
   * @param ridge Λ, if it is known better; null for what solver and {@code regParam} say
   * @param ratings what it was trained with, in the columns of {@link SparkExplainer}
   * @throws IllegalArgumentException if they do not fit the model, or a rating is not in order
   * @throws io.github.fmexplain.train.UntrainedRowsException if the model predicts them no better
   *     than a constant does
   */
  public static TrainedModel fm(
      FMRegressionModel model,
      FeatureEncoder encoder,
      @Nullable Ridge ridge,
      Dataset<Row> ratings) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(ratings, "ratings");
    FmModel fm = fm(PredictorType.REGRESSOR, model.intercept(), model.linear(), model.factors());
    double decay = "gd".equals(model.getSolver()) ? model.getRegParam() / 2 : 0;
    return trained(
        fm, ridge, decay, TrainingSet.of(encoder, histories(ratings), RatingTarget.stars()));
  }

  private static TrainedModel trained(
      FmModel model, @Nullable Ridge ridge, double decay, TrainingSet set) {
    if (ridge != null) {
      return TrainedModel.of(model, ridge, set);
    }
    double lambda = decay * set.numRows();
    return TrainedModel.of(
        model, lambda > 0 ? Ridge.fixed(lambda, lambda) : Ridge.estimated(model, set), set);
  }

  private static FmModel fm(PredictorType type, double intercept, Vector linear, Matrix factors) {
    FmModel.Builder builder = FmModel.builder(type, factors.numRows(), factors.numCols());
    builder.bias((float) intercept);
    for (int f = 0; f < factors.numRows(); f++) {
      builder.linearWeight(f, (float) linear.apply(f));
      for (int c = 0; c < factors.numCols(); c++) {
        builder.factor(f, c, (float) factors.apply(f, c));
      }
    }
    return builder.build();
  }

  private static List<History> histories(Dataset<Row> ratings) {
    Dataset<Row> arranged = Input.of(ratings).arranged(null, null, 0);
    Iterator<Given> users = Input.Layout.of(arranged.schema()).read(arranged.toLocalIterator(), 0);
    List<History> histories = new ArrayList<>();
    while (users.hasNext()) {
      Given given = users.next();
      String error = given.error();
      if (error != null) {
        throw new IllegalArgumentException(
            Text.user(given.user()) + " of the training ratings: " + error);
      }
      histories.add(given.history());
    }
    // In an order that does not depend on the number of partitions.
    histories.sort(Comparator.comparing(h -> Objects.requireNonNull(h.userId())));
    return histories;
  }
}
