package io.github.fmexplain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.chart.Chart;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.page.AuditPage;
import io.github.fmexplain.report.page.ExplanationPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code of docs/charts.md and docs/audit.md, and that in words of docs/answers.md, is below, and
 * it runs.
 */
class DocsTest {

  private final RandomWorld world = new RandomWorld(12, PredictorType.BINARY_CLASSIFIER, 40, 4);
  private final FmExplainer explainer = world.explainer();
  private final History history = world.history("u1", 12);
  private final UserExplainer user = explainer.forHistory(history);
  private final Recommendation first = user.recommend(10).get(0);

  @Test
  void charts_run(@TempDir Path folder) throws IOException {
    // charts
    Explanation why = user.explain(first.itemId());
    ChartStyle style = ChartStyle.builder().width(640).locale(Locale.GERMAN).build();

    Chart bars = ExplanationCharts.bars(why, Quantity.REMOVAL_EFFECT, 10, style);
    Chart waterfall = ExplanationCharts.waterfall(why, 10, ChartStyle.standard());
    bars.writeSvg(folder.resolve("why.svg"));
    waterfall.writePng(folder.resolve("score.png"));
    // end
    // charts
    double[] effects =
        why.contributions().stream().mapToDouble(Contribution::removalEffect).toArray();
    Chart curve =
        ExplanationCharts.deletionCurve(
            Ablation.of(user).deletionCurve(first.itemId(), effects, 20), style);
    // end
    // charts
    UserExplainer again =
        explainer.withMethod(Method.hessian().solvedAgain()).forHistory(user.history());
    ExplanationPage page = ExplanationPage.of(List.of(user, again), 10, Locale.ENGLISH);
    page.write(folder.resolve("why.html"));
    // end
    ExplanationAssert.assertExplains(why, world.model, world.encoder, history);
    assertTrue(
        bars.toSvg()
            .contains(
                "Wirkung Ihrer Bewertungen, in Logits: was dem Wert ohne jede von ihnen fehlte"));
    assertTrue(Files.size(folder.resolve("score.png")) > 1000);
    assertTrue(curve.toSvg().contains("12 entfernt: "));
    assertEquals(page.toHtml(), Files.readString(folder.resolve("why.html")));
  }

  @Test
  void audits_run(@TempDir Path folder) throws IOException {
    // audit
    CaseFile file = CaseFile.of(user, first.itemId()); // a list of 10, now
    AuditPage.of(file, Locale.ENGLISH).write(folder.resolve("case.html"));
    // end
    // audit
    ParameterReport report = ParameterReport.of(explainer, List.of(history)); // a sample of users
    report.share(ParameterReport.Kind.RATINGS); // how much of the scores' variance
    AuditPage.of(report, Locale.GERMAN).write(folder.resolve("parameters.html"));
    // end
    assertTrue(Files.size(folder.resolve("case.html")) > 1000);
    assertTrue(Files.size(folder.resolve("parameters.html")) > 1000);
    ExplanationAssert.assertExplains(file.explanation(), world.model, world.encoder, history);
  }

  @Test
  void words_run() {
    Optional<RatingEdits> removals = Answers.of(user).fewestRemovals(first.itemId());
    // words
    Sentences words = Sentences.english();
    words.of(first, user.explain(first.itemId())); // Recommended in part because you liked “…” …
    removals.ifPresent(words::of); // Without your ratings of “…” …
    Sentences.in(Locale.GERMAN);

    WarningTexts warnings = WarningTexts.in(Locale.ENGLISH);
    user.provenance().diagnostics().warnings().forEach(warnings::of);
    // end
    assertTrue(removals.map(words::of).orElse("Without your ").startsWith("Without your "));
    ExplanationAssert.assertExplains(
        user.explain(first.itemId()), world.model, world.encoder, history);
  }

  @Test
  void blocks_areThoseOfTheDocs() throws IOException {
    String source = read("src/test/java/io/github/fmexplain/report/DocsTest.java");
    assertEquals(
        blocks(source, "    // charts\n(.*?)    // end\n"),
        blocks(read("../docs/charts.md"), "```java\n(.*?)```\n"));
    assertEquals(
        blocks(source, "    // audit\n(.*?)    // end\n"),
        blocks(read("../docs/audit.md"), "```java\n(.*?)```\n"));
    assertTrue(
        blocks(read("../docs/answers.md"), "```java\n(.*?)```\n")
            .containsAll(blocks(source, "    // words\n(.*?)    // end\n")));
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
