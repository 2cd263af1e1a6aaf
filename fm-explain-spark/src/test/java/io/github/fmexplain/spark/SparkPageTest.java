package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.io.rows.ExplanationRow;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.TrainedModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/spark.md is below, and it runs. */
class SparkPageTest {

  private static final String INSERT = "insert into explanations values (?, ?, ?, ?, ?)";
  private static final RandomWorld WORLD =
      new RandomWorld(12, PredictorType.BINARY_CLASSIFIER, 20, 3);

  private final TrainedModel trained = WORLD.trained(List.of());
  private final List<History> histories =
      List.of(withoutTags(WORLD.history("u1", 7)), withoutTags(WORLD.history("u2", 4)));

  private static History withoutTags(History history) {
    return new History(
        history.userId(),
        Set.of(),
        history.interactions().stream().map(r -> Interaction.of(r.itemId(), r.rating())).toList());
  }

  @Test
  void recommend_runs(@TempDir Path folder) {
    Dataset<Row> ratings = Sparks.ratings(histories, 1);
    Dataset<Row> titles = Sparks.items(WORLD.catalogue);
    Dataset<Row> asked = Sparks.local().sql("select 'u1' user, 'i3' item");
    // region recommend
    SparkExplainer explainer =
        SparkExplainer.builder().model(trained).items(titles).count(10).strongest(10).build();
    explainer
        .recommend(ratings)
        .write()
        .options(SparkExplainer.parquetOptions())
        .parquet(folder + "/explanations");
    explainer.counterfactuals(ratings).write().parquet(folder + "/counterfactuals");
    explainer.explain(ratings, asked).write().parquet(folder + "/answers");
    // endregion
    assertEquals(20, rows(folder, "explanations"));
    assertEquals(2, rows(folder, "counterfactuals"));
    assertEquals(1, rows(folder, "answers"));
  }

  private static int rows(Path folder, String table) {
    Dataset<Row> written = Sparks.local().read().parquet(folder.resolve(table).toString());
    return Sparks.lines(written.filter("error is null")).size();
  }

  @Test
  void pipeline_runs(@TempDir Path folder) throws IOException {
    String modelPath = folder.resolve("model.fmx").toString();
    TrainedModelFile.write(trained, Path.of(modelPath));
    Dataset<Row> ratings = Sparks.ratings(histories, 1);
    // region pipeline
    ExplainTransformer stage = new ExplainTransformer();
    stage
        .with(stage.modelPath(), modelPath)
        .with(stage.method(), "hessian")
        .with(stage.count(), 10);
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {stage}).fit(ratings);
    // endregion
    assertEquals(20, Sparks.lines(pipeline.transform(ratings)).size());
  }

  /** The shards are what SageMaker's own writer makes of the same rows in the same order. */
  @Test
  void recordIo_runs(@TempDir Path temporary) throws IOException {
    List<History> rated = new TwoTastes(9, 12, 1, 6).histories;
    Dataset<Row> ratings = Sparks.ratings(rated, 1);
    String folder = temporary.resolve("train").toString();
    // region recordio
    StringIndexerModel ids =
        new StringIndexer()
            .setInputCols(new String[] {"user", "item"})
            .setOutputCols(new String[] {"u", "i"})
            .fit(ratings);
    Pipeline oneHot =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  ids,
                  new OneHotEncoder()
                      .setInputCols(new String[] {"u", "i"})
                      .setOutputCols(new String[] {"us", "is"})
                      .setDropLast(false),
                  new VectorAssembler()
                      .setInputCols(new String[] {"us", "is"})
                      .setOutputCol("features")
                });
    Column mixed = xxhash64(col("user"), col("item"));
    Dataset<Row> rows =
        oneHot
            .fit(ratings)
            .transform(ratings)
            .withColumn("label", when(col("rating").geq(4), 1).otherwise(0))
            .repartitionByRange(3, mixed)
            .sortWithinPartitions(mixed);
    FeatureEncoder encoder =
        io.github.fmexplain.data.OneHotEncoder.of(
            List.of(ids.labelsArray()[0]), List.of(ids.labelsArray()[1]));
    List<SparkRecordIo.Shard> shards = SparkRecordIo.write(rows, encoder.numFeatures(), folder);
    // endregion
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (SparkRecordIo.Shard shard : shards) {
      byte[] bytes = Files.readAllBytes(Path.of(shard.path()));
      assertEquals(bytes.length, shard.bytes());
      long read = 0;
      for (RecordIoRow row : RecordIoReader.of(new ByteArrayInputStream(bytes))) {
        assertEquals(encoder.numFeatures(), row.width());
        read++;
      }
      assertEquals(shard.rows(), read);
      joined.write(bytes);
    }
    assertEquals(3, shards.size());
    assertEquals(ratings.count(), shards.stream().mapToLong(SparkRecordIo.Shard::rows).sum());
    Map<String, History> byUser = new HashMap<>();
    rated.forEach(history -> byUser.put(String.valueOf(history.userId()), history));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(expected)) {
      for (Row row : ratings.orderBy(mixed).collectAsList()) {
        History history = Objects.requireNonNull(byUser.get(row.getString(0)));
        Interaction rating = history.find(row.getString(1)).orElseThrow();
        float target = (float) RatingTarget.likeFrom(4).of(rating.rating());
        writer.write(encoder.encode(history, rating), encoder.numFeatures(), target);
      }
    }
    assertArrayEquals(expected.toByteArray(), joined.toByteArray());
  }

  @Test
  void otherEngines_run() throws SQLException {
    List<Object> written = new ArrayList<>();
    Connection connection = connection(written);
    FmExplainer explainer = WORLD.explainer();
    // region engine
    HistoryRows rows = HistoryRows.builder().count(10).strongest(5).build();
    List<ExplanationRow> made =
        histories.parallelStream()
            .flatMap(history -> rows.recommend(explainer, history, null).stream())
            .toList();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (ExplanationRow row : made) {
        insert.setString(1, row.user());
        insert.setObject(2, row.rank());
        insert.setString(3, row.item());
        insert.setObject(4, row.score());
        insert.setString(5, row.error());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    // endregion
    assertEquals(20, made.size());
    assertEquals(20, written.stream().filter("addBatch"::equals).count());
    assertEquals("executeBatch", written.get(written.size() - 2));
  }

  /** A connection that takes everything and notes which methods are called. */
  private static Connection connection(List<Object> called) {
    ClassLoader loader = SparkPageTest.class.getClassLoader();
    PreparedStatement statement =
        (PreparedStatement)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, args) -> {
                  called.add(method.getName());
                  return method.getReturnType() == int[].class ? new int[0] : null;
                });
    return (Connection)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {Connection.class}, (proxy, method, args) -> statement);
  }

  @Test
  void code_isThatOfThePage() throws IOException {
    String page = Files.readString(Path.of("../docs/spark.md"));
    String source =
        Files.readString(Path.of("src/test/java/io/github/fmexplain/spark/SparkPageTest.java"));
    Matcher region =
        Pattern.compile("<!-- region (\\w+) -->\n```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    int regions = 0;
    while (region.find()) {
      regions++;
      String code = region.group(2).indent(4);
      assertTrue(
          source.contains("    // region " + region.group(1) + "\n" + code + "    // endregion\n"),
          region.group());
    }
    assertEquals(4, regions);
  }
}
