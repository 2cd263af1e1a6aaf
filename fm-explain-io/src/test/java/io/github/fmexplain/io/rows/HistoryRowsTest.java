package io.github.fmexplain.io.rows;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRowsTest {

  private static final RandomWorld WORLD =
      new RandomWorld(2, PredictorType.BINARY_CLASSIFIER, 40, 3);
  private static final FmExplainer EXPLAINER = WORLD.explainer();

  private static HistoryRows rows(int strongest) {
    return HistoryRows.builder().count(4).strongest(strongest).build();
  }

  private static double number(@Nullable Double value) {
    return Objects.requireNonNull(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 12, 1000})
  void recommend_showsTheStrongestAndTheRest(int strongest) {
    History history = WORLD.history("u1", 12);
    UserExplainer user = EXPLAINER.forHistory(history);
    List<Recommendation> list = user.recommend(4);
    List<ExplanationRow> made = rows(strongest).recommend(EXPLAINER, history, null);
    assertEquals(4, made.size());
    for (int j = 0; j < 4; j++) {
      ExplanationRow row = made.get(j);
      Explanation explanation = user.explain(list.get(j).itemId());
      assertEquals(j + 1, row.rank());
      assertEquals(explanation.itemId(), row.item());
      assertEquals(explanation.score(), row.score());
      assertEquals(explanation.probability(), row.probability());
      List<Contribution> sorted = new ArrayList<>(explanation.contributions());
      sorted.sort(Comparator.comparingDouble(c -> -Math.abs(c.removalEffect())));
      assertEquals(sorted.subList(0, Math.min(strongest, 12)), row.contributions());
      double sum = number(row.offset()) + number(row.restImpact()) + number(row.residual());
      for (Contribution contribution : row.contributions()) {
        sum += contribution.impact();
      }
      assertEquals(explanation.score(), sum, 1e-12);
      assertEquals(12, row.ratings());
      assertEquals(explanation.provenance().modelFingerprint(), row.modelFingerprint());
      assertEquals(
          explanation.diagnostics().warnings().stream().map(Object::toString).toList(),
          row.warnings());
      assertNull(row.error());
      assertExplains(explanation, WORLD.model, WORLD.encoder, history);
    }
  }

  @Test
  void explain_failsItemByItem() {
    History history = WORLD.history("u1", 6);
    List<ExplanationRow> made =
        rows(2).explain(EXPLAINER, history, null, List.of("i1", "unheard", "i2"));
    assertEquals(List.of("i1", "unheard", "i2"), made.stream().map(ExplanationRow::item).toList());
    assertNull(made.get(0).error());
    assertEquals("unknown item 'unheard'; the catalogue has 40 items", made.get(1).error());
    assertNull(made.get(1).score());
    assertEquals(rows(2).explain(EXPLAINER, history, null, List.of("i2")), made.subList(2, 3));
    assertNull(made.get(2).rank());
    Explanation explanation = EXPLAINER.forHistory(history).explain("i2");
    assertExplains(explanation, WORLD.model, WORLD.encoder, history);
  }

  @Test
  void users_thatFail_areRows() {
    History unheard = History.of("u1", List.of(Interaction.of("unheard", 5)));
    String error = "unknown item 'unheard'; the encoder has 40 items";
    assertEquals(
        List.of(ExplanationRow.failed("u1", null, error)),
        rows(2).recommend(EXPLAINER, unheard, null));
    assertEquals(
        List.of(ExplanationRow.failed("u1", "i1", error)),
        rows(2).explain(EXPLAINER, unheard, null, List.of("i1")));
    assertEquals(
        CounterfactualRow.failed("u1", error), rows(2).counterfactual(EXPLAINER, unheard, null));
    assertEquals(
        "ExplanationRow[user 'u1', item none, error: " + error + "]",
        rows(2).recommend(EXPLAINER, unheard, null).get(0).toString());
    assertEquals("IllegalStateException", HistoryRows.messageOf(new IllegalStateException()));
  }

  @Test
  void parameters_areTaken() {
    History history = WORLD.history("apart", 6);
    double[] parameters = {1, -1, 0.5, 0.25};
    Recommendation first = EXPLAINER.forHistory(history, parameters).recommend(1).get(0);
    ExplanationRow row = rows(2).recommend(EXPLAINER, history, parameters).get(0);
    assertEquals(first.itemId(), row.item());
    assertEquals(first.score(), number(row.score()), 1e-12);
    assertEquals(
        "parameters of user 'apart' must be 3 factors and a linear weight, all finite, but were 1"
            + " numbers",
        rows(2).recommend(EXPLAINER, history, new double[1]).get(0).error());
  }

  @Test
  void maxRatings_keepsTheLatestAndSaysSo() {
    List<Interaction> ratings =
        IntStream.range(0, 6)
            .mapToObj(
                j ->
                    new Interaction(
                        "i" + j,
                        1 + j % 5,
                        // The first has no time, as what was rated now; the others get older.
                        j == 0 ? null : Instant.ofEpochSecond(100 - j),
                        Set.of()))
            .toList();
    HistoryRows cut = HistoryRows.builder().count(4).strongest(9).maxRatings(3).build();
    ExplanationRow row = cut.recommend(EXPLAINER, History.of("u1", ratings), null).get(0);
    assertEquals(3, row.ratings());
    assertEquals(
        Set.of("i0", "i1", "i2"),
        Set.copyOf(row.contributions().stream().map(c -> c.interaction().itemId()).toList()));
    assertEquals("RatingsCut[used=3, of=6]", row.warnings().get(0));
    // Of equal times, or none, the last in the list are the latest.
    List<Interaction> untimed =
        ratings.stream().map(r -> Interaction.of(r.itemId(), r.rating())).toList();
    row = cut.recommend(EXPLAINER, History.of("u1", untimed), null).get(0);
    assertEquals(
        Set.of("i3", "i4", "i5"),
        Set.copyOf(row.contributions().stream().map(c -> c.interaction().itemId()).toList()));
    HistoryRows all = HistoryRows.builder().maxRatings(6).build();
    assertTrue(
        all.recommend(EXPLAINER, History.of("u1", ratings), null).get(0).warnings().stream()
            .noneMatch(warning -> warning.startsWith("RatingsCut")));
  }

  @Test
  void counterfactual_isThatOfAnswers() {
    int found = 0;
    for (int size = 3; size < 20; size++) {
      History history = WORLD.history("u2", size);
      UserExplainer user = EXPLAINER.forHistory(history);
      Recommendation first = user.recommend(1).get(0);
      RatingEdits edits = Answers.of(user).fewestRemovals(first.itemId()).orElse(null);
      CounterfactualRow row = rows(2).counterfactual(EXPLAINER, history, null);
      assertEquals(first.itemId(), row.item());
      assertEquals(first.score(), row.score());
      assertEquals(edits == null ? List.of() : edits.edits(), row.removals());
      assertEquals(edits == null ? null : edits.other().itemId(), row.otherItem());
      assertEquals(edits == null ? null : edits.item().scoreAfter(), row.scoreAfter());
      found += edits == null ? 0 : 1;
    }
    assertTrue(found > 0, "found none");
  }

  @Test
  void counterfactual_ofNothingToRecommend_isEmpty() {
    History history = WORLD.history("u1", 2);
    Catalogue rated = WORLD.catalogue.filter(item -> history.find(item.id()).isPresent());
    FmExplainer none = FmExplainer.of(EXPLAINER.trained(), rated);
    CounterfactualRow row = rows(2).counterfactual(none, history, null);
    assertNull(row.item());
    assertNull(row.error());
    assertNotNull(row.method());
    assertEquals(List.of(), rows(2).recommend(none, history, null));
  }

  @Test
  void settings_thatAreWrong_areRefused() {
    assertEquals(
        "strongest must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> HistoryRows.builder().strongest(0))
            .getMessage());
  }
}
