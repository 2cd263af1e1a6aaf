package io.github.fmexplain.evaluation;

import io.github.fmexplain.BatchResult;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.evaluation.UserMeasures.FoundSet;
import io.github.fmexplain.internal.Once;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates methods for many users, against removal with everything else fixed: the user's
 * parameters are found again without the rating, by a replay (which is then what the replay method
 * reports) or by solving, see {@link io.github.fmexplain.answer.Ablation}. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * FmExplainer explainer = FmExplainer.of(trained, catalogue);
 * List<ExplanationMethod> methods = ExplanationMethods.of(explainer, histories, 1).all();
 * EvaluationReport report =
 *     Evaluation.of(explainer, methods, Perturbation.of(List.of(1, 5, 10), 5, 50), 2026)
 *         .run(Evaluation.sample(histories, 198, 2026), Runnable::run, done -> {});
 * }</pre>
 *
 * <p>Fidelity is measured for the item that the model recommends first as it scores, perturbation
 * for the one that the refitted user is recommended first, so that it begins at rank 1.
 */
public final class Evaluation {

  private static final int EDITS = 5;

  private final FmExplainer explainer;
  private final List<ExplanationMethod> methods;
  private final Perturbation perturbation;
  private final long seed;

  private Evaluation(
      FmExplainer explainer,
      List<ExplanationMethod> methods,
      Perturbation perturbation,
      long seed) {
    this.explainer = explainer;
    this.methods = methods;
    this.perturbation = perturbation;
    this.seed = seed;
  }

  /**
   * {@return an evaluation}
   *
   * @param explainer explains the model; its own method does not matter
   * @param methods at least one, with different names; the others are held against the first
   * @param perturbation which list lengths, and how long an explanation is
   * @param seed of the bootstrap, of the edits and of the ratings that are dropped
   * @throws IllegalArgumentException if there is no method, or a name occurs twice
   */
  public static Evaluation of(
      FmExplainer explainer,
      List<ExplanationMethod> methods,
      Perturbation perturbation,
      long seed) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(methods, "methods");
    Objects.requireNonNull(perturbation, "perturbation");
    Once.atLeast(1, methods.size(), "number of methods");
    List<String> names = new ArrayList<>();
    for (ExplanationMethod method : methods) {
      if (names.contains(method.name())) {
        throw new IllegalArgumentException("method '" + method.name() + "' occurs twice");
      }
      names.add(method.name());
    }
    return new Evaluation(explainer, List.copyOf(methods), perturbation, seed);
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
    Objects.requireNonNull(elements, "elements");
    Once.atLeast(1, count, "count");
    List<T> shuffled = new ArrayList<>(elements);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  /**
   * {@return what was measured}
   *
   * <p>Costs a replay or a solution for each rating of the users, and up to 22 for each user and
   * method, besides those of the counterfactuals. The result does not depend on the executor.
   *
   * @param histories at least one; with user ids, the model as trained is explained
   * @param executor runs one task per user; {@code Runnable::run} is this thread
   * @param listener is told the number of users that are done, in order
   * @throws IllegalArgumentException if there is no history
   * @throws java.util.NoSuchElementException if a user failed; its message names the user, its
   *     cause says why
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public EvaluationReport run(List<History> histories, Executor executor, IntConsumer listener)
      throws InterruptedException {
    Objects.requireNonNull(histories, "histories");
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(listener, "listener");
    Once.atLeast(1, histories.size(), "number of users");
    AtomicInteger done = new AtomicInteger();
    List<UserMeasures> users =
        explainer
            .withMethod(Method.leastSquares())
            .forHistories(
                histories,
                user -> {
                  UserMeasures measures = measure(user);
                  synchronized (done) {
                    listener.accept(done.incrementAndGet());
                  }
                  return measures;
                },
                executor)
            .stream()
            .map(BatchResult::get)
            .toList();
    return new ReportMaker(
            methods, perturbation, users, Bootstrap.of(users.size(), Bootstrap.DRAWS, seed))
        .make();
  }

  private UserMeasures measure(UserExplainer user) {
    History history = user.history();
    Ablation ablation = Ablation.of(user);
    Random random = new Random(Objects.hash(seed, history.userId(), history.size()));
    String target = ablation.asScored().first();
    String first = ablation.full().first();
    List<String> ran = new ArrayList<>();
    List<double[]> attributions = new ArrayList<>();
    List<Map<Measure, Double>> perturbations = new ArrayList<>();
    List<Double> stability = new ArrayList<>();
    int dropped = random.nextInt(history.size());
    List<Integer> edited =
        sample(IntStream.range(0, history.size()).boxed().toList(), EDITS, random.nextLong());
    List<Double> exact = edited.stream().map(r -> exactEdit(ablation, target, r)).toList();
    List<double[]> estimated = new ArrayList<>();
    for (ExplanationMethod method : methods) {
      ran.add(method.ran(history));
      double[] attribution = method.attribute(history, target);
      attributions.add(attribution);
      double[] forFirst = first.equals(target) ? attribution : method.attribute(history, first);
      perturbations.add(perturbation.measure(ablation, first, forFirst));
      stability.add(stability(method, history, target, attribution, dropped));
      estimated.add(
          method
              .influence(history, target)
              .map(
                  influence ->
                      edited.stream()
                          .mapToDouble(r -> influence[r] * (edit(ablation, r) - ablation.target(r)))
                          .toArray())
              .orElse(new double[0]));
    }
    return new UserMeasures(
        RemovalEffects.ofAll(history, target, ablation.removalEffects(target)),
        ran,
        attributions,
        perturbations,
        stability,
        exact,
        estimated,
        found(user, ablation, target));
  }

  /** Returns the library's own counterfactual, or null if it finds none. */
  private static @Nullable FoundSet found(UserExplainer user, Ablation ablation, String target) {
    Optional<RatingEdits> found = Answers.of(user).fewestRemovals(target);
    if (found.isEmpty()) {
      return null;
    }
    Set<String> removed =
        found.get().edits().stream().map(RatingEdits.Edit::itemId).collect(Collectors.toSet());
    List<Interaction> ratings = user.history().interactions();
    boolean[] kept = new boolean[ratings.size()];
    for (int r = 0; r < kept.length; r++) {
      kept[r] = !removed.contains(ratings.get(r).itemId());
    }
    return new FoundSet(removed.size(), !ablation.asScoredKeeping(kept).first().equals(target));
  }

  /** The other label where the target has likes, else one less. */
  private double edit(Ablation ablation, int row) {
    double y = ablation.target(row);
    return explainer.trained().target().likeThreshold().isPresent() ? 1 - y : y - 1;
  }

  private double exactEdit(Ablation ablation, String itemId, int row) {
    return ablation.withTarget(row, edit(ablation, row)).score(itemId)
        - ablation.full().score(itemId);
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

  /** {@return the number of methods, the explainer and the perturbation} */
  @Override
  public String toString() {
    return "Evaluation[methods " + methods.size() + ", " + explainer + ", " + perturbation + "]";
  }
}
