package io.github.fmexplain.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private final RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
  private final FmExplainer explainer = world.explainer().build();
  private final History history = world.history("u1", 5);
  private final Answers answers = Answers.of(explainer, history);

  private static String error(Runnable question) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, question::run).getMessage());
  }

  private static String unknown(Runnable question) {
    return String.valueOf(assertThrows(UnknownIdException.class, question::run).getMessage());
  }

  @Test
  void emptyHistory_isRefused() {
    assertEquals(
        "history of user 'u1' must have at least 1 rating, but is empty; there is nothing to"
            + " explain with",
        error(() -> Answers.of(explainer, History.of("u1", List.of()))));
    assertEquals(
        "history must have at least 1 rating, but is empty; there is nothing to explain with",
        error(() -> answers.whatIf(History.of("u1", List.of()), 3)));
    assertEquals(
        "histories must hold at least 1 user, but are empty",
        error(() -> Audience.of(explainer, List.of(), "i1")));
    assertEquals(
        "histories must hold at least 1 user, but are empty",
        error(() -> ModelView.of(explainer).itemDrivers(List.of(), 3, 3)));
  }

  @Test
  void unknownItems_areRefused() {
    String message = "unknown item 'z'; the catalogue has 12 items";
    assertEquals(message, unknown(() -> answers.contrast("i1", "z")));
    assertEquals(message, unknown(() -> answers.groupsByTag("z")));
    assertEquals(message, unknown(() -> answers.group("z", "all", r -> true)));
    assertEquals(message, unknown(() -> answers.stability("z")));
    assertEquals(message, unknown(() -> Audience.of(explainer, List.of(history), "z")));
    assertEquals(
        "unknown item 'z'; the encoder has 12 items",
        unknown(() -> answers.whatIf(history.with(Interaction.of("z", 3)), 3)));
  }

  @Test
  void listLengths_mustBePositiveAndMayExceedTheCatalogue() {
    assertEquals("count must be at least 1, but was 0", error(() -> answers.list(0)));
    assertEquals("count must be at least 1, but was 0", error(() -> answers.whatIf(history, 0)));
    assertEquals(7, answers.list(99).items().size());
    assertEquals(7, answers.whatIf(history, 99).after().size());
  }

  @Test
  void whatIf_isOfTheSameUser() {
    assertEquals(
        "edited history must be of user 'u1', but is of 'u2'",
        error(() -> answers.whatIf(world.history("u2", 3), 3)));
    Answers ofNew = Answers.of(explainer, history.asNewUser());
    assertEquals(
        "edited history must be of a new user, but is of 'u1'",
        error(() -> ofNew.whatIf(history, 3)));
    assertEquals(
        answers.whatIf(history.asNewUser(), 3).items(), answers.whatIf(history, 3).items());
  }

  @Test
  void contrast_isOfOneUserAndMethod() {
    Explanation explanation = answers.user().explain("i1");
    Explanation other = explainer.forHistory(history.asNewUser()).explain("i2");
    assertEquals(
        "explanations must be of one user, history, method and model, but those of 'i1' and 'i2'"
            + " differ; make both with one UserExplainer",
        error(() -> Contrast.of(explanation, other)));
  }

  @Test
  void group_holdsARating() {
    assertEquals(
        "group 'western' must hold at least 1 of the user's ratings, but holds none of 5",
        error(() -> answers.group("i1", "western", r -> false)));
    RatingGroups.Group all = answers.group("i1", "all", r -> true);
    assertEquals(5, all.ratings().size());
    // Without any rating the user's parameters are zero and the offset is left.
    Explanation resolved = explainer.forHistory(history.asNewUser()).explain("i1");
    assertEquals(resolved.score() - resolved.offset(), all.jointRemovalEffect(), 1e-8);
  }

  @Test
  void groups_mayOverlap() {
    RatingGroups groups = answers.groups("i1", item -> List.of("all", item.id()));
    assertTrue(groups.overlapping());
    assertEquals(6, groups.groups().size());
    assertTrue(groups.rest().isEmpty());
    assertFalse(answers.groupsByTag("i1").overlapping());
    RatingGroups none = answers.groups("i1", item -> List.of());
    assertEquals(5, none.rest().orElseThrow().ratings().size());
    assertEquals(groups.explanation().diagnostics(), groups.diagnostics());
  }

  @Test
  void stability_equalsLeavingOutByHand() {
    for (Influence method : List.of(Influence.hessian(), Influence.paper().withLambda(0.1))) {
      FmExplainer with = explainer.withInfluence(method);
      Stability stability = Answers.of(with, history).stability("i1", Quantity.IMPACT);
      assertEquals(method, stability.method());
      assertTrue(stability.diagnostics().resolved());
      Stability.Spread first = stability.spreads().get(0);
      List<Double> values = new ArrayList<>();
      for (Interaction left : history.interactions()) {
        for (Contribution c :
            with.forHistory(history.asNewUser().without(left.itemId()))
                .explain("i1")
                .contributions()) {
          if (c.interaction().equals(first.interaction())) {
            values.add(c.impact());
          }
        }
      }
      assertEquals(4, values.size());
      double mean = values.stream().mapToDouble(x -> x).average().orElseThrow();
      double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
      assertEquals(Math.sqrt(squares / 4), first.standardDeviation(), 1e-12);
      assertEquals(Math.sqrt(squares * 3 / 4), first.jackknifeError(), 1e-12);
      assertEquals(values.stream().mapToDouble(x -> x).min().orElseThrow(), first.lowest());
      assertEquals(values.stream().mapToDouble(x -> x).max().orElseThrow(), first.highest());
      assertEquals(first.lowest() * first.highest() > 0, first.sameSign());
    }
  }

  @Test
  void stability_needsTwoRatings() {
    Answers one = Answers.of(explainer, world.history("u1", 1));
    assertEquals(
        "history must have at least 2 ratings to tell a spread, but has 1; there is no other to"
            + " leave out",
        error(() -> one.stability("i1")));
    assertEquals(2, Answers.of(explainer, world.history("u1", 2)).stability("i1").spreads().size());
  }

  @Test
  void historyOfOneRating_answersTheRest() {
    Answers one = Answers.of(explainer, world.history("u1", 1));
    assertEquals(1, one.list(3).drivers().size());
    assertEquals(1, one.contrast("i1", "i2").contributions().size());
    assertEquals(1, one.group("i1", "all", r -> true).ratings().size());
  }

  @Test
  void modelView_countsProponents() {
    List<History> histories =
        List.of(history, world.history("u2", 7), world.history("u3", 2).asNewUser());
    List<ModelView.ItemDrivers> items = ModelView.of(explainer).itemDrivers(histories, 4, 2);
    assertEquals(12, items.stream().mapToInt(ModelView.ItemDrivers::recommendedTo).sum());
    int last = 3;
    for (ModelView.ItemDrivers item : items) {
      assertTrue(item.recommendedTo() <= last);
      last = item.recommendedTo();
      assertTrue(item.drivers().size() <= 2);
      for (ModelView.Driver driver : item.drivers()) {
        assertTrue(driver.times() <= item.recommendedTo());
        assertTrue(driver.meanRemovalEffect() > 0);
      }
    }
    assertEquals(
        "drivers an item must be at least 1, but was 0",
        error(() -> ModelView.of(explainer).itemDrivers(histories, 4, 0)));
  }

  @Test
  void factorEnds_areTheExtremes() {
    List<ModelView.FactorEnds> ends = ModelView.of(explainer).factorEnds(2);
    assertEquals(3, ends.size());
    assertEquals(1, ends.get(0).factor());
    List<ModelView.FactorEnds> all = ModelView.of(explainer).factorEnds(99);
    for (int c = 0; c < 3; c++) {
      List<ModelView.Placed> ascending = all.get(c).lowest();
      assertEquals(12, ascending.size());
      assertEquals(ascending.subList(0, 2), ends.get(c).lowest());
      assertEquals(ascending.get(11), ends.get(c).highest().get(0));
      double[] sums = new double[3];
      world.model.addTo(sums, world.encoder.itemFeatures(ascending.get(0).itemId()));
      assertEquals(sums[c], ascending.get(0).value());
    }
    assertEquals(
        "count must be at least 1, but was 0", error(() -> ModelView.of(explainer).factorEnds(0)));
  }
}
