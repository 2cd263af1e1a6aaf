package io.github.fmexplain.evaluation;

import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Influence;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Evaluates methods for many users, against exact removal. Immutable and thread-safe.
 *
 * <pre>{@code
 * EvaluatedModel model = EvaluatedModel.of(fm, encoder, catalogue, hyperparameters, rows);
 * List<ExplanationMethod> methods = ExplanationMethods.of(model, histories, 1).all();
 * EvaluationReport report =
 *     Evaluation.of(model, methods, Perturbation.of(List.of(1, 5, 10), 5, 50), 2026)
 *         .run(Evaluation.sample(histories, 198, 2026), Runnable::run, done -> {});
 * }</pre>
 *
 * <p>Fidelity is measured for the item that the model as trained recommends first, perturbation for
 * the one that the user solved anew is recommended first, so that it begins at rank 1.
 */
public final class Evaluation {

  private static final int DRAWS = 1000;
  private static final int EDITS = 5;

  private final EvaluatedModel model;
  private final List<ExplanationMethod> methods;
  private final Perturbation perturbation;
  private final long seed;

  private Evaluation(
      EvaluatedModel model, List<ExplanationMethod> methods, Perturbation perturbation, long seed) {
    this.model = model;
    this.methods = methods;
    this.perturbation = perturbation;
    this.seed = seed;
  }

  /**
   * {@return an evaluation}
   *
   * @param model the model
   * @param methods at least one, with different names; the others are held against the first
   * @param perturbation which list lengths, and how long an explanation is
   * @param seed of the bootstrap, of the edits and of the ratings that are dropped
   * @throws IllegalArgumentException if there is no method, or a name occurs twice
   */
  public static Evaluation of(
      EvaluatedModel model, List<ExplanationMethod> methods, Perturbation perturbation, long seed) {
    Fidelity.requireSome("methods", methods);
    List<String> names = new ArrayList<>();
    for (ExplanationMethod method : methods) {
      if (names.contains(method.name())) {
        throw new IllegalArgumentException("method '" + method.name() + "' occurs twice");
      }
      names.add(method.name());
    }
    return new Evaluation(model, List.copyOf(methods), perturbation, seed);
  }

  /**
   * {@return some of the elements, in random order; all of them if there are not so many}
   *
   * @param elements to choose from. Not modified.
   * @param count at least 1
   * @param seed decides which
   * @param <T> the type of an element
   * @throws IllegalArgumentException if the count is less than 1
   */
  public static <T> List<T> sample(List<T> elements, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    List<T> shuffled = new ArrayList<>(elements);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  /**
   * {@return what was measured}
   *
   * <p>Costs a Newton solve for each rating of the users, and up to 22 for each user and method,
   * besides those of the counterfactuals. The result does not depend on the executor.
   *
   * @param histories at least one; with user ids, the model as trained is explained
   * @param executor runs one task a user; {@code Runnable::run} is this thread
   * @param listener is told the number of users that are done, in order
   * @throws IllegalArgumentException if there is no history
   * @throws IllegalStateException if a user failed; its message names the user, its cause says why
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public EvaluationReport run(List<History> histories, Executor executor, IntConsumer listener)
      throws InterruptedException {
    Fidelity.requireSome("users", histories);
    AtomicInteger done = new AtomicInteger();
    List<UserMeasures> users =
        model
            .explainer(Influence.leastSquares())
            .forHistories(
                histories,
                user -> {
                  UserMeasures measures = measure(user);
                  synchronized (done) {
                    listener.accept(done.incrementAndGet());
                  }
                  return measures;
                },
                executor);
    return new ReportMaker(methods, perturbation, users, Bootstrap.of(users.size(), DRAWS, seed))
        .make();
  }

  private UserMeasures measure(UserExplainer user) {
    History history = user.history();
    RemovalWorld world = RemovalWorld.of(model, history);
    Random random = new Random(Objects.hash(seed, history.userId(), history.size()));
    String target = world.trained().first();
    String first = world.full().first();
    List<double[]> attributions = new ArrayList<>();
    List<Map<String, Double>> perturbations = new ArrayList<>();
    List<Double> stability = new ArrayList<>();
    int dropped = random.nextInt(history.size());
    List<Integer> edited =
        sample(IntStream.range(0, history.size()).boxed().toList(), EDITS, random.nextLong());
    List<Double> exact = edited.stream().map(r -> exactEdit(world, target, r)).toList();
    List<double[]> estimated = new ArrayList<>();
    for (ExplanationMethod method : methods) {
      double[] attribution = method.attribute(history, target);
      attributions.add(attribution);
      double[] forFirst = first.equals(target) ? attribution : method.attribute(history, first);
      perturbations.add(perturbation.measure(model, world, first, forFirst));
      stability.add(stability(method, history, target, attribution, dropped));
      estimated.add(
          method
              .influence(history, target)
              .map(
                  influence ->
                      edited.stream()
                          .mapToDouble(r -> influence[r] * (edit(world, r) - world.target(r)))
                          .toArray())
              .orElse(new double[0]));
    }
    return new UserMeasures(
        world.removalEffects(target),
        attributions,
        perturbations,
        stability,
        exact,
        estimated,
        counterfactualSize(user, world, target));
  }

  /** The size of the library's own counterfactual, NaN if there is none, −1 if it is wrong. */
  private static double counterfactualSize(UserExplainer user, RemovalWorld world, String target) {
    Optional<Counterfactual> found = user.counterfactual(target);
    if (found.isEmpty()) {
      return Double.NaN;
    }
    List<Interaction> removed =
        found.get().removed().stream().map(Counterfactual.Rated::interaction).toList();
    List<Interaction> ratings = user.history().interactions();
    boolean[] kept = new boolean[ratings.size()];
    for (int r = 0; r < kept.length; r++) {
      kept[r] = !removed.contains(ratings.get(r));
    }
    return world.trainedKeeping(kept).isFirst(target) ? -1 : found.get().size();
  }

  /** The other label of a classifier; one less of a regressor. */
  private double edit(RemovalWorld world, int row) {
    return model.model().predictorType() == PredictorType.BINARY_CLASSIFIER
        ? 1 - world.target(row)
        : world.target(row) - 1;
  }

  private double exactEdit(RemovalWorld world, String itemId, int row) {
    return world.withTarget(row, edit(world, row)).score(itemId) - world.full().score(itemId);
  }

  /** NaN for a history of one or two ratings, of which too few stay to be ordered. */
  private static double stability(
      ExplanationMethod method, History history, String itemId, double[] attribution, int dropped) {
    if (history.size() < 3) {
      return Double.NaN;
    }
    Interaction rating = history.interactions().get(dropped);
    double[] after = method.attribute(history.without(rating.itemId()), itemId);
    double[] before =
        IntStream.range(0, attribution.length)
            .filter(r -> r != dropped)
            .mapToDouble(r -> attribution[r])
            .toArray();
    return Measures.spearman(before, after);
  }
}
