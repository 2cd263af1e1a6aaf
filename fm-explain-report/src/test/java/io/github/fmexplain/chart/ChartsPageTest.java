package io.github.fmexplain.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.evaluation.EvaluatedModel;
import io.github.fmexplain.evaluation.Perturbation;
import io.github.fmexplain.evaluation.RemovalWorld;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.page.ExplanationPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/charts.md is the code below, to the letter, and it runs. */
class ChartsPageTest {

  @Test
  void page_runs(@TempDir Path folder) throws IOException {
    RandomWorld random = new RandomWorld(12, PredictorType.BINARY_CLASSIFIER, 40, 4);
    FmExplainer explainer = random.explainer().build();
    EvaluatedModel model =
        new EvaluatedModel(
            random.model,
            random.encoder,
            random.catalogue,
            RatingTarget.defaultFor(PredictorType.BINARY_CLASSIFIER),
            explainer.factorRidge(),
            explainer.linearRidge(),
            null);
    History history = random.history("u1", 12);
    UserExplainer user = explainer.forHistory(history);
    Recommendation first = user.recommend(10).get(0);
    // region
    Explanation why = user.explain(first.itemId());
    ChartStyle style = ChartStyle.builder().width(640).locale(Locale.GERMAN).build();

    Chart bars = ExplanationCharts.bars(why, Quantity.REMOVAL_EFFECT, 10, style);
    Chart waterfall = ExplanationCharts.waterfall(why, 10, ChartStyle.standard());
    bars.writeSvg(folder.resolve("why.svg"));
    waterfall.writePng(folder.resolve("score.png"));
    // endregion
    // region
    RemovalWorld world = RemovalWorld.of(model, history);
    double[] effects =
        why.contributions().stream().mapToDouble(Contribution::removalEffect).toArray();
    Chart curve =
        ExplanationCharts.deletionCurve(
            Perturbation.deletionCurve(model, world, first.itemId(), effects, 20), style);
    // endregion
    // region
    UserExplainer refit =
        explainer.withInfluence(Influence.hessian().refit()).forHistory(user.history());
    ExplanationPage page = ExplanationPage.of(List.of(user, refit), 10, Locale.ENGLISH);
    page.write(folder.resolve("why.html"));
    // endregion
    ExplanationAssert.assertExplains(why, random.model, random.encoder, history);
    Svg svg = Svg.of(bars, style);
    assertTrue(
        svg.words()
            .contains(
                "Wirkung Ihrer Bewertungen, in Logits: was dem Wert ohne jede von ihnen fehlte"));
    assertTrue(Files.size(folder.resolve("score.png")) > 1000);
    assertTrue(curve.toSvg().contains("12 entfernt: "));
    assertEquals(page.toHtml(), Files.readString(folder.resolve("why.html")));
  }

  @Test
  void page_isTheOneInTheDocs() throws IOException {
    String page = read("../docs/charts.md");
    String source = read("src/test/java/io/github/fmexplain/chart/ChartsPageTest.java");
    assertEquals(
        blocks(source, "    // region\n(.*?)    // endregion\n"),
        blocks(page, "```java\n(.*?)```\n"));
  }

  private static List<String> blocks(String text, String pattern) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?m)^" + pattern, Pattern.DOTALL).matcher(text);
    while (matcher.find()) {
      blocks.add(String.valueOf(matcher.group(1)).stripTrailing().stripIndent());
    }
    return blocks;
  }

  private static String read(String path) throws IOException {
    return Files.readString(Path.of(path)).replace("\r\n", "\n");
  }
}
