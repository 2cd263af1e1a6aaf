package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.io.rows.ExplanationRow;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
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
    explainer.recommend(ratings).write().parquet(folder + "/explanations");
    explainer.counterfactuals(ratings).write().parquet(folder + "/counterfactuals");
    explainer.explain(ratings, asked).write().parquet(folder + "/answers");
    // endregion
    assertEquals(20, rows(folder, "explanations"));
    assertEquals(2, rows(folder, "counterfactuals"));
    assertEquals(1, rows(folder, "answers"));
  }

  private static long rows(Path folder, String table) {
    return Sparks.local()
        .read()
        .parquet(folder.resolve(table).toString())
        .filter("error is null")
        .count();
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
    assertEquals(20, pipeline.transform(ratings).count());
  }

  @Test
  void otherEngines_run() throws SQLException {
    List<Object> written = new ArrayList<>();
    Connection connection = connection(written);
    FmExplainer explainer = WORLD.explainer();
    // region engine
    HistoryRows rows = HistoryRows.builder().explainer(explainer).count(10).strongest(5).build();
    List<ExplanationRow> made =
        histories.parallelStream().flatMap(h -> rows.recommend(h, null).stream()).toList();
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
    assertEquals(3, regions);
  }
}
