package io.github.fmexplain.answer;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private final RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
  private final FmExplainer explainer = world.explainer();
  private final History history = world.history("u1", 5);
  private final Answers answers = Answers.of(explainer.forHistory(history));

  private static String error(Runnable question) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, question::run).getMessage());
  }

  private static String unknown(Runnable question) {
    return String.valueOf(assertThrows(UnknownIdException.class, question::run).getMessage());
  }

  @Test
  void audience_isAtLeastOne() {
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
  void listLengths_mayBeNothingAndMayExceedTheCatalogue() {
    assertEquals("count must be at least 0, but was -1", error(() -> answers.listDrivers(-1)));
    assertEquals("count must be at least 0, but was -1", error(() -> answers.whatIf(history, -1)));
    assertEquals(List.of(), answers.listDrivers(0).drivers());
    assertEquals(List.of(), answers.whatIf(history, 0).movers());
    assertEquals(7, answers.listDrivers(99).items().size());
    assertEquals(7, answers.whatIf(history, 99).after().size());
    FmExplainer ofNothing = FmExplainer.of(explainer.trained(), Catalogue.of(List.of()));
    WhatIf nothing = Answers.of(ofNothing.forHistory(history)).whatIf(history, 3);
    assertEquals(List.of(), nothing.after());
    assertEquals(List.of(), nothing.movers());
  }

  @Test
  void whatIf_isOfTheSameUser() {
    assertEquals(
        "edited history must be of user 'u1', but is of 'u2'",
        error(() -> answers.whatIf(world.history("u2", 3), 3)));
    Answers ofNew = Answers.of(explainer.forHistory(RandomWorld.asNewUser(history)));
    assertEquals(
        "edited history must be of a new user, but is of 'u1'",
        error(() -> ofNew.whatIf(history, 3)));
    assertEquals(
        answers.whatIf(RandomWorld.asNewUser(history), 3).standings(),
        answers.whatIf(history, 3).standings());
  }

  @Test
  void contrast_isOfOneUserAndMethod() {
    Explanation explanation = answers.user().explain("i1");
    History nobody = RandomWorld.asNewUser(history);
    Explanation other = explainer.forHistory(nobody).explain("i2");
    assertExplains(explanation, world.model, world.encoder, history);
    assertExplains(other, world.model, world.encoder, nobody);
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
    Explanation solved = explainer.foldIn(history).explain("i1");
    assertEquals(solved.score() - solved.offset(), all.jointRemovalEffect(), 1e-8);
  }

  /** The ridge of a user without ratings is no longer that of the ratings, but holds him at 0. */
  @Test
  void group_ofAllRatingsUnderARidgeForEachRating() {
    FmExplainer perRating =
        FmExplainer.of(
            TrainedModels.fitting(
                world.model,
                world.encoder,
                TrainedModels.target(PredictorType.BINARY_CLASSIFIER),
                Ridge.perRating(0.2, 0.5),
                List.of()),
            world.catalogue);
    UserExplainer user = perRating.withMethod(Method.hessian()).foldIn(history);
    RatingGroups.Group all = Answers.of(user).group("i1", "all", r -> true);
    Explanation explanation = user.explain("i1");
    double personal = explanation.score() - explanation.offset();
    assertEquals(personal, all.jointRemovalEffect(), 1e-9);
    assertExplains(explanation, world.model, world.encoder, history);
    String item = user.recommend(1).get(0).itemId();
    Answers.of(user).fewestRemovals(item).ifPresent(found -> assertTrue(found.size() <= 5));
  }

  @Test
  void strongestGroup_isTheOneWhoseRemovalMovesMost() {
    FmExplainer strict =
        FmExplainer.of(
            TrainedModels.fitting(
                world.model,
                world.encoder,
                TrainedModels.target(PredictorType.BINARY_CLASSIFIER),
                Ridge.fixed(20, 20),
                List.of()),
            world.catalogue);
    Answers weak =
        Answers.of(strict.withMethod(Method.hessian()).forHistory(world.history("u1", 9)));
    History rated = weak.user().history();
    int found = 0;
    for (CatalogueItem item : world.catalogue.items()) {
      Explanation explanation = weak.user().explain(item.id());
      assertExplains(explanation, world.model, world.encoder, rated);
      boolean alone =
          explanation.contributions().stream()
              .anyMatch(c -> Math.abs(c.removalEffect()) >= StrongestGroup.MATTERS);
      Optional<StrongestGroup> strongest = weak.strongestGroup(item.id());
      assertEquals(alone, strongest.isEmpty());
      if (alone) {
        continue;
      }
      double most = 0;
      List<RatingGroups.Group> groups = new ArrayList<>(weak.groupsByTag(item.id()).groups());
      groups.add(weak.group(item.id(), "", r -> r.rating() >= 4));
      groups.add(weak.group(item.id(), "", r -> r.rating() < 4));
      for (RatingGroups.Group group : groups) {
        if (group.ratings().size() > 1 && group.ratings().size() < rated.size()) {
          most = Math.max(most, Math.abs(group.jointRemovalEffect()));
        }
      }
      RatingGroups.Group group = strongest.orElseThrow().group();
      assertEquals(most, Math.abs(group.jointRemovalEffect()));
      assertTrue(groups.contains(group));
      found++;
    }
    assertTrue(found > 0, "no item without a rating that matters alone");
    assertTrue(
        Answers.of(strict.forHistory(world.history("u1", 1))).strongestGroup("i1").isEmpty());
  }

  @Test
  void groups_mayOverlap() {
    RatingGroups groups = answers.groups("i1", item -> List.of("all", item.id()));
    assertTrue(groups.overlapping());
    assertEquals(6, groups.groups().size());
    assertNull(groups.rest());
    assertFalse(answers.groupsByTag("i1").overlapping());
    RatingGroups none = answers.groups("i1", item -> List.of());
    assertEquals(5, Objects.requireNonNull(none.rest()).ratings().size());
    assertEquals(answers.user().provenance(), groups.explanation().provenance());
  }

  @Test
  void stability_equalsLeavingOutByHand() {
    for (Method method : List.of(Method.hessian(), Method.paper().withLambda(0.1))) {
      FmExplainer with = explainer.withMethod(method);
      Stability stability = Answers.of(with.forHistory(history)).stability("i1", Quantity.IMPACT);
      assertEquals(
          method instanceof Method.Hessian ? Method.hessian().solvedAgain() : method,
          stability.provenance().method());
      assertTrue(stability.provenance().diagnostics().foldedIn());
      assertEquals("u1", stability.provenance().userId());
      Stability.Spread first = stability.spreads().get(0);
      List<Double> values = new ArrayList<>();
      for (Interaction left : history.interactions()) {
        for (Contribution c :
            with.foldIn(history.without(left.itemId())).explain("i1").contributions()) {
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
  void stability_ofOneRating_hasNoSpread() {
    Stability.Spread only =
        Answers.of(explainer.forHistory(world.history("u1", 1))).stability("i1").spreads().get(0);
    assertTrue(Double.isNaN(only.standardDeviation()) && Double.isNaN(only.jackknifeError()));
    assertEquals(only.value(), only.lowest());
    assertEquals(only.value(), only.highest());
    assertTrue(only.sameSign());
    assertEquals(
        2,
        Answers.of(explainer.forHistory(world.history("u1", 2))).stability("i1").spreads().size());
  }

  @Test
  void historyOfOneRating_answersTheRest() {
    Answers one = Answers.of(explainer.forHistory(world.history("u1", 1)));
    assertEquals(1, one.listDrivers(3).drivers().size());
    assertEquals(1, one.contrast("i1", "i2").contributions().size());
    assertEquals(1, one.group("i1", "all", r -> true).ratings().size());
  }

  @Test
  void modelView_countsProponents() {
    List<History> histories =
        List.of(history, world.history("u2", 7), RandomWorld.asNewUser(world.history("u3", 2)));
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
        "drivers per item must be at least 1, but was 0",
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
