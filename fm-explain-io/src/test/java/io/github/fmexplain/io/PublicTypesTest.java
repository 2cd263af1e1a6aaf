package io.github.fmexplain.io;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.ToStringRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
  void publicTypes_sayWhatTheyAre() throws IOException {
    ToStringRules.assertDeclared(TrainedModelFile.class);
    ToStringRules.assertOneLine(
        TrainedModelLimits.defaults(), Results.document(), Results.document().dataset());
  }
}
