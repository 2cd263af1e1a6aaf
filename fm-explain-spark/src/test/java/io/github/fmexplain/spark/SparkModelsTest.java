package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.ml.regression.FMRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SparkModelsTest {

  /** In the size of MovieLens 100K. */
  private static List<History> ratings(int users, int items, int least, int most, long seed) {
    Random random = new Random(seed);
    double[][] tastes = new double[users][4];
    double[][] traits = new double[items][4];
    for (double[][] side : List.of(tastes, traits)) {
      for (double[] vector : side) {
        for (int c = 0; c < 4; c++) {
          vector[c] = random.nextGaussian() / 2;
        }
      }
    }
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int size = least + (int) (Math.pow(random.nextDouble(), 3) * (most - least));
      Map<String, Interaction> rated = new HashMap<>();
      while (rated.size() < size) {
        int item = (int) (Math.pow(random.nextDouble(), 2) * items);
        double liking = 3.5 + random.nextGaussian() / 2;
        for (int c = 0; c < 4; c++) {
          liking += tastes[u][c] * traits[item][c];
        }
        double stars = Math.max(1, Math.min(5, Math.rint(liking)));
        String id = Integer.toString(item);
        rated.put(id, Interaction.of(id, stars));
      }
      histories.add(Sparks.inOrder(History.of(Integer.toString(u), List.copyOf(rated.values()))));
    }
    return histories;
  }

  private static ALS als(double regParam) {
    return new ALS()
        .setUserCol("user")
        .setItemCol("item")
        .setRatingCol("rating")
        .setRank(8)
        .setMaxIter(3)
        .setRegParam(regParam)
        .setSeed(1);
  }

  private static Dataset<Row> numbered(List<History> histories) {
    return Sparks.ratings(histories, 1)
        .selectExpr(
            "cast(user as int) user", "cast(item as int) item", "cast(rating as float) rating")
        .cache();
  }

  /**
   * {@return the parameters that a user is solved to}
   *
   * @param alpha of implicit preferences, or a negative number for explicit ratings
   */
  private static double[] solved(TrainedModel items, History history, double reg, double alpha) {
    int k = items.model().numFactors();
    double[][] normal = new double[k][k + 1];
    for (int i = 0; alpha >= 0 && i < items.model().numFeatures(); i++) {
      add(normal, items.model().factors(i), 1, 0);
    }
    int counted = 0;
    for (Interaction rating : history.interactions()) {
      float[] v = factors(items, rating.itemId());
      if (alpha < 0) {
        add(normal, v, 1, rating.rating());
        counted++;
      } else {
        double more = alpha * Math.abs(rating.rating());
        add(normal, v, more, rating.rating() > 0 ? 1 + more : 0);
        counted += rating.rating() > 0 ? 1 : 0;
      }
    }
    for (int a = 0; a < k; a++) {
      normal[a][a] += reg * counted;
    }
    // Gauss and Jordan, with no need to look for a pivot: the matrix is positive definite.
    for (int p = 0; p < k; p++) {
      for (int a = 0; a < k; a++) {
        double factor = normal[a][p] / normal[p][p];
        for (int b = p; a != p && b <= k; b++) {
          normal[a][b] -= factor * normal[p][b];
        }
      }
    }
    double[] solution = new double[k + 1];
    for (int a = 0; a < k; a++) {
      solution[a] = normal[a][k] / normal[a][a];
    }
    return solution;
  }

  /** Adds a row with a weight; wanted is the weight times y. */
  private static void add(double[][] normal, float[] v, double weight, double wanted) {
    for (int a = 0; a < v.length; a++) {
      for (int b = 0; b < v.length; b++) {
        normal[a][b] += weight * v[a] * v[b];
      }
      normal[a][v.length] += wanted * v[a];
    }
  }

  private static float[] factors(TrainedModel items, String item) {
    return items.model().factors(items.encoder().itemFeatures(item).index(0));
  }

  private static double score(TrainedModel items, String item, double[] theta) {
    float[] v = factors(items, item);
    double score = 0;
    for (int c = 0; c < v.length; c++) {
      score += v[c] * theta[c];
    }
    return score;
  }

  @Test
  void als_ofExplicitRatings_isExplainedExactly() {
    assertExact(als(0.05), -1, 1e-5);
  }

  @Test
  void als_ofImplicitRatings_isExplainedExactly() {
    assertExact(als(0.1).setImplicitPrefs(true).setAlpha(2), 2, 1e-5);
  }

  private static void assertExact(ALS als, double alpha, double residual) {
    List<History> histories = ratings(943, 1682, 20, 400, 1);
    Dataset<Row> ratings = numbered(histories);
    ALSModel model = als.fit(ratings);
    SplitModel split = SparkModels.als(model, als, ratings);
    TrainedModel trained = split.trained();
    double reg = als.getRegParam();
    assertEquals(Ridge.perRating(reg, reg), trained.ridge());
    assertEquals(0, trained.encoder().numUsers());
    assertEquals(ratings.count(), trained.summary().rows());

    Map<String, double[]> thetas = new HashMap<>();
    for (Row row : split.users().collectAsList()) {
      List<Float> values = row.getList(1);
      double[] theta = new double[9];
      for (int c = 0; c < 8; c++) {
        theta[c] = values.get(c);
      }
      thetas.put(row.getString(0), theta);
    }
    for (History history : histories) {
      double[] theta = thetas.get(history.userId());
      assertArrayEquals(solved(trained, history, reg, alpha), theta, 1e-6, history.toString());
    }
    Catalogue catalogue = ItemTable.all(trained.encoder().items().ids());
    FmExplainer core = FmExplainer.of(trained, catalogue);
    assertEquals(Method.leastSquares(), core.method());
    List<String> expected = new ArrayList<>();
    for (History history : histories.subList(0, 40)) {
      // Folded in, so that the user is where the solution is to the last digits.
      Explanation why = core.foldIn(history).explain("7");
      double all = score(trained, "7", solved(trained, history, reg, alpha));
      assertEquals(all, why.score(), 1e-9);
      for (Contribution contribution : why.contributions()) {
        History without = history.without(contribution.interaction().itemId());
        double left = score(trained, "7", solved(trained, without, reg, alpha));
        assertEquals(all - left, contribution.removalEffect(), 1e-8);
      }
      UserExplainer user =
          core.forHistory(history, Objects.requireNonNull(thetas.get(history.userId())));
      Explanation asTrained = user.explain("7");
      double sum = asTrained.offset() + asTrained.totalImpact() + asTrained.residual();
      assertEquals(asTrained.score(), sum, 1e-9);
      assertEquals(0, asTrained.residual(), residual, "the users are solved last");
      assertEquals(List.of(), notOfRank(user));
      expected.addAll(Sparks.recommended(user, 3, 5));
      ExplanationAssert.assertExplains(why, trained.model(), trained.encoder(), history);
    }
    SparkExplainer explainer = SparkExplainer.builder().model(split).count(3).strongest(5).build();
    Dataset<Row> some = ratings.filter("user < 40");
    List<String> lines = Sparks.lines(explainer.recommend(some));
    assertEquals(expected.stream().sorted().toList(), lines.stream().sorted().toList());
  }

  private static List<Warning> notOfRank(UserExplainer user) {
    return user.provenance().diagnostics().warnings().stream()
        .filter(warning -> !(warning instanceof Warning.LowRank))
        .toList();
  }

  @Test
  void als_thatCannotBeExplained_isRefused() {
    Dataset<Row> ratings = numbered(new TwoTastes(10, 12, 1, 1).histories);
    ALSModel model = als(0.1).fit(ratings);
    assertEquals(
        "ALS must be trained without bounds to be explained, but nonnegative is true",
        refusal(model, als(0.1).setNonnegative(true), ratings));
    assertEquals(
        "regParam must be positive to explain with, but was 0.0", refusal(model, als(0), ratings));
    assertEquals(
        "training ratings must have a column 'user', but have who, item, rating; rename the"
            + " columns",
        refusal(model, als(0.1), ratings.withColumnRenamed("user", "who")));
    assertEquals(
        "training ratings must have at least 1 row, but have 0",
        refusal(model, als(0.1), ratings.limit(0)));
    assertEquals(
        "the model must know users and items of the training ratings, but knows of none",
        refusal(model, als(0.1), ratings.selectExpr("user + 1000 user", "item", "rating")));
    String other = refusal(model, als(0.1), ratings.selectExpr("user", "item", "-rating rating"));
    assertTrue(
        other.startsWith(
            "the model must predict its training ratings better than a constant does, but has a"
                + " mean squared error of "),
        other);
  }

  private static String refusal(ALSModel model, ALS training, Dataset<Row> ratings) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> SparkModels.als(model, training, ratings))
            .getMessage());
  }

  /** {@return rows as Spark's factorization machines want them} */
  private static Dataset<Row> encoded(TwoTastes data, RatingTarget target) {
    List<Row> rows = new ArrayList<>();
    int n = data.encoder.numFeatures();
    for (History history : data.histories) {
      for (Interaction rating : history.interactions()) {
        FeatureVector x = data.encoder.encode(history, rating);
        Vector vector = Vectors.sparse(n, new int[] {x.index(0), x.index(1)}, new double[] {1, 1});
        rows.add(RowFactory.create(vector, target.of(rating.rating())));
      }
    }
    return Sparks.local()
        .createDataFrame(
            rows,
            new StructType().add("features", new VectorUDT()).add("label", DataTypes.DoubleType))
        .cache();
  }

  @Test
  void classifier_scoresAsSparkDoes() {
    TwoTastes data = new TwoTastes(20, 16, 1, 5);
    RatingTarget target = RatingTarget.likeFrom(4);
    Dataset<Row> rows = encoded(data, target);
    FMClassifier training =
        new FMClassifier().setFactorSize(3).setMaxIter(60).setStepSize(0.1).setSeed(1);
    FMClassificationModel model = training.fit(rows);
    TrainedModel trained =
        SparkModels.fm(model, data.encoder, target, null, Sparks.ratings(data.histories, 1));
    assertEquals(Ridge.Kind.ESTIMATED, trained.ridge().kind());
    for (Row row : model.transform(rows).select("features", "rawPrediction").collectAsList()) {
      Vector raw = row.getAs(1);
      assertEquals(raw.apply(1), trained.model().score(vector(row.getAs(0))), 1e-6);
    }
    FMClassificationModel descended =
        training.setSolver("gd").setRegParam(0.01).setMaxIter(20).fit(rows);
    TrainedModel fixed =
        SparkModels.fm(descended, data.encoder, target, null, Sparks.ratings(data.histories, 1));
    double ridge = 0.01 * rows.count();
    assertEquals(Ridge.fixed(ridge, ridge), fixed.ridge());
    SparkExplainer explainer = SparkExplainer.builder().model(trained).build();
    Dataset<Row> explained = explainer.recommend(Sparks.ratings(data.histories, 1));
    assertEquals(0, explained.filter("error is not null").count());
  }

  @Test
  void regressor_scoresAsSparkDoes() {
    TwoTastes data = new TwoTastes(20, 16, 1, 5);
    Dataset<Row> rows = encoded(data, RatingTarget.stars());
    FMRegressor training =
        new FMRegressor().setFactorSize(3).setMaxIter(40).setStepSize(0.2).setSeed(1);
    FMRegressionModel model = training.fit(rows);
    Dataset<Row> ratings = Sparks.ratings(data.histories, 1);
    Ridge known = Ridge.fixed(2, 3);
    TrainedModel trained = SparkModels.fm(model, data.encoder, known, ratings);
    assertEquals(known, trained.ridge());
    for (Row row : model.transform(rows).select("features", "prediction").collectAsList()) {
      assertEquals(row.getDouble(1), trained.model().score(vector(row.getAs(0))), 1e-6);
    }
    assertEquals(Set.copyOf(data.users), Set.copyOf(trained.summary().histories().userIds()));
  }

  /** Users of a descent are where Λ = regParam·N/2 says, and not where half or twice of it does. */
  @Test
  void regressor_ofGradientDescent_hasItsRidge() {
    TwoTastes data = new TwoTastes(8, 8, 3, 5);
    List<History> centred =
        data.histories.stream()
            .map(
                h ->
                    History.of(
                        Objects.requireNonNull(h.userId()),
                        h.interactions().stream()
                            .map(r -> Interaction.of(r.itemId(), r.rating() - 9))
                            .toList()))
            .toList();
    Dataset<Row> rows =
        encoded(data, RatingTarget.stars()).selectExpr("features", "label - 9 label");
    FMRegressionModel model =
        new FMRegressor()
            .setFactorSize(2)
            .setSolver("gd")
            .setRegParam(0.3)
            .setMaxIter(300)
            .setStepSize(1)
            .setTol(0)
            .setSeed(1)
            .fit(rows.coalesce(1));
    Dataset<Row> ratings = Sparks.ratings(centred, 1);
    TrainedModel trained = SparkModels.fm(model, data.encoder, null, ratings);
    double ridge = 0.3 * rows.count() / 2;
    assertEquals(Ridge.fixed(ridge, ridge), trained.ridge());
    double gap = trained.summary().typicalGap();
    for (double factor : new double[] {0.5, 2}) {
      Ridge other = Ridge.fixed(factor * ridge, factor * ridge);
      double otherGap = SparkModels.fm(model, data.encoder, other, ratings).summary().typicalGap();
      assertTrue(gap < 0.7 * otherGap, gap + " and of " + other + " " + otherGap);
    }
  }

  private static FeatureVector vector(Vector vector) {
    int[] indices = vector.toSparse().indices();
    return FeatureVector.ones(indices);
  }

  @Test
  void ratings_thatAreNotInOrder_areRefused() {
    TwoTastes data = new TwoTastes(8, 10, 1, 5);
    Dataset<Row> rows = encoded(data, RatingTarget.stars());
    FMRegressionModel model = new FMRegressor().setFactorSize(2).setMaxIter(5).fit(rows);
    Dataset<Row> damaged =
        Sparks.ratings(data.histories, 1)
            .selectExpr("user", "item", "if(user = '3' and item > '2', null, rating) rating");
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SparkModels.fm(model, data.encoder, null, damaged))
                .getMessage());
    assertTrue(
        message.startsWith("user '3' of the training ratings: rating of item '")
            && message.endsWith("' must not be null, but is"),
        message);
  }
}
