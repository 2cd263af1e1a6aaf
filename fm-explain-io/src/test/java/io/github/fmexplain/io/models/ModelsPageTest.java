package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/models.md is below, and it runs. */
class ModelsPageTest {

  @TempDir private Path folder;

  @Test
  void page_runs() throws IOException {
    FmModel model = World.model(PredictorType.REGRESSOR);
    Path file = Files.write(folder.resolve("model.txt"), ModelBytes.libfm(model));
    List<String> userIds = World.USERS;
    List<String> itemIds = World.ITEMS;
    List<History> histories = World.histories(model);
    Catalogue catalogue =
        Catalogue.of(itemIds.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList());
    // page
    ModelSource source =
        ModelFiles.libfm(file).withLoss(Loss.HALF_SQUARED).withRidge(Ridge.perRating(0.01, 0.01));
    FeatureEncoder encoder = OneHotEncoder.of(userIds, itemIds);
    TrainingSet rows = TrainingSet.of(encoder, histories, RatingTarget.stars());
    TrainedModel trained = TrainedModel.of(source, rows);
    FmExplainer explainer = FmExplainer.of(trained, catalogue);
    // end
    ExplanationAssert.assertExplains(
        explainer.forHistory(histories.get(0)).explain("i0"), model, encoder, histories.get(0));
  }

  @Test
  void block_isThatOfThePage() throws IOException {
    Path source = Path.of("src/test/java/io/github/fmexplain/io/models/ModelsPageTest.java");
    assertEquals(
        block(source, "    // page\n(.*?)    // end\n"),
        block(Path.of("../docs/models.md"), "```java\n(.*?)```\n"));
  }

  private static String block(Path file, String pattern) throws IOException {
    String text = Files.readString(file).replace("\r\n", "\n");
    Matcher matcher = Pattern.compile("(?m)^" + pattern, Pattern.DOTALL).matcher(text);
    assertTrue(matcher.find(), file + " has no block");
    return String.valueOf(matcher.group(1)).stripTrailing().stripIndent();
  }
}
