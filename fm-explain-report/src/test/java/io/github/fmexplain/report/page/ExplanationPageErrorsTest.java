package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ExplanationPageErrorsTest {

  private final Pages pages = Pages.ordinary(3, 2);
  private final List<Explanation> explanations =
      pages.explanations(Method.hessian(), Pages.values(1));

  private static void assertIllegal(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void assertState(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  private ExplanationPage.Builder without() {
    return ExplanationPage.builder().history(pages.history).recommendations(pages.recommendations);
  }

  private static Explanation copy(Explanation e, @Nullable String user, String item, String model) {
    return new Explanation(
        new Provenance(user, e.method(), e.unit(), e.provenance().target(), model, e.diagnostics()),
        item,
        e.title(),
        e.score(),
        e.probability(),
        e.offset(),
        e.offsetParts(),
        e.residual(),
        e.contributions());
  }

  @Test
  void settings_areNeeded() {
    assertState(
        "missing settings: history, recommendations, explanations",
        () -> ExplanationPage.builder().build());
    assertState("missing settings: explanations", () -> without().build());
  }

  @Test
  void settings_areMadeOnce() {
    ExplanationPage.Builder builder =
        pages
            .builder()
            .counterfactuals(List.of())
            .catalogue(Catalogue.of(List.of()))
            .locale(Locale.GERMAN)
            .sentences(Pages.patterns());
    assertState("history was already set", () -> builder.history(pages.history));
    assertState(
        "list of recommendations was already set",
        () -> builder.recommendations(pages.recommendations));
    assertState(
        "list of counterfactuals was already set", () -> builder.counterfactuals(List.of()));
    assertState("catalogue was already set", () -> builder.catalogue(Catalogue.of(List.of())));
    assertState("locale was already set", () -> builder.locale(Locale.ENGLISH));
    assertState("bundle of sentences was already set", () -> builder.sentences(Pages.patterns()));
  }

  @Test
  void numbers_areFinite() {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertIllegal(
          "explanation of item '"
              + explanations.get(0).itemId()
              + "' must have finite numbers to be shown, but does not",
          () -> without().explanations(pages.explanations(Method.hessian(), () -> value)).build());
    }
  }

  @Test
  void recommendations_areChecked() {
    assertIllegal(
        "recommendations must hold at least one item; has the user rated everything?",
        () ->
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(List.of())
                .explanations(List.of())
                .build());
    assertIllegal(
        "recommendations must hold an item once, but have 'i0' twice",
        () ->
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(
                    List.of(pages.recommendations.get(0), pages.recommendations.get(0)))
                .explanations(explanations)
                .build());
    assertIllegal(
        "explainers must be at least one, but there are none",
        () -> ExplanationPage.of(List.of(), 3, Locale.ENGLISH));
  }

  @Test
  void explanations_coverTheRecommendations() {
    assertIllegal(
        "explanations of a method must cover every recommendation, but item 'i1' has none",
        () -> without().explanations(explanations.subList(0, 1)).build());
    List<Explanation> twice = new ArrayList<>(explanations);
    twice.add(explanations.get(1));
    assertIllegal(
        "explanations of a method must be one per item, but 'i1' has two",
        () -> without().explanations(twice).build());
    List<Explanation> more = new ArrayList<>(explanations);
    more.add(copy(explanations.get(0), Pages.USER, "i7", Pages.MODEL));
    assertIllegal(
        "explanation of item 'i7' must be of a recommended item; explain that list",
        () -> without().explanations(more).build());
  }

  @Test
  void explanations_areOfOneMethodPerCall() {
    assertIllegal(
        "explanations must be of one method per call, but item 'i0' has 'hessian' and item 'i1' has"
            + " 'paper'",
        () ->
            without()
                .explanations(
                    List.of(
                        explanations.get(0),
                        pages.explanations(Method.paper(), Pages.values(1)).get(1)))
                .build());
    assertIllegal(
        "method 'hessian' was given twice; call explanations once for each method",
        () -> pages.builder().explanations(explanations).build());
    assertIllegal(
        "method 'paper' was given twice; call explanations once for each method",
        () ->
            pages
                .builder()
                .explanations(pages.explanations(Method.paper(), Pages.values(1)))
                .explanations(pages.explanations(Method.paper().withLambda(0.1), Pages.values(1)))
                .build());
  }

  @Test
  void explanations_areOfOneUserModelAndHistory() {
    Explanation first = explanations.get(0);
    Explanation second = explanations.get(1);
    assertIllegal(
        "explanation of item 'i1' must be of user 'u1', but is of user 'u2'",
        () ->
            without().explanations(List.of(first, copy(second, "u2", "i1", Pages.MODEL))).build());
    assertIllegal(
        "explanation of item 'i1' must be of user 'u1', but is of a new user",
        () ->
            without().explanations(List.of(first, copy(second, null, "i1", Pages.MODEL))).build());
    assertIllegal(
        "explanation of item 'i1' must be of the model '0123456789abcdef' like the rest, but is of"
            + " 'beef'",
        () -> without().explanations(List.of(first, copy(second, "u1", "i1", "beef"))).build());
    assertIllegal(
        "explanation of item 'i0' must rest on the history, but that has no such rating of item"
            + " 'r0'",
        () ->
            ExplanationPage.builder()
                .history(History.of("u1", List.of()))
                .recommendations(pages.recommendations)
                .explanations(explanations)
                .build());
    assertIllegal(
        "explanations of a method must rest on the same ratings, but those of items 'i0' and 'i1'"
            + " do not",
        () ->
            without()
                .explanations(
                    List.of(
                        first,
                        pages
                            .explanations(
                                Method.hessian(), Pages.values(1), new Warning.LabelsAsLogits())
                            .get(1)))
                .build());
  }

  @Test
  void counterfactuals_areOnePerItemOfTheList() {
    RatingEdits counterfactual = pages.counterfactual();
    assertIllegal(
        "counterfactuals must be one per item, but 'i0' has two",
        () -> pages.builder().counterfactuals(List.of(counterfactual, counterfactual)).build());
    RatingEdits other = Pages.ordinary(3, 5).counterfactual(RatingEdits.Kind.REMOVE, 5, null, 4, 1);
    assertIllegal(
        "counterfactual of item 'i4' must be of a recommended item; explain that list",
        () -> pages.builder().counterfactuals(List.of(other)).build());
  }
}
