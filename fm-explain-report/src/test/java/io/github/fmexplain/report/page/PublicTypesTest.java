package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import java.awt.Color;
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
