package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTransformerTest {

  private static final RandomWorld WORLD =
      new RandomWorld(7, PredictorType.BINARY_CLASSIFIER, 12, 3);
  private static final TrainedModel TRAINED = WORLD.trained(List.of());

  @Test
  void pipeline_isSavedAndLoaded(@TempDir Path folder) throws IOException {
    String model = folder.resolve("model.fmx").toString();
    TrainedModelFile.write(TRAINED, Path.of(model));
    String items = folder.resolve("items").toString();
    Sparks.items(WORLD.catalogue).write().parquet(items);
    List<History> histories = List.of(WORLD.history("u1", 6), WORLD.history("u2", 4));
    Dataset<Row> ratings = Sparks.ratings(histories, 1);
    ExplainTransformer stage = new ExplainTransformer();
    stage
        .with(stage.modelPath(), model)
        .with(stage.itemsPath(), items)
        .with(stage.method(), "hessian")
        .with(stage.count(), 3)
        .with(stage.strongest(), 2)
        .with(stage.maxRatings(), 5)
        .with(stage.partitions(), 2)
        .with(stage.leavesOutUnknownItems(), true);
    SQLTransformer scale =
        new SQLTransformer().setStatement("select user, item, rating + 1 rating from __THIS__");
    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {scale, stage}).fit(ratings);
    String saved = folder.resolve("pipeline").toString();
    pipeline.save(saved);
    SparkExplainer explainer =
        SparkExplainer.builder()
            .model(TRAINED)
            .items(Sparks.items(WORLD.catalogue))
            .method(Method.hessian())
            .count(3)
            .strongest(2)
            .maxRatings(5)
            .leavingOutUnknownItems()
            .build();
    List<String> expected =
        Sparks.lines(explainer.recommend(ratings.selectExpr("user", "item", "rating + 1 rating")));
    assertEquals(expected, Sparks.lines(pipeline.transform(ratings)));
    assertEquals(expected, Sparks.lines(PipelineModel.load(saved).transform(ratings)));
    String alone = folder.resolve("stage").toString();
    stage.write().overwrite().session(Sparks.local()).save(alone);
    ExplainTransformer loaded = ExplainTransformer.load(alone);
    assertEquals(stage.uid(), loaded.toString());
    assertEquals(
        expected,
        Sparks.lines(loaded.transform(ratings.selectExpr("user", "item", "rating + 1 rating"))));
  }

  @Test
  void whatIsMissing_isTold() {
    ExplainTransformer stage = new ExplainTransformer();
    Dataset<Row> ratings = Sparks.ratings(List.of(WORLD.history("u1", 6)), 1);
    assertEquals(
        "modelPath must be set to explain, but is not",
        assertThrows(IllegalArgumentException.class, () -> stage.transform(ratings)).getMessage());
    assertEquals(
        "ratings must have a column 'item', but have user, rating; rename the columns",
        assertThrows(
                IllegalArgumentException.class,
                () -> stage.transformSchema(ratings.drop("item").schema()))
            .getMessage());
  }
}
