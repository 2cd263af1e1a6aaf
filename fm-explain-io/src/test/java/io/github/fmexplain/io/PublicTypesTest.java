package io.github.fmexplain.io;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.History;
import io.github.fmexplain.io.models.ModelFormat;
import io.github.fmexplain.io.rows.CounterfactualRow;
import io.github.fmexplain.io.rows.ExplanationRow;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    BuilderRules.rules()
        .sample(Charset.class, () -> StandardCharsets.ISO_8859_1)
        .sample(char.class, () -> ';')
        .sample(FmExplainer.class, PublicTypesTest::explainer)
        .assertAllSetOnce(TrainedModelLimits.class);
  }

  private static FmExplainer explainer() {
    return new RandomWorld(1, PredictorType.REGRESSOR, 3, 2).explainer();
  }

  @Test
  void nullArguments_failAtTheCallWithTheirNames() throws IOException {
    NullRules.rules()
        .value(
            Samples.whole(),
            Samples.whole().summary().metrics(),
            Results.explanation(Method.hessian()),
            Path.of("nowhere"),
            Explanation.class,
            StandardCharsets.UTF_8,
            TrainedModelLimits.defaults(),
            TrainedModelLimits.builder(),
            TimeFormat.ISO_8601,
            RatingsFile.builder().build(),
            TitlesFile.builder().build())
        .value(RatingsFile.builder(), TitlesFile.builder(), (Consumer<Object>) x -> {}, 0.5)
        .value(
            HistoryRows.builder(),
            HistoryRows.builder().build(),
            explainer(),
            History.ofNewUser(List.of()),
            ModelFormat.NPZ,
            ModelSource.of("npz", new RandomWorld(1, PredictorType.REGRESSOR, 3, 2).model))
        .assertAllNamed(TrainedModelFile.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() throws IOException {
    ToStringRules.assertDeclared(TrainedModelFile.class);
    ToStringRules.assertOneLine(
        TrainedModelLimits.defaults(),
        Results.document(),
        Results.document().dataset(),
        HistoryRows.builder().build(),
        explainer(),
        ExplanationRow.failed("u1", "i1", "failed"),
        CounterfactualRow.failed("u1", "failed"));
  }
}
