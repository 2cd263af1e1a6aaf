package io.github.fmexplain.answer;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Questions about edits of users who are replayed: what an edit leaves alone is replayed as it was,
 * so that every way to ask the same gives the same.
 */
class EditedReplaysProperties {

  private static final int ALL = 12;

  /** A trained model, and one of its users: as trained, with fewer ratings, or as somebody new. */
  private record Case(RandomWorld world, UserExplainer user) {

    static Case of(int seed, PredictorType type, boolean recorded, boolean dense)
        throws InterruptedException {
      RandomWorld world = new RandomWorld(seed, type, ALL, 3);
      List<History> histories =
          List.of(world.history("u1", 6), world.history("u2", 8), world.history("u3", 3));
      FmHyperparameters settings =
          FmHyperparameters.builder()
              .predictorType(type)
              .numFactors(3)
              .epochs(30)
              .miniBatchSize(4)
              .linearLr(0.01)
              .factorsLr(0.05)
              .build();
      LocalTrainer.Builder trainer =
          LocalTrainer.builder()
              .seed(seed)
              .mode(
                  new TrainingMode(
                      dense ? Optimizer.DENSE_ADAM : Optimizer.LAZY_ADAM, Shuffle.NONE, true));
      TrainedModel trained =
          (recorded ? trainer.recordPath() : trainer)
              .build()
              .fit(
                  TrainingSet.of(world.encoder, histories, TrainedModels.target(type))
                      .shuffled(seed),
                  settings)
              .trained();
      FmExplainer explainer = FmExplainer.of(trained, world.catalogue);
      History history = histories.get(1);
      return new Case(
          world,
          switch (seed % 3) {
            case 0 -> explainer.forHistory(history);
            case 1 -> explainer.foldIn(history.without(history.interactions().get(0).itemId()));
            default -> explainer.foldIn(RandomWorld.asNewUser(history));
          });
    }

    Answers answers() {
      return Answers.of(user);
    }

    /** Returns what every score is moved by, by item. */
    Map<String, Double> moves(History edited) {
      return answers().whatIf(edited, ALL).movers().stream()
          .collect(Collectors.toMap(Standing::itemId, s -> s.scoreAfter() - s.scoreBefore()));
    }
  }

  @Property(tries = 40, seed = "1")
  void editsThatChangeNothingForTheModel_moveNoScore(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll boolean recorded,
      @ForAll boolean dense)
      throws InterruptedException {
    Case one = Case.of(seed, PredictorType.BINARY_CLASSIFIER, recorded, dense);
    List<Interaction> ratings = new ArrayList<>();
    for (Interaction r : one.user.history().interactions()) {
      double other = r.rating() >= 4 ? 9 - r.rating() : r.rating() % 3 + 1;
      assertNotEquals(r.rating(), other);
      ratings.add(new Interaction(r.itemId(), other, r.time(), r.context()));
    }
    History history = one.user.history();
    History edited = new History(history.userId(), history.userTags(), ratings);
    one.moves(edited).values().forEach(move -> assertEquals(0, move));
  }

  @Property(tries = 60, seed = "1")
  void whatIfWithoutARating_movesByItsRemovalEffect(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll PredictorType type,
      @ForAll boolean recorded,
      @ForAll boolean dense)
      throws InterruptedException {
    Case one = Case.of(seed, type, recorded, dense);
    History history = one.user.history();
    for (Interaction rating : history.interactions()) {
      Map<String, Double> moves = one.moves(history.without(rating.itemId()));
      moves.forEach(
          (itemId, move) -> {
            Explanation explanation = one.user.explain(itemId);
            assertExplains(
                explanation, one.user.explainer().trained().model(), one.world.encoder, history);
            Contribution contribution =
                explanation.contributions().stream()
                    .filter(c -> c.interaction().equals(rating))
                    .findFirst()
                    .orElseThrow();
            assertEquals(-contribution.removalEffect(), move, 2e-4);
          });
    }
  }

  @Property(tries = 60, seed = "1")
  void fewestEdits_areWhatIfSaysOfThem(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll PredictorType type,
      @ForAll boolean recorded)
      throws InterruptedException {
    Case one = Case.of(seed, type, recorded, false);
    String first = one.user.recommend(1).get(0).itemId();
    one.answers().fewestRemovals(first).ifPresent(edits -> assertSame(one, edits));
    one.answers().fewestChanges(first, 1).ifPresent(edits -> assertSame(one, edits));
    String last = one.user.recommend(ALL).get(one.user.recommend(ALL).size() - 1).itemId();
    one.answers().fewestAdditions(last, 5, 4).ifPresent(edits -> assertSame(one, edits));
  }

