package io.github.fmexplain.spark;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparkExplainerTest {

  private static final TwoTastes DATA = new TwoTastes(14, 24, 1, 3);
  private static final TrainedModel TRAINED = train();
  private static final Catalogue CATALOGUE = Sparks.inOrder(DATA.catalogue);

  private static TrainedModel train() {
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(4)
            .epochs(300)
            .miniBatchSize(20)
            .build();
    try {
      return LocalTrainer.builder()
          .seed(1)
          .recordPath()
          .build()
          .fit(DATA.set(RatingTarget.likeFrom(4)), hyperparameters)
          .trained();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<History> histories() {
    List<History> all = new ArrayList<>(DATA.histories);
    // One that the model does not know.
    all.add(History.of("new", DATA.histories.get(3).interactions().subList(0, 4)));
    return all.stream()
        .map(Sparks::inOrder)
        .sorted(Comparator.comparing(h -> Objects.requireNonNull(h.userId())))
        .toList();
  }

  private static List<String> expected(Method method) {
    FmExplainer core = FmExplainer.of(TRAINED, CATALOGUE).withMethod(method);
    List<String> lines = new ArrayList<>();
    for (History history : histories()) {
      lines.addAll(Sparks.recommended(core.forHistory(history), 5, 3));
    }
    return lines;
  }

  private static SparkExplainer.Builder five() {
    return SparkExplainer.builder().items(Sparks.items(DATA.catalogue)).count(5).strongest(3);
  }

  static List<Method> methods() {
    return Method.all();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void recommend_hasTheBitsOfCore(Method method) {
    SparkExplainer explainer = five().model(TRAINED).method(method).build();
    List<String> expected = expected(method);
    assertEquals(expected, Sparks.lines(explainer.recommend(Sparks.ratings(histories(), 1))));
    assertEquals(expected, Sparks.lines(explainer.recommend(Sparks.histories(histories()))));
    assertTrue(expected.size() > 50, "only " + expected.size());
  }

  @Test
  void recommend_doesNotDependOnPartitions() {
    List<String> expected = expected(Method.hessian());
    for (int partitions : new int[] {1, 3, 17}) {
      SparkExplainer explainer =
          five().model(TRAINED).method(Method.hessian()).partitions(partitions).build();
      Dataset<Row> ratings = Sparks.ratings(histories(), partitions).repartition(5);
      Dataset<Row> rows = explainer.recommend(ratings);
      assertEquals(expected, Sparks.lines(rows));
      assertEquals(expected, Sparks.lines(explainer.recommend(Sparks.histories(histories()))));
    }
  }

  @Test
  void model_canBeAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.fmx");
    TrainedModelFile.write(TRAINED, file);
    Dataset<Row> ratings = Sparks.ratings(histories(), 1);
    for (String path : List.of(file.toString(), file.toUri().toString())) {
      SparkExplainer explainer = five().model(path).method(Method.replay()).build();
      assertEquals(expected(Method.replay()), Sparks.lines(explainer.recommend(ratings)));
    }
  }

  @Test
  void everyRating_isThereOnRequest() {
    SparkExplainer explainer =
        SparkExplainer.builder().model(TRAINED).count(2).strongest(Integer.MAX_VALUE).build();
    FmExplainer core = FmExplainer.of(TRAINED, ItemTable.all(TRAINED.encoder().items().ids()));
    List<String> lines = new ArrayList<>();
    for (History history : histories()) {
      lines.addAll(Sparks.recommended(core.forHistory(history), 2, Integer.MAX_VALUE));
    }
    assertEquals(lines, Sparks.lines(explainer.recommend(Sparks.ratings(histories(), 2))));
    History history = histories().get(0);
    Explanation explanation = core.forHistory(history).explain("1");
    assertExplains(explanation, TRAINED.model(), TRAINED.encoder(), history);
  }

  /** Users are sorted by a hash of 32 bits, which some share. */
  @Test
  void users_ofOneHash_areKeptApart() {
    List<Row> sharing =
        Sparks.local()
            .range(200_000)
            .selectExpr("concat('user-', id) user")
            .groupBy(functions.hash(functions.col("user")))
            .agg(functions.collect_list("user").as("users"))
            .filter("size(users) > 1")
            .selectExpr("explode(users)")
            .collectAsList();
    assertTrue(sharing.size() >= 4, sharing::toString);
    List<History> histories = new ArrayList<>();
    for (Row row : sharing) {
      History like = DATA.histories.get(histories.size() % DATA.histories.size());
      histories.add(Sparks.inOrder(History.of(row.getString(0), like.interactions())));
    }
    histories.sort(Comparator.comparing(h -> Objects.requireNonNull(h.userId())));
    FmExplainer core = FmExplainer.of(TRAINED, CATALOGUE).withMethod(Method.hessian());
    List<String> expected = new ArrayList<>();
    for (History history : histories) {
      expected.addAll(Sparks.recommended(core.forHistory(history), 5, 3));
    }
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    assertEquals(expected, Sparks.lines(explainer.recommend(Sparks.ratings(histories, 1))));
  }

  /** Nothing but how the numbers are stored is another with the options. */
  @Test
  void parquetOptions_turnOffDictionariesOfNumbers(@TempDir Path folder) throws IOException {
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    Dataset<Row> once = explainer.recommend(Sparks.ratings(histories(), 1));
    // Four times, or Parquet would give up a dictionary of so few at once.
    Dataset<Row> rows = once.union(once).union(once).union(once).coalesce(1);
    String plain = folder.resolve("plain").toString();
    String tuned = folder.resolve("tuned").toString();
    rows.write().parquet(plain);
    rows.write().options(SparkExplainer.parquetOptions()).parquet(tuned);
    assertEquals(
        expected(Method.hessian()), Sparks.lines(Sparks.local().read().parquet(tuned).distinct()));
    TreeSet<String> numbers = new TreeSet<>(withDictionary(plain));
    numbers.removeAll(withDictionary(tuned));
    assertEquals(
        "[contributions.list.element.impact, contributions.list.element.influence,"
            + " contributions.list.element.removalEffect, offset, probability, residual, restImpact,"
            + " score]",
        numbers.toString());
  }

  /** The columns that the file of a folder has a dictionary of. */
  private static Set<String> withDictionary(String folder) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    InputFile input =
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), Source.configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      return reader.getFooter().getBlocks().get(0).getColumns().stream()
          .filter(ColumnChunkMetaData::hasDictionaryPage)
          .map(column -> column.getPath().toDotString())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void theta_isTakenForTheUsersParameters() {
    StructType withTheta =
        Sparks.RATING.add("theta", DataTypes.createArrayType(DataTypes.DoubleType));
    History history = histories().get(2);
    double[] theta = {0.5, -0.25, 0.125, 1, -0.5};
    List<Row> rows =
        history.interactions().stream()
            .map(
                r ->
                    RowFactory.create(
                        "elsewhere",
                        r.itemId(),
                        r.rating(),
                        Arrays.stream(theta).boxed().toArray()))
            .toList();
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    FmExplainer core = FmExplainer.of(TRAINED, CATALOGUE).withMethod(Method.hessian());
    History elsewhere = History.of("elsewhere", history.interactions());
    assertEquals(
        Sparks.recommended(core.forHistory(elsewhere, theta), 5, 3),
        Sparks.lines(explainer.recommend(Sparks.local().createDataFrame(rows, withTheta))));
  }

  @Test
  void theta_ofASplitModel_isFoundByUser() {
    List<Row> thetas =
        DATA.users.stream()
            .map(
                user -> {
                  int column = TRAINED.encoder().userFeature(user).orElseThrow();
                  float[] factors = Arrays.copyOf(TRAINED.model().factors(column), 5);
                  factors[4] = TRAINED.model().linearWeight(column);
                  return RowFactory.create(
                      user, IntStream.range(0, 5).mapToObj(c -> factors[c]).toArray());
                })
            .toList();
    Dataset<Row> users =
        Sparks.local()
            .createDataFrame(
                thetas,
                new StructType()
                    .add("user", DataTypes.StringType)
                    .add("theta", DataTypes.createArrayType(DataTypes.FloatType)));
    SparkExplainer explainer =
        five().model(new SplitModel(TRAINED, users)).method(Method.hessian()).build();
    List<String> expected = expected(Method.hessian());
    // Two users have no ratings here, and no rows.
    List<History> some =
        histories().stream().filter(h -> !String.valueOf(h.userId()).startsWith("1")).toList();
    List<String> kept = expected.stream().filter(line -> !line.startsWith("1")).toList();
    assertEquals(expected, Sparks.lines(explainer.recommend(Sparks.ratings(histories(), 1))));
    assertEquals(kept, Sparks.lines(explainer.recommend(Sparks.ratings(some, 1))));
    assertEquals(kept, Sparks.lines(explainer.recommend(Sparks.histories(some))));
    assertFalse(kept.isEmpty());
  }

  @Test
  void explain_answersForEachPair() {
    List<Row> pairs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    FmExplainer core = FmExplainer.of(TRAINED, CATALOGUE).withMethod(Method.hessian());
    for (History history : histories()) {
      for (String item : List.of("3", "5")) {
        pairs.add(RowFactory.create(history.userId(), item));
        pairs.add(RowFactory.create(history.userId(), item));
        var user = core.forHistory(history);
        expected.add(Sparks.line(user, null, user.explain(item), 3));
      }
    }
    StructType pair =
        new StructType().add("user", DataTypes.StringType).add("item", DataTypes.StringType);
    Dataset<Row> wanted = Sparks.local().createDataFrame(pairs, pair);
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    assertEquals(expected, Sparks.lines(explainer.explain(Sparks.ratings(histories(), 1), wanted)));
    assertEquals(expected, Sparks.lines(explainer.explain(Sparks.histories(histories()), wanted)));
    Explanation last = core.forHistory(histories().get(0)).explain("3");
    assertExplains(last, TRAINED.model(), TRAINED.encoder(), histories().get(0));
  }

  @Test
  void explain_saysWhichPairsFail() {
    List<Row> pairs =
        List.of(
            RowFactory.create("1", "3"),
            RowFactory.create("1", "unheard"),
            RowFactory.create("nobody", "3"));
    StructType pair =
        new StructType().add("user", DataTypes.StringType).add("item", DataTypes.StringType);
    Dataset<Row> wanted = Sparks.local().createDataFrame(pairs, pair);
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    for (Dataset<Row> data :
        List.of(Sparks.ratings(histories(), 1), Sparks.histories(histories()))) {
      assertEquals(
          List.of(
              "1; 3; null",
              "1; unheard; unknown item 'unheard'; the catalogue has 24 items",
              // Without ratings: what the item has without them.
              "nobody; 3; null"),
          Sparks.lines(explainer.explain(data, wanted).select("user", "item", "error")));
    }
  }

  @Test
  void counterfactuals_areThoseOfCore() {
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    FmExplainer core = FmExplainer.of(TRAINED, CATALOGUE).withMethod(Method.hessian());
    List<String> expected = new ArrayList<>();
    for (History history : histories()) {
      var user = core.forHistory(history);
      var first = user.recommend(1).get(0);
      RatingEdits edits = Answers.of(user).fewestRemovals(first.itemId()).orElse(null);
      List<String> removals =
          edits == null
              ? List.of()
              : edits.edits().stream()
                  .map(e -> e.itemId() + "; " + e.title() + "; " + e.oldRating())
                  .toList();
      expected.add(
          String.join(
              "; ",
              history.userId(),
              first.itemId(),
              first.title(),
              Double.toString(first.score()),
              removals.toString(),
              String.valueOf(edits == null ? null : edits.item().scoreAfter()),
              String.valueOf(edits == null ? null : edits.other().itemId()),
              String.valueOf(edits == null ? null : edits.other().title()),
              String.valueOf(edits == null ? null : edits.other().scoreAfter())));
    }
    String[] columns =
        "item,title,score,removals,scoreAfter,otherItem,otherTitle,otherScore".split(",");
    for (Dataset<Row> data :
        List.of(Sparks.ratings(histories(), 1), Sparks.histories(histories()))) {
      assertEquals(expected, Sparks.lines(explainer.counterfactuals(data).select("user", columns)));
    }
    assertTrue(
        expected.stream().filter(line -> !line.contains("[]")).count() >= 3, expected::toString);
  }

  @Test
  void wholeNumbers_areIds() {
    Dataset<Row> ratings = Sparks.ratings(DATA.histories, 1);
    Dataset<Row> numbers =
        ratings.selectExpr(
            "cast(user as int)", "cast(item as bigint)", "cast(rating as decimal(3,1))");
    SparkExplainer explainer = five().model(TRAINED).method(Method.hessian()).build();
    assertEquals(
        Sparks.lines(explainer.recommend(ratings)), Sparks.lines(explainer.recommend(numbers)));
  }
}
