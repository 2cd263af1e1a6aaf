package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {

  private static final RandomWorld WORLD =
      new RandomWorld(5, PredictorType.BINARY_CLASSIFIER, 30, 3);
  private static final TrainedModel TRAINED = WORLD.trained(List.of());

  private static SparkExplainer.Builder builder() {
    return SparkExplainer.builder().model(TRAINED).method(Method.hessian()).count(2);
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static String recommendRefusal(Dataset<Row> data) {
    return refusal(() -> builder().build().recommend(data));
  }

  private static Dataset<Row> sql(String query) {
    return Sparks.local().sql(query);
  }

  @Test
  void columns_thatAreMissing() {
    assertEquals(
        "ratings must have a column 'rating', but have user, item, stars; rename the columns",
        recommendRefusal(sql("select 'u1' user, 'i1' item, 5.0 stars")));
    assertEquals(
        "ratings of histories must have a column 'item', but have movie, rating; rename the"
            + " columns",
        recommendRefusal(
            sql("select 'u1' user, array(named_struct('movie', 'i1', 'rating', 5.0)) ratings")));
    assertEquals(
        "items to explain must have a column 'user', but have item; rename the columns",
        refusal(
            () ->
                builder()
                    .build()
                    .explain(
                        sql("select 'u1' user, 'i1' item, 5.0 rating"), sql("select 'i2' item"))));
    assertEquals(
        "items must have a column 'title', but have item; rename the columns",
        refusal(() -> builder().items(sql("select 'i2' item")).build()));
    assertEquals(
        "users must have a column 'theta', but have user; rename the columns",
        refusal(() -> new SplitModel(TRAINED, sql("select 'u' user"))));
  }

  @Test
  void columns_ofTheWrongType() {
    assertEquals(
        "column 'user' of ratings must be a string or a whole number, but is double; cast it",
        recommendRefusal(sql("select 1.5d user, 'i1' item, 5.0 rating")));
    assertEquals(
        "column 'rating' of ratings must be a number, but is string; cast it",
        recommendRefusal(sql("select 'u1' user, 'i1' item, '5' rating")));
    assertEquals(
        "column 'time' of ratings must be a timestamp, a date or whole seconds since 1970, but is"
            + " string; cast it",
        recommendRefusal(sql("select 'u1' user, 'i1' item, 5 rating, '1997' time")));
    assertEquals(
        "column 'userTags' of ratings must be an array of strings, but is string; cast it",
        recommendRefusal(sql("select 'u1' user, 'i1' item, 5 rating, 'F' userTags")));
    assertEquals(
        "column 'theta' of ratings must be an array of floats or doubles, but is array<int>; cast"
            + " it",
        recommendRefusal(sql("select 'u1' user, 'i1' item, 5 rating, array(1, 2) theta")));
    assertEquals(
        "column 'ratings' of histories must be an array of structs with item and rating, but is"
            + " string; cast it",
        recommendRefusal(sql("select 'u1' user, 'i1:5' ratings")));
  }

  @Test
  void models_thatAreNotThere(@TempDir Path folder) throws IOException {
    assertEquals(
        "model must be a file that driver and executors can read, but there is no"
            + " '/nowhere/model.fmx' here; put it where all of them see it, or give the model"
            + " itself",
        refusal(() -> SparkExplainer.builder().model("/nowhere/model.fmx").build()));
    assertEquals(
        "model must be a path, but is blank", refusal(() -> SparkExplainer.builder().model(" ")));
    Path file = folder.resolve("model.fmx");
    TrainedModelFile.write(TRAINED, file);
    byte[] bytes = Files.readAllBytes(file);
    // The version stands behind the eight bytes that every such file begins with.
    bytes[8] = 2;
    Files.write(file, bytes);
    String later =
        String.valueOf(
            assertThrows(
                    UncheckedIOException.class,
                    () -> SparkExplainer.builder().model(file.toString()).build())
                .getMessage());
    assertEquals(
        "model '"
            + file
            + "' cannot be read: format version must be 1, but is 2; read it with a later version"
            + " of fm-explain, or write it again with this one, in "
            + file,
        later);
    Files.writeString(file, "no model");
    String other =
        String.valueOf(
            assertThrows(
                    UncheckedIOException.class,
                    () -> SparkExplainer.builder().model(file.toUri().toString()).build())
                .getMessage());
    assertTrue(other.startsWith("model '" + file.toUri() + "' cannot be read: "), other);
  }

  @Test
  void settings_thatAreWrong() {
    assertEquals(
        "count must be at least 1, but was 0", refusal(() -> SparkExplainer.builder().count(0)));
    assertEquals(
        "method must have its default settings on Spark, but was Replay[adjoint=false, thinning=7]",
        refusal(() -> SparkExplainer.builder().method(Method.replay().thinnedBy(7))));
    assertEquals(
        "missing settings: model",
        assertThrows(IllegalStateException.class, () -> SparkExplainer.builder().build())
            .getMessage());
    assertEquals(
        "item of items must not be null, but is in one row",
        refusal(() -> builder().items(sql("select cast(null as string) item, 'T' title")).build()));
  }

  /** One user for each thing that can be wrong, among users who are in order. */
  @Test
  void users_thatFail_areRowsWithAnError() {
    List<Row> rows = new ArrayList<>();
    List<History> good = List.of(WORLD.history("u1", 8), WORLD.history("u2", 5));
    for (History history : good) {
      for (Interaction rating : history.interactions()) {
        rows.add(RowFactory.create(history.userId(), rating.itemId(), rating.rating()));
      }
    }
    rows.add(RowFactory.create("a-nan", "i1", Double.NaN));
    rows.add(RowFactory.create("a-nan", "i2", 4.0));
    rows.add(RowFactory.create("b-twice", "i1", 4.0));
    rows.add(RowFactory.create("b-twice", "i1", 5.0));
    rows.add(RowFactory.create("c-unknown", "i1", 4.0));
    rows.add(RowFactory.create("c-unknown", "unheard", 4.0));
    rows.add(RowFactory.create("d-no-item", null, 4.0));
    rows.add(RowFactory.create("e-no-rating", "i1", null));
    rows.add(RowFactory.create(null, "i1", 4.0));
    rows.add(RowFactory.create(null, "i2", 4.0));
    rows.add(RowFactory.create("", "i2", 4.0));
    Dataset<Row> ratings = Sparks.local().createDataFrame(rows, Sparks.RATING);
    List<String> expected =
        List.of(
            "null; user must not be null, but is in a history of 2 ratings; leave it out, or give"
                + " new users ids of their own",
            "; user id must not be empty; use null for a new user",
            "a-nan; rating of item 'i1' must be finite, but was NaN",
            "b-twice; history must hold an item once, but has 'i1' as ratings 1 and 2; keep one of"
                + " them",
            "c-unknown; unknown item 'unheard'; the encoder has 30 items",
            "d-no-item; item of rating 1 must not be null, but is",
            "e-no-rating; rating of item 'i1' must not be null, but is");
    SparkExplainer explainer = builder().build();
    for (Dataset<Row> made :
        List.of(explainer.recommend(ratings), explainer.counterfactuals(ratings))) {
      List<String> errors = Sparks.lines(made.filter("error is not null").select("user", "error"));
      assertEquals(expected, errors);
      assertEquals(2, made.filter("error is null").select("user").distinct().count());
    }
    Dataset<Row> histories =
        ratings
            .groupBy("user")
            .agg(
                org.apache
                    .spark
                    .sql
                    .functions
                    .expr("array_sort(collect_list(named_struct('item', item, 'rating', rating)))")
                    .as("ratings"));
    assertEquals(
        expected,
        Sparks.lines(
            explainer.recommend(histories).filter("error is not null").select("user", "error")));
    Dataset<Row> kept = builder().leavingOutUnknownItems().build().recommend(ratings);
    assertEquals(
        List.of("RatingsLeftOut[itemIds=[unheard]]"),
        kept
            .filter("user = 'c-unknown'")
            .selectExpr("explode(warnings) w")
            .filter("w like 'Ratings%'")
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList());
  }

  @Test
  void columnsOfAUser_thatContradictEachOther_areErrors() {
    SparkExplainer explainer = builder().build();
    Dataset<Row> tags =
        sql(
            "select * from values ('u1', 'i1', 5, array('gender=F')), ('u1', 'i2', 5,"
                + " array('gender=M')), ('u2', 'i2', 5, array('gender=M', null)) as"
                + " t(user, item, rating, userTags)");
    assertEquals(
        List.of(
            "u1; userTags must be the same in each row of a user, but are [gender=F] and"
                + " [gender=M]",
            "u2; userTags must not hold null, but do"),
        Sparks.lines(explainer.recommend(tags).select("user", "error")));
    Dataset<Row> thetas =
        sql(
            "select * from values ('u1', 'i1', 5, array(1d, 2d, 3d, 0d)), ('u2', 'i1', 5,"
                + " array(1d)), ('u3', 'i1', 5, array(1d, null, 3d, 0d)) as"
                + " t(user, item, rating, theta)");
    assertEquals(
        List.of(
            "u1; null",
            "u1; null",
            "u2; parameters of user 'u2' must be 3 factors and a linear weight, all finite, but"
                + " were 1 numbers",
            "u3; theta must not hold null, but does"),
        Sparks.lines(explainer.recommend(thetas).select("user", "error")));
    Dataset<Row> contexts =
        sql(
            "select * from values ('u1', 'i1', 5, array('evening')), ('u2', 'i1', 5,"
                + " array('noon')), ('u3', 'i1', 5, array('evening', null)) as"
                + " t(user, item, rating, context)");
    assertEquals(
        List.of(
            "u1; null",
            "u1; null",
            "u2; unknown context tag 'noon'; the encoder has 2 context tags",
            "u3; context of the rating of item 'i1' must not hold null, but does"),
        Sparks.lines(explainer.recommend(contexts).select("user", "error")));
  }

  @Test
  void everythingThatARatingMayHave_arrives() {
    String values =
        " values ('u1', 'i1', 5, array('evening'), timestamp_seconds(10), array('gender=F')),"
            + " ('u1', 'i2', 3, array(), timestamp_seconds(30), array('gender=F')),"
            + " ('u1', 'i3', 4, array('morning'), timestamp_seconds(20), array('gender=F')) as"
            + " t(user, item, rating, context, time, userTags)";
    Dataset<Row> ratings = sql("select * from" + values);
    Dataset<Row> seconds =
        sql("select user, item, rating, context, unix_seconds(time) time, userTags from" + values);
    Dataset<Row> histories =
        sql(
            "select user, userTags, array_sort(collect_list(named_struct('item', item, 'rating',"
                + " rating, 'time', time, 'context', context))) ratings from"
                + values
                + " group by user, userTags");
    History latest =
        History.of(
                "u1",
                List.of(
                    new Interaction("i2", 3, java.time.Instant.ofEpochSecond(30), Set.of()),
                    new Interaction(
                        "i3", 4, java.time.Instant.ofEpochSecond(20), Set.of("morning"))))
            .withUserTags(Set.of("gender=F"));
    SparkExplainer explainer = builder().maxRatings(2).build();
    var core =
        io.github.fmexplain.FmExplainer.of(TRAINED, ItemTable.all(TRAINED.encoder().items().ids()))
            .withMethod(Method.hessian())
            .forHistory(latest);
    List<String> expected =
        Sparks.recommended(core, 2, 10).stream()
            .map(line -> line.replace("; [History", "; [RatingsCut[used=2, of=3], History"))
            .toList();
    for (Dataset<Row> data : List.of(ratings, seconds, histories)) {
      assertEquals(expected, Sparks.lines(explainer.recommend(data)));
    }
    assertTrue(expected.get(0).contains("RatingsCut"), expected.get(0));
  }

  /** One user who has rated nearly everything holds up the others no longer than it takes. */
  @Test
  void historiesOfAnyLength_areInOneJob() {
    int items = 100_020;
    List<String> ids = IntStream.range(0, items).mapToObj(Integer::toString).toList();
    OneHotEncoder encoder = OneHotEncoder.of(List.of("long"), ids);
    FmModel.Builder model =
        FmModel.builder(PredictorType.BINARY_CLASSIFIER, encoder.numFeatures(), 2);
    for (int f = 0; f < encoder.numFeatures(); f++) {
      model.factor(f, 0, (float) Math.sin(f)).factor(f, 1, (float) Math.cos(3.0 * f));
    }
    TrainedModel trained =
        TrainedModels.fitting(
            model.build(), encoder, RatingTarget.likeFrom(4), Ridge.fixed(1, 1), List.of());
    Dataset<Row> ratings =
        sql(
            "select 'long' user, id item, id % 5 + 1 rating from range(100000) union all select"
                + " 'short', 7 * id, id % 5 + 1 from range(10)");
    SparkExplainer.Builder builder =
        SparkExplainer.builder().model(trained).method(Method.hessian()).count(1).strongest(1);
    assertEquals(
        List.of("long; 100000; null", "short; 10; null"),
        Sparks.lines(builder.build().recommend(ratings).select("user", "ratings", "error")));
    Dataset<Row> cut = builder.maxRatings(1000).build().recommend(ratings);
    assertEquals(
        List.of("long; 1000; true", "short; 10; false"),
        Sparks.lines(
            cut.selectExpr(
                "user",
                "ratings",
                "array_contains(warnings, 'RatingsCut[used=1000, of=100000]') cut")));
  }
}