  private static void assertSame(Case one, RatingEdits edits) {
    History edited = one.user.history();
    for (RatingEdits.Edit edit : edits.edits()) {
      Double rating = edit.newRating();
      Set<String> context =
          edited.interactions().stream()
              .filter(r -> r.itemId().equals(edit.itemId()))
              .findFirst()
              .map(Interaction::context)
              .orElse(Set.of());
      edited =
          rating == null
              ? edited.without(edit.itemId())
              : edited.with(new Interaction(edit.itemId(), rating, null, context));
    }
    Map<String, Double> moves = one.moves(edited);
    Standing item = edits.item();
    assertEquals(
        item.scoreAfter() - item.scoreBefore(),
        moves.getOrDefault(item.itemId(), Double.NaN),
        2e-5);
  }

  @Property(tries = 30, seed = "1")
  void newUsers_areTheSameWhateverTheirIds(
      @ForAll @IntRange(min = 1, max = 10_000) int seed, @ForAll boolean recorded)
      throws InterruptedException {
    Case one = Case.of(3 * seed + 2, PredictorType.BINARY_CLASSIFIER, recorded, false);
    History history = one.user.history();
    FmExplainer explainer = one.user.explainer();
    UserExplainer other =
        explainer.foldIn(
            new History("visitor-" + seed, history.userTags(), history.interactions()));
    for (String itemId : one.world.encoder.items().ids()) {
      Explanation explanation = other.explain(itemId);
      assertEquals(one.user.explain(itemId).contributions(), explanation.contributions());
      assertEquals(one.user.score(itemId), explanation.score());
    }
  }

  @Property(tries = 30, seed = "1")
  void aGrownHistory_isFoldedInAsAnEditOfTheTrainedOne(
      @ForAll @IntRange(min = 1, max = 3_000) int seed, @ForAll PredictorType type)
      throws InterruptedException {
    UserExplainer trained = Case.of(3 * seed, type, true, false).user;
    Recommendation first = trained.recommend(1).get(0);
    History grown = trained.history().with(Interaction.of(first.itemId(), 5));
    UserExplainer edit = trained.withHistory(grown);
    UserExplainer foldedIn = trained.explainer().foldIn(grown);
    for (String itemId : trained.explainer().trained().encoder().items().ids()) {
      assertEquals(edit.explain(itemId), foldedIn.explain(itemId));
    }
  }

  @Property(tries = 30, seed = "1")
  void whatIfWithoutAnyRating_endsWhereTrainingBegan(
      @ForAll @IntRange(min = 1, max = 3_000) int seed,
      @ForAll PredictorType type,
      @ForAll boolean recorded)
      throws InterruptedException {
    UserExplainer user = Case.of(3 * seed, type, recorded, false).user;
    History history = user.history();
    Interaction last = history.interactions().get(0);
    History one = new History(history.userId(), history.userTags(), List.of(last));
    Answers answers = Answers.of(user.withHistory(one));
    Map<String, Double> effects =
        answers.whatIf(one.without(last.itemId()), ALL).movers().stream()
            .collect(Collectors.toMap(Standing::itemId, s -> s.scoreBefore() - s.scoreAfter()));
    effects.forEach(
        (itemId, effect) ->
            assertEquals(
                answers.user().explain(itemId).contributions().get(0).removalEffect(),
                effect,
                1e-3 * (1 + Math.abs(effect))));
  }

  @Property(tries = 20, seed = "1")
  void editsOfEdits_areEditsOfTheFirst(
      @ForAll @IntRange(min = 1, max = 3_000) int seed, @ForAll boolean recorded)
      throws InterruptedException {
    UserExplainer user = Case.of(3 * seed, PredictorType.BINARY_CLASSIFIER, recorded, false).user;
    History history = user.history();
    History less = history.without(history.interactions().get(0).itemId());
    History none = new History(history.userId(), history.userTags(), List.of());
    UserExplainer direct = user.withHistory(less);
    UserExplainer around = user.withHistory(none).withHistory(less);
    for (String itemId : user.explainer().trained().encoder().items().ids()) {
      assertEquals(direct.explain(itemId), around.explain(itemId));
    }
  }

  @Property(tries = 20, seed = "1")
  void additionsToAnEmptyHistory_areWhatIfSaysOfThem(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll PredictorType type,
      @ForAll boolean recorded,
      @ForAll boolean dense)
      throws InterruptedException {
    Case one = Case.of(seed, type, recorded, dense);
    History history = one.user.history();
    History none = new History(history.userId(), history.userTags(), List.of());
    Case empty = new Case(one.world, one.user.explainer().forHistory(none));
    String last = empty.user.recommend(ALL).get(ALL - 1).itemId();
    empty.answers().fewestAdditions(last, 5, 3).ifPresent(edits -> assertSame(empty, edits));
  }
}
