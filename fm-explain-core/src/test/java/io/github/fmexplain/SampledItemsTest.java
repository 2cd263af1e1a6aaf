package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Items that were sampled as not chosen are rows of training, and no ratings. */
class SampledItemsTest {

  private static final TwoTastes TASTES = new TwoTastes(30, 24, 1, 3);
  private static final NegativeSampling SAMPLING =
      NegativeSampling.builder().perPositive(2).seed(1).items(TASTES.items).build();
  private static final List<History> PURCHASES =
      TASTES.histories.stream()
          .map(
              history ->
                  History.of(
                      String.valueOf(history.userId()),
                      history.interactions().stream()
                          .filter(rating -> rating.rating() >= 4)
                          .map(rating -> Interaction.of(rating.itemId(), 1))
                          .toList()))
          .toList();
  private static final List<History> SAMPLED = SAMPLING.addTo(PURCHASES);

  private static TrainedModel trained;
  private static FmExplainer explainer;

  @BeforeAll
  static void train() throws InterruptedException {
    // Every purchase is a like, whatever its value: what is sampled is none, whatever the target.
    TrainingSet set =
        TrainingSet.of(TASTES.encoder, SAMPLED, RatingTarget.likeFrom(-1)).shuffled(1);
    trained =
        LocalTrainer.builder()
            .seed(1)
            .recordPath()
            .build()
            .fit(
                set,
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(4)
                    .epochs(60)
                    .miniBatchSize(50)
                    .build())
            .trained();
    explainer = FmExplainer.of(trained, TASTES.catalogue);
  }

  private static Set<String> purchased(History history) {
    Set<String> items = new HashSet<>();
    history.interactions().forEach(rating -> items.add(rating.itemId()));
    return items;
  }

  @Test
  void target_ofSampledItemsIsZero() {
    TrainingSet set = TrainingSet.of(TASTES.encoder, SAMPLED, RatingTarget.likeFrom(-1));
    int row = 0;
    for (History history : SAMPLED) {
      for (int r = 0; r < history.rows().size(); r++) {
        assertEquals(r < history.size() ? 1 : 0, set.target(row));
        row++;
      }
    }
    assertEquals(row, set.numRows());
    assertEquals(set.numRows(), trained.summary().rows());
  }

  @Test
  void sampledItems_areRecommended() {
    for (History history : SAMPLED) {
      UserExplainer user = explainer.forHistory(history);
      Set<String> expected = new HashSet<>(TASTES.items);
      expected.removeAll(purchased(history));
      Set<String> recommended = new HashSet<>();
      user.recommend(100).forEach(item -> recommended.add(item.itemId()));
      assertEquals(expected, recommended);
      assertEquals(expected.size(), Ablation.of(user).candidates());
      assertEquals(history.size(), Ablation.of(user).asScored().residuals().length);
    }
  }

  @Test
  void purchasesAlone_areExplainedAsTrained() {
    for (int u = 0; u < 5; u++) {
      UserExplainer user = explainer.forHistory(PURCHASES.get(u));
      assertEquals(SAMPLED.get(u), user.history());
      assertEquals(
          List.of(),
          user.provenance().diagnostics().warning(Warning.HistoryDiffers.class).stream().toList());
      Explanation explanation = user.explain(user.recommend(1).get(0).itemId());
      assertEquals(explanation, explainer.forHistory(SAMPLED.get(u)).explain(explanation.itemId()));
      // The rows are those of training, and the replay is that training: it ends where it did.
      Replayed replay = explanation.diagnostics().replay();
      assertTrue(replay != null && replay.distance() < 0.1, () -> "" + replay);
      assertExplains(explanation, trained.model(), trained.encoder(), user.history());
    }
  }

  @Test
  void anotherDraw_isAnotherHistory() {
    List<String> sampled = new ArrayList<>(SAMPLED.get(0).sampled());
    sampled.remove(0);
    assertTrue(
        explainer
            .forHistory(SAMPLED.get(0).withSampled(sampled))
            .provenance()
            .diagnostics()
            .warning(Warning.HistoryDiffers.class)
            .isPresent());
  }

