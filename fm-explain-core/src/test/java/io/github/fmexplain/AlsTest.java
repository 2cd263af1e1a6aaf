package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.UntrainedRowsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that alternating least squares trained, against the systems that it solved. */
class AlsTest {

  private static final int USERS = 30;
  private static final int ITEMS = 25;
  private static final int K = 6;

  /** Ratings, a model and its explainer. */
  private static final class World {
    final double[][] ratings = new double[USERS][ITEMS];
    final AlsReference als;
    final List<History> histories = new ArrayList<>();
    final FmModel model;
    final RatingTarget target;
    final TrainedModel trained;
    final FmExplainer explainer;

    World(AlsReference als) {
      this.als = als;
      Random random = new Random(5);
      for (int u = 0; u < USERS; u++) {
        List<Interaction> history = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
          boolean fits = u % 3 == i % 3;
          // User 0 has fewer ratings than the model has factors.
          boolean rated = u == 0 ? i < 4 : random.nextInt(10) < (fits ? 7 : 2);
          double stars = fits ? 3 + random.nextInt(3) : 1 + random.nextInt(2);
          double count = random.nextInt(8) == 0 ? -1 : random.nextInt(5) * 0.5;
          ratings[u][i] = rated ? (als.implicit ? count : stars) : Double.NaN;
          if (rated) {
            history.add(Interaction.of("i" + i, ratings[u][i]));
          }
        }
        histories.add(History.of("u" + u, history));
      }
      model = als.train(ratings, 8, 1);
      target =
          als.implicit ? new RatingTarget.Implicit(als.constant, als.alpha) : RatingTarget.stars();
      trained = TrainedModel.of(model, ridge(), set(items()));
      explainer = FmExplainer.of(trained, catalogue());
    }

    Ridge ridge() {
      return als.perRating
          ? Ridge.perRating(als.lambda, als.lambda)
          : Ridge.fixed(als.lambda, als.lambda);
    }

    TrainingSet set(List<String> itemIds) {
      List<String> users = histories.stream().map(History::userId).toList();
      return TrainingSet.of(OneHotEncoder.of(users, itemIds), histories, target);
    }

