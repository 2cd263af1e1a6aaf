package io.github.fmexplain.io;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Files of format version 1 as they were first written, each kind of encoder when it came. A later
 * version of the library reads them, or refuses them knowingly: then with a test that says so.
 * {@link #main} wrote them, of models whose every number is in this class and in {@link Samples}.
 */
class TrainedModelGoldenTest {

  static TrainedModel model(EncoderSections.Kind kind) {
    PredictorType type =
        kind == EncoderSections.Kind.ID_MAP
            ? PredictorType.REGRESSOR
            : PredictorType.BINARY_CLASSIFIER;
    FeatureEncoder encoder = Samples.encoder(kind);
    FmModel model = Samples.model(type, encoder.numFeatures());
    return new TrainedModel(
        model,
        encoder,
        type == PredictorType.REGRESSOR ? RatingTarget.stars() : RatingTarget.likeFrom(3.5),
        type == PredictorType.REGRESSOR ? null : Samples.hyperparameters(type),
        switch (kind) {
          case ONE_HOT -> Ridge.fixed(0.1, 2);
          case TAGS -> Ridge.perRating(0.25, 1.0 / 3);
          case ID_MAP -> new Ridge(Ridge.Kind.ESTIMATED, 1e-3, 1e300);
          case HISTORY -> Ridge.none();
        },
        kind == EncoderSections.Kind.ID_MAP ? TrainingMode.other() : TrainingMode.sageMaker(),
        new TrainingSummary(
            5,
            type == PredictorType.REGRESSOR
                ? Metrics.of(Map.of(Metric.RMSE, 0.5, Metric.MSE, 0.25, Metric.ABSOLUTE_LOSS, 0.4))
                : Metrics.of(Map.of(Metric.CROSS_ENTROPY, 0.3, Metric.ACCURACY, 0.8)),
            0.7,
            0.1,
            TrainingHistories.of(
                List.of("v", "u"),
                List.of(new HistoryHash(-1, 0), new HistoryHash(0x0123456789abcdefL, 2)),
                new int[] {0, 3, 5},
                new int[] {4, 0, 2, 3, 1})),
        switch (kind) {
          case ONE_HOT -> Samples.path(TrainingPath.Kind.RECORDED, model, encoder);
          case TAGS -> Samples.path(TrainingPath.Kind.RETRACED, model, encoder);
          case ID_MAP, HISTORY -> null;
        });
  }

  private static String name(EncoderSections.Kind kind) {
    return "trained-model-v1-" + RecordShape.nameOf(kind) + ".fmx";
  }

  private static Path golden(EncoderSections.Kind kind) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TrainedModelGoldenTest.class.getResourceAsStream(name(kind)))) {
      return Files.write(
          Jimfs.newFileSystem(Configuration.unix()).getPath("/" + name(kind)), in.readAllBytes());
    }
  }

  @Test
  void version1_isRead() throws IOException {
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      assertEquals(model(kind), TrainedModelFile.read(golden(kind)));
    }
  }

  @Test
  void version1_isWritten() throws IOException {
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      Path file = golden(kind);
      byte[] expected = Files.readAllBytes(file);
      TrainedModelFile.write(model(kind), file);
      assertArrayEquals(expected, Files.readAllBytes(file), name(kind));
    }
  }

  @Test
  void version1_explains() throws IOException {
    List<String> scores = new ArrayList<>();
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      TrainedModel trained = TrainedModelFile.read(golden(kind));
      History history = Samples.histories(kind).get(0);
      Explanation explanation =
          FmExplainer.of(trained, Samples.CATALOGUE)
              .withMethod(Method.hessian())
              .forHistory(history)
              .explain("käse");
      assertExplains(explanation, trained.model(), trained.encoder(), history);
      scores.add(
          String.format(Locale.ROOT, "%.6f %.6f", explanation.score(), explanation.totalImpact()));
    }
    assertEquals(
        List.of(
            "0.092226 -1.179950",
            "-0.311246 0.835297",
            "-0.079499 -40.745621",
            "0.137107 0.216606"),
        scores);
  }

  /** Writes the files to a folder. */
  public static void main(String[] folder) throws IOException {
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      TrainedModelFile.write(model(kind), Path.of(folder[0]).resolve(name(kind)));
    }
  }
}
