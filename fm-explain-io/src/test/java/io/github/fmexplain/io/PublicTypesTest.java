package io.github.fmexplain.io;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.ToStringRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    BuilderRules.rules()
        .sample(Charset.class, () -> StandardCharsets.ISO_8859_1)
        .sample(char.class, () -> ';')
        .assertAllSetOnce(TrainedModelLimits.class);
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
        .assertAllNamed(TrainedModelFile.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() throws IOException {
    ToStringRules.assertDeclared(TrainedModelFile.class);
    ToStringRules.assertOneLine(
        TrainedModelLimits.defaults(), Results.document(), Results.document().dataset());
  }
}