    double scored(double[] user, int item) {
      return IntStream.range(0, K).mapToDouble(c -> user[c] * als.items[item][c]).sum();
    }
  }

  private static List<String> items() {
    return IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList();
  }

  private static Catalogue catalogue() {
    return Catalogue.of(
        items().stream().map(id -> new CatalogueItem(id, "Item " + id, Set.of())).toList());
  }

  @ParameterizedTest
  @CsvSource({
    // λ, per rating, implicit, constant, α
    "0.05, true,  false, 0, 0",
    "0.8,  false, false, 0, 0",
    "0.05, true,  true,  1, 3",
    "0.8,  false, true,  1, 40",
    "0.01, false, true,  0, 2",
  })
  void users_areReproducedAndRemovalsAreExact(
      double lambda, boolean perRating, boolean implicit, double constant, double alpha) {
    World world = new World(new AlsReference(K, lambda, perRating, implicit, constant, alpha));
    for (int u = 0; u < USERS; u++) {
      History history = world.histories.get(u);
      UserExplainer again = world.explainer.foldIn(history);
      double[] theta = Access.of(again).user().theta();
      for (int c = 0; c < K; c++) {
        assertEquals(world.als.users[u][c], theta[c], 1e-8);
      }
      UserExplainer user = world.explainer.forHistory(history);
      assertEquals(Method.leastSquares(), user.provenance().method());
      Diagnostics diagnostics = user.provenance().diagnostics();
      assertEquals(0, diagnostics.stationarityGap(), 1e-5);
      assertEquals(Optional.empty(), diagnostics.warning(Warning.NotStationary.class));
      boolean few = !implicit && u == 0;
      assertEquals(few, diagnostics.warning(Warning.LowRank.class).isPresent(), () -> "" + user);
      assertEquals(K, diagnostics.dimension());
      for (Method method : List.of(Method.leastSquares(), Method.hessian())) {
        assertRemovals(world, u, world.explainer.withMethod(method).foldIn(history));
      }
      Explanation known = user.explain("i3");
      // The model holds its users in float.
      assertEquals(0, known.residual(), 1e-5);
      assertExplains(known, world.model, world.trained.encoder(), history);
    }
  }

  private static void assertRemovals(World world, int u, UserExplainer user) {
    for (int i : new int[] {3, 7, 20}) {
      Explanation explanation = user.explain("i" + i);
      double score = world.scored(world.als.users[u], i);
      assertEquals(score, explanation.score(), 1e-8);
      assertEquals(0, explanation.offset());
      assertEquals(0, explanation.residual(), 1e-8);
      for (Contribution contribution : explanation.contributions()) {
        double[] without = world.ratings[u].clone();
        without[Integer.parseInt(contribution.interaction().itemId().substring(1))] = Double.NaN;
        double effect =
            without.length == 0 || !anyRating(without)
                ? score
                : score - world.scored(world.als.solve(without), i);
        assertEquals(effect, contribution.removalEffect(), 1e-8);
      }
      assertExplains(explanation, world.model, world.trained.encoder(), user.history());
    }
  }

  private static boolean anyRating(double[] ratings) {
    for (double rating : ratings) {
      if (!Double.isNaN(rating)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void editsOfImplicitFeedback_areSolutionsOfTheEditedSystem() {
    World world = new World(new AlsReference(K, 0.05, true, true, 1, 3));
    int changed = 0;
    for (int u = 1; u < 12; u++) {
      UserExplainer user = world.explainer.foldIn(world.histories.get(u));
      String first = user.recommend(1).get(0).itemId();
      Answers answers = Answers.of(user);
      RatingEdits removed = answers.fewestRemovals(first).orElseThrow();
      assertStanding(world, u, removed, Double.NaN);
      Optional<RatingEdits> fewer = answers.fewestChanges(first, -2);
      if (fewer.isPresent()) {
        assertStanding(world, u, fewer.get(), -2);
        changed++;
      }
      String tenth = user.recommend(10).get(9).itemId();
      answers
          .fewestAdditions(tenth, 4, 6)
          .ifPresent(
              added -> assertStanding(world, world.histories.indexOf(user.history()), added, 4));
      assertExplains(user.explain(first), world.model, world.trained.encoder(), user.history());
    }
    assertTrue(changed > 5);
  }

  private static void assertStanding(World world, int u, RatingEdits edits, double rating) {
    double[] edited = world.ratings[u].clone();
    for (RatingEdits.Edit edit : edits.edits()) {
      edited[Integer.parseInt(edit.itemId().substring(1))] = rating;
    }
    int item = Integer.parseInt(edits.item().itemId().substring(1));
    double score = anyRating(edited) ? world.scored(world.als.solve(edited), item) : 0;
    assertEquals(score, edits.item().scoreAfter(), 1e-8);
  }

  @Test
  void implicitLoss_isThatOfEveryPair() {
    World world = new World(new AlsReference(K, 0.05, true, true, 1, 3));
    double sum = 0;
    double weight = 0;
    double ones = 0;
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        double rating = world.ratings[u][i];
        double c = Double.isNaN(rating) ? 1 : 1 + 3 * Math.abs(rating);
        double y = rating > 0 ? 1 : 0;
        double score = 0;
        for (int f = 0; f < K; f++) {
          score += (double) world.model.factors(u)[f] * world.model.factors(USERS + i)[f];
        }
        sum += c * (y - score) * (y - score);
        weight += c;
        ones += c * y;
      }
    }
    double mean = ones / weight;
    assertEquals(sum / weight, world.trained.summary().metrics().value(Metric.MSE), 1e-9);
    assertEquals(mean * (1 - mean), world.trained.summary().constantLoss(), 1e-9);
    assertEquals(0, world.trained.summary().typicalGap(), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anotherOrderOfIds_isRefused(boolean implicit) {
    World world = new World(new AlsReference(K, 0.05, true, implicit, 1, 3));
    List<String> users = world.histories.stream().map(History::userId).toList();
    for (UnaryOperator<List<String>> order :
        List.<UnaryOperator<List<String>>>of(
            ids -> ids.stream().sorted().toList(),
            ids -> rotated(ids, 1),
            ids -> rotated(ids, -1),
            ids -> shuffled(ids, 2),
            ids -> shuffled(ids, 3))) {
      for (OneHotEncoder encoder :
          List.of(
              OneHotEncoder.of(users, order.apply(items())),
              OneHotEncoder.of(order.apply(users), items()))) {
        TrainingSet set = TrainingSet.of(encoder, world.histories, world.target);
        assertThrows(
            UntrainedRowsException.class, () -> TrainedModel.of(world.model, world.ridge(), set));
      }
    }
  }

  private static List<String> rotated(List<String> ids, int by) {
    List<String> rotated = new ArrayList<>(ids);
    Collections.rotate(rotated, by);
    return rotated;
  }

  private static List<String> shuffled(List<String> ids, int seed) {
    List<String> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  @Test
  void usersWithoutLinearWeights_haveNoneToSolveFor() {
    // Items have weights, users none: the optimum is that of the factors alone.
    World world = new World(new AlsReference(K, 0.05, true, false, 0, 0));
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, USERS + ITEMS, K).bias(0.5f);
    for (int f = 0; f < USERS + ITEMS; f++) {
      builder.factors(f, world.model.factors(f), 0);
      builder.linearWeight(f, f < USERS ? 0 : 0.125f);
    }
    // What every row scores more, its rating has more.
    List<History> histories =
        world.histories.stream()
            .map(
                h ->
                    History.of(
                        String.valueOf(h.userId()),
                        h.interactions().stream()
                            .map(i -> Interaction.of(i.itemId(), i.rating() + 0.625))
                            .toList()))
            .toList();
    FmModel model = builder.build();
    TrainingSet set = TrainingSet.of(world.trained.encoder(), histories, RatingTarget.stars());
    TrainedModel trained = TrainedModel.of(model, Ridge.perRating(0.05, 0.05), set);
    assertEquals(0, trained.summary().typicalGap(), 1e-5);
    FmExplainer explainer = FmExplainer.of(trained, catalogue());
    History history = histories.get(3);
    UserExplainer user = explainer.forHistory(history);
    assertEquals(List.of(), user.provenance().diagnostics().warnings());
    assertEquals(K, user.provenance().diagnostics().dimension());
    double[] theta = Access.of(explainer.foldIn(history)).user().theta();
    assertArrayEquals(world.als.users[3], Arrays.copyOf(theta, K), 1e-8);
    assertEquals(0, theta[K], 1e-12);
    assertExplains(user.explain("i1"), model, trained.encoder(), history);
  }

  @Test
  void implicitTargets_areForPlainFactorizations() {
    World world = new World(new AlsReference(K, 0.05, true, true, 1, 3));
    TrainingSet set = world.set(items());
    FmModel biased =
        FmModel.of(
            PredictorType.REGRESSOR, 1, 1, new float[USERS + ITEMS], new float[USERS + ITEMS]);
    assertEquals(
        "model must be a regressor without bias and linear weights for an implicit target, but is "
            + biased
            + "; use another target",
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainedModel.ofAnyFit(biased, Ridge.fixed(1, 1), set))
            .getMessage());
    assertEquals(
        "target must count each rating once to be trained here, but is implicit; train with ALS, or"
            + " use RatingTarget.likeFrom and NegativeSampling",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    LocalTrainer.builder()
                        .seed(1)
                        .build()
                        .fit(
                            set,
                            FmHyperparameters.builder()
                                .predictorType(PredictorType.REGRESSOR)
                                .numFactors(3)
                                .build(),
                            TrainingProgress.none()))
            .getMessage());
    assertEquals(
        "constant must be finite and not negative, but was -1.0",
        assertThrows(IllegalArgumentException.class, () -> new RatingTarget.Implicit(-1, 1))
            .getMessage());
    assertEquals(
        "alpha must be finite and not negative, but was NaN",
        assertThrows(IllegalArgumentException.class, () -> RatingTarget.implicit(Double.NaN))
            .getMessage());
  }
}
