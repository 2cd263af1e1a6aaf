package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For all packages of the module. */
class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    Pages pages = Pages.ordinary(3, 1);
    BuilderRules.rules()
        .sample(Color.class, () -> Color.BLUE)
        .sample(History.class, () -> pages.history)
        .sample(
            Catalogue.class,
            () -> Catalogue.of(List.of(new CatalogueItem("i0", "Title", Set.of()))))
        .sample(ResourceBundle.class, Pages::patterns)
        .call("ChartStyle.width", 400)
        .call("ChartStyle.height", 500)
        .additive("ExplanationPage.explanations")
        .assertAllSetOnce(ExplanationPage.class);
  }

  @Test
  void nullArguments_failAtTheCallWithTheirNames() {
    Pages pages = Pages.ordinary(3, 1);
    Explanation explanation = pages.explanations(Method.hessian(), () -> 0.1).get(0);
    RandomWorld world = new RandomWorld(1, PredictorType.BINARY_CLASSIFIER, 12, 2);
    UserExplainer user = world.explainer().forHistory(world.history("u1", 5));
    Answers answers = Answers.of(user);
    String item = user.recommend(1).get(0).itemId();
    NullRules.rules()
        .value(
            pages.history,
            pages.recommendations.get(0),
            explanation,
            explanation.provenance(),
            Pages.patterns(),
            world.catalogue,
            user,
            new Warning.LowRank(1, 2, 3),
            new StrongestGroup(
                explanation.provenance(),
                explanation.itemId(),
                StrongestGroup.Kind.TAG,
                answers.group(item, "all", rating -> true)),
            Ablation.of(user).deletionCurve(item, new double[5], 3),
            new RatingEdits(
                user.provenance(),
                RatingEdits.Kind.REMOVE,
                1,
                List.of(),
                new Standing("a", "A", 1, 2, 0, 0),
                new Standing("b", "B", 2, 1, 0, 0)),
            Color.BLUE,
            Path.of("nowhere"),
            Sentences.english(),
            WarningTexts.english(),
            ChartStyle.standard(),
            ExplanationCharts.bars(explanation, Quantity.IMPACT, 3, ChartStyle.standard()),
            pages.builder().build(),
            AuditPage.of(CaseFile.of(user, item), Locale.ENGLISH),
            CaseFile.of(user, item),
            ParameterReport.of(world.explainer(), List.of(user.history())))
        .value(ExplanationPage.builder(), ChartStyle.builder())
        .assertAllNamed(ExplanationPage.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() {
    ToStringRules.assertDeclared(ExplanationPage.class);
    Pages pages = Pages.ordinary(3, 1);
    ToStringRules.assertOneLine(
        ExplanationCharts.bars(
            pages.explanations(Method.hessian(), () -> 0.1).get(0),
            Quantity.INFLUENCE,
            10,
            ChartStyle.standard()),
        ChartStyle.builder().width(400).height(500).build(),
        Sentences.english(),
        WarningTexts.in(Locale.GERMAN),
        pages.builder().build());
    assertEquals("ChartStyle[800 x as needed pixels, en]", ChartStyle.standard().toString());
  }
}