  /** The same rows as ratings that are no likes give the same user; only the words differ. */
  @Test
  void numbers_areThoseOfTheSameRowsAsRatings() {
    RandomWorld world = new RandomWorld(5, PredictorType.BINARY_CLASSIFIER, 20, 3);
    History all = world.history("u1", 14);
    List<Interaction> own = all.interactions().subList(0, 6);
    List<Interaction> others =
        all.interactions().subList(6, 14).stream()
            .map(rating -> Interaction.of(rating.itemId(), 1))
            .toList();
    List<Interaction> together = new ArrayList<>(own);
    together.addAll(others);
    History asRatings = new History("u1", all.userTags(), together);
    History sampled =
        new History("u1", all.userTags(), own, others.stream().map(Interaction::itemId).toList());
    TrainedModel model = world.trained(List.of(asRatings));
    List<Method> methods = new ArrayList<>(TestMethods.all());
    methods.add(Method.hessian().solvedAgain());
    for (boolean foldIn : new boolean[] {false, true}) {
      for (Method method : methods) {
        FmExplainer by = FmExplainer.of(model, world.catalogue).withMethod(method);
        for (String item : List.of("i0", others.get(0).itemId(), own.get(0).itemId())) {
          Explanation expected = user(by, asRatings, foldIn).explain(item);
          Explanation explanation = user(by, sampled, foldIn).explain(item);
          boolean paper = method instanceof Method.Paper;
          int named = paper ? explanation.contributions().size() : own.size();
          assertEquals(expected.contributions().subList(0, named), explanation.contributions());
          double joint =
              expected.contributions().stream().skip(named).mapToDouble(Contribution::impact).sum();
          assertEquals(expected.offset() + joint, explanation.offset(), 1e-12);
          assertEquals(expected.score(), explanation.score());
          assertEquals(expected.residual(), explanation.residual(), 1e-12);
          assertExplains(explanation, world.model, world.encoder, sampled);
        }
      }
    }
  }

  private static UserExplainer user(FmExplainer by, History history, boolean foldIn) {
    return foldIn ? by.foldIn(history) : by.forHistory(history);
  }

  @Test
  void edits_touchNoSampledItem() {
    int found = 0;
    for (History history : SAMPLED) {
      Answers answers = Answers.of(explainer.forHistory(history));
      List<String> list =
          answers.user().recommend(20).stream().map(Recommendation::itemId).toList();
      List<RatingEdits> edits = new ArrayList<>();
      answers.fewestRemovals(list.get(0)).ifPresent(edits::add);
      // Below the target's threshold: what a purchase becomes is a row like the sampled ones.
      answers.fewestChanges(list.get(0), -2).ifPresent(edits::add);
      for (RatingEdits removed : edits) {
        found++;
        removed
            .edits()
            .forEach(edit -> assertTrue(purchased(history).contains(edit.itemId()), edit.itemId()));
      }
      answers
          .fewestAdditions(list.get(2), 1, 10)
          .ifPresent(
              added ->
                  added
                      .edits()
                      .forEach(edit -> assertFalse(history.sampled().contains(edit.itemId()))));
      RatingGroups groups =
          answers.groups(list.get(0), item -> List.of(item.id().length() > 1 ? "long" : "short"));
      groups
          .groups()
          .forEach(
              group ->
                  group
                      .ratings()
                      .forEach(
                          rated ->
                              assertTrue(history.interactions().contains(rated.interaction()))));
      assertEquals(
          history.size(), groups.groups().stream().mapToInt(group -> group.ratings().size()).sum());
    }
    assertTrue(found >= 3, "found " + found);
  }

  @Test
  void aSampledCandidate_isRefused() {
    History history = SAMPLED.get(0);
    Answers answers = Answers.of(explainer.forHistory(history));
    String last = answers.user().recommend(100).get(10).itemId();
    String sampled =
        history.sampled().stream().filter(item -> !item.equals(last)).findFirst().orElseThrow();
    assertEquals(
        "candidates must not hold an item that was sampled for the user, but have '"
            + sampled
            + "'; it is a row of the training already",
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> answers.fewestAdditions(last, 1, Set.of(sampled), 1, 3))
                .getMessage()));
  }

  @Test
  void buyingASampledItem_isOneRowStill() {
    UserExplainer user = explainer.forHistory(PURCHASES.get(0));
    String bought = user.history().sampled().get(0);
    History edited = user.history().with(Interaction.of(bought, 1));
    assertEquals(user.history().rows().size(), edited.rows().size());
    // What the shop has the next day: purchases, and nothing of what was sampled.
    History nextDay = PURCHASES.get(0).with(Interaction.of(bought, 1));
    UserExplainer now = explainer.forHistory(nextDay);
    assertEquals(edited, now.history());
    assertTrue(now.provenance().diagnostics().warning(Warning.HistoryDiffers.class).isPresent());
    assertNotEquals(
        List.of(), Answers.of(user).whatIf(edited, 5).after(), "something is recommended");
    Answers.of(user)
        .whatIf(edited, 30)
        .after()
        .forEach(item -> assertNotEquals(bought, item.itemId()));
    assertEquals(
        Answers.of(user).whatIf(edited, 5).after(), Answers.of(user).whatIf(nextDay, 5).after());
  }

  @Test
  void aNewUser_isFoldedInWithSampledItems() {
    History bought = History.ofNewUser(PURCHASES.get(1).interactions());
    History sampled = SAMPLING.addTo(List.of(bought)).get(0);
    assertEquals(2 * bought.size(), sampled.sampled().size());
    UserExplainer user = explainer.forHistory(sampled);
    Explanation explanation = user.explain(user.recommend(1).get(0).itemId());
    assertEquals(bought.size(), explanation.contributions().size());
    assertExplains(explanation, trained.model(), trained.encoder(), sampled);
  }
}
