package io.github.fmexplain.answer;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.TestMethods;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingGroups.Group;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AnswersProperties {

  private static final double CLOSE = 1e-9;

  /** A known user for even seeds, a new one for odd seeds, with every method in turn. */
  private static Answers answers(RandomWorld world, long seed, int ratings) {
    List<Method> methods = TestMethods.withSettings();
    History history = world.history("u1", ratings);
    FmExplainer explainer =
        world.explainer().withMethod(methods.get((int) Math.floorMod(seed, (long) methods.size())));
    return Answers.of(
        explainer.forHistory(seed % 2 == 0 ? history : RandomWorld.asNewUser(history)));
  }

  private static double tolerance(Explanation... explanations) {
    double largest = 1;
    for (Explanation explanation : explanations) {
      for (Contribution c : explanation.contributions()) {
        largest = Math.max(largest, Math.abs(c.impact()));
      }
    }
    return CLOSE * largest;
  }

  @Property(tries = 120, seed = "1")
  void contrast_addsUpToTheDifferenceOfTheScores(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 10) int ratings) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    Answers answers = answers(world, seed, ratings);
    Contrast contrast = answers.contrast("i3", "i9");
    double sum = contrast.offset() + contrast.residual();
    for (Contribution c : contrast.contributions()) {
      sum += c.impact();
    }
    double difference = answers.user().score("i3") - answers.user().score("i9");
    assertEquals(difference, contrast.score(), CLOSE);
    assertEquals(contrast.score(), sum, tolerance(contrast.item(), contrast.rival()));
    assertExplains(contrast.item(), world.model, world.encoder, answers.user().history());
    assertExplains(contrast.rival(), world.model, world.encoder, answers.user().history());
    int split = contrast.proponents(99).size() + contrast.opponents(99).size();
    assertTrue(split <= contrast.contributions().size());
    assertEquals(answers.user().provenance(), contrast.provenance());
  }

  @Property(tries = 80, seed = "1")
  void list_addsUpToTheSumOfTheScores(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 30) int listLength) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    Answers answers = answers(world, seed, 7);
    ListDrivers list = answers.listDrivers(listLength);
    assertEquals(answers.user().recommend(listLength), list.items());
    double scores = list.items().stream().mapToDouble(Recommendation::score).sum();
    double sum = list.offset() + list.residual();
    for (ListDrivers.Driver driver : list.drivers()) {
      sum += driver.impact();
      assertTrue(driver.proponentOf() >= 0 && driver.proponentOf() <= list.items().size());
    }
    assertEquals(scores, list.score(), CLOSE);
    assertEquals(
        scores,
        sum,
        list.items().size() * tolerance(answers.user().explain("i0")) + 1e-8 * Math.abs(sum));
  }

  @Property(tries = 80, seed = "1")
  void groups_addUpAndAreRemovedTogether(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 9) int ratings) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    Answers answers = answers(world, seed, ratings);
    UserExplainer user = answers.user();
    RatingGroups groups = answers.groupsByTag("i5");
    Explanation explanation = groups.explanation();
    assertExplains(explanation, world.model, world.encoder, user.history());
    double sum = explanation.offset() + explanation.residual();
    int members = 0;
    for (Group group : groups.groups()) {
      sum += group.impact();
      members += group.ratings().size();
      assertJointEffect(user, group);
    }
    Group rest = groups.rest();
    if (rest != null) {
      sum += rest.impact();
      members += rest.ratings().size();
    }
    assertEquals(ratings, members);
    assertEquals(explanation.score(), sum, tolerance(explanation));
  }

  /** The reference: one explainer with the group and one without. */
  private static void assertJointEffect(UserExplainer user, Group group) {
    History history = user.history();
    History without = history;
    for (var rated : group.ratings()) {
      without = without.without(rated.interaction().itemId());
    }
    if (without.size() > 0) {
      double effect =
          user.explainer().foldIn(history).score("i5")
              - user.explainer().foldIn(without).score("i5");
      assertEquals(effect, group.jointRemovalEffect(), 1e-7);
    }
  }

  @Property(tries = 60, seed = "1")
  void audience_addsUpToTheMeanScore(@ForAll long seed, @ForAll PredictorType type) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    FmExplainer explainer = world.explainer();
    List<History> histories =
        List.of(
            world.history("u1", 5),
            world.history("u2", 8),
            RandomWorld.asNewUser(world.history("u3", 3)));
    Audience audience = Audience.of(explainer, histories, "i4");
    double mean =
        histories.stream().mapToDouble(h -> explainer.forHistory(h).score("i4")).sum() / 3;
    double sum = audience.offset() + audience.residual();
    for (Audience.RatedItem item : audience.ratedItems()) {
      sum += item.meanImpact();
      assertEquals(item.totalImpact(), 3 * item.meanImpact(), CLOSE);
    }
    assertEquals(mean, audience.score(), CLOSE);
    assertEquals(mean, sum, 1e-8);
    assertEquals(
        mean, audience.members().stream().mapToDouble(Audience.Member::share).sum(), CLOSE);
    for (Audience.Member member : audience.members()) {
      assertEquals(member.score(), member.offset() + member.impact() + member.residual(), 1e-8);
    }
  }

  @Property(tries = 60, seed = "1")
  void whatIf_equalsTheReference(@ForAll long seed, @ForAll PredictorType type) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    Answers answers = answers(world, seed, 6);
    UserExplainer user = answers.user();
    History history = user.history();
    Interaction first = history.interactions().get(0);
    History edited =
        history
            .without(history.interactions().get(1).itemId())
            .with(Interaction.of(first.itemId(), 6 - first.rating()))
            .with(Interaction.of(user.recommend(1).get(0).itemId(), 5));
    WhatIf whatIf = answers.whatIf(edited, 4);
    Map<String, Double> after =
        new CounterfactualReference(user.explainer(), history).scoresAfter(edited);
    assertEquals(user.recommend(4), whatIf.before());
    for (Standing standing : whatIf.standings()) {
      double score = Objects.requireNonNull(after.get(standing.itemId()));
      assertEquals(user.score(standing.itemId()), standing.scoreBefore());
      assertEquals(score, standing.scoreAfter(), 1e-7);
    }
    assertEquals(4, whatIf.after().size());
    double last = Double.POSITIVE_INFINITY;
    for (Recommendation recommendation : whatIf.after()) {
      assertTrue(edited.find(recommendation.itemId()).isEmpty());
      assertTrue(recommendation.score() <= last);
      last = recommendation.score();
    }
    assertTrue(whatIf.provenance().diagnostics().foldedIn());
  }

  @Property(tries = 30, seed = "1")
  void whatIfNothingChanges_nothingMoves(@ForAll long seed, @ForAll PredictorType type) {
    RandomWorld world = new RandomWorld(seed, type, 14, 4);
    Answers answers = answers(world, seed, 6);
    WhatIf whatIf = answers.whatIf(answers.user().history(), 5);
    assertEquals(
        whatIf.before().stream().map(Recommendation::itemId).toList(),
        whatIf.after().stream().map(Recommendation::itemId).toList());
    for (Standing standing : whatIf.movers()) {
      assertEquals(standing.scoreBefore(), standing.scoreAfter(), 1e-8);
    }
  }
}
