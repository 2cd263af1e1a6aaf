package io.github.fmexplain.evaluation;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The methods of this library and the baselines to hold them against, for one model. Immutable and
 * thread-safe.
 *
 * <ul>
 *   <li>Every {@link Method}, under its name, by removal effect. A rating that the paper's method
 *       does not use has 0. Where a method cannot run for a model or user, the numbers are those of
 *       the method that runs in its place; {@link ExplanationMethod#ran} names it.
 *   <li>{@code paper-influence}: J_ir of the paper's method, which its authors rank by.
 *   <li>{@code ridge-residual}: J_ir of the least squares method times y_r − p_r, what the model as
 *       it scores misses of the rating.
 *   <li>{@code signed-cosine}: the cosine of the factors of the rated item and of the target, with
 *       a minus for a rating that is no like; where the model's target has no likes, for a rating
 *       below the user's mean.
 *   <li>{@code cosine}: the same without a sign.
 *   <li>{@code popularity}: in how many histories the rated item occurs.
 *   <li>{@code random}: even in [−1, 1), from the seed, the user, the rated item and the target.
 * </ul>
 */
public final class ExplanationMethods {

  private static final List<String> NAMES =
      Stream.concat(
              compared().stream().map(Method::name),
              Stream.of(
                  "paper-influence",
                  "ridge-residual",
                  "signed-cosine",
                  "cosine",
                  "popularity",
                  "random"))
          .toList();

  private final FmExplainer explainer;
  private final long seed;
  private final Map<String, Integer> popularity = new HashMap<>();
  private final Map<String, ExplanationMethod> methods = new LinkedHashMap<>();

  /** Returns all that run for users who are columns. */
  private static List<Method> compared() {
    return Method.all().stream().filter(method -> !(method instanceof Method.Removal)).toList();
  }

  private ExplanationMethods(
      FmExplainer explainer, Collection<History> trainingHistories, long seed) {
    this.explainer = explainer;
    this.seed = seed;
    for (History history : trainingHistories) {
      history.interactions().forEach(i -> popularity.merge(i.itemId(), 1, Integer::sum));
    }
    List<ExplanationMethod> made = new ArrayList<>();
    compared().forEach(method -> made.add(of(method)));
    made.addAll(
        List.of(
            new Baseline("paper-influence", this::paperInfluence),
            new Baseline("ridge-residual", this::ridgeResidual),
            new Baseline("signed-cosine", this::signedCosine),
            new Baseline("cosine", this::cosine),
            new Baseline("popularity", this::popularity),
            new Baseline("random", this::random)));
    made.forEach(method -> methods.put(method.name(), method));
  }

  /**
   * {@return the methods for a model}
   *
   * @param explainer explains the model; its own method does not matter
   * @param trainingHistories decide which items are popular; may be empty. Not modified.
   * @param seed of the random method
   */
  public static ExplanationMethods of(
      FmExplainer explainer, Collection<History> trainingHistories, long seed) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(trainingHistories, "trainingHistories");
    return new ExplanationMethods(explainer, trainingHistories, seed);
  }

  /** {@return the names of all methods} */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Checks names, without a model.
   *
   * @param names any names. Not modified.
   * @throws IllegalArgumentException if there is no such method; the message names all
   */
  public static void requireKnown(Collection<String> names) {
    Objects.requireNonNull(names, "names");
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown method '" + name + "'; known are " + String.join(", ", NAMES));
      }
    }
  }

  /** {@return all methods, in the order of their {@link #names}} */
  public List<ExplanationMethod> all() {
    return List.copyOf(methods.values());
  }

  /**
   * {@return a method}
   *
   * @param name what it is called
   * @throws IllegalArgumentException if there is no such method; the message names all
   */
  public ExplanationMethod named(String name) {
    Objects.requireNonNull(name, "name");
    requireKnown(List.of(name));
    return Objects.requireNonNull(methods.get(name));
  }

  /**
   * {@return the removal effects of a method with any settings, under its name}
   *
   * @param method the method
   */
  public ExplanationMethod of(Method method) {
    Objects.requireNonNull(method, "method");
    return new ByRemovalEffect(explainer.withMethod(method));
  }

  /** {@return the model that is explained} */
  @Override
  public String toString() {
    return "ExplanationMethods["
        + methods.size()
        + " methods, "
        + explainer.trained().model()
        + "]";
  }

  private record Baseline(String name, BiFunction<History, String, double[]> attribution)
      implements ExplanationMethod {

    @Override
    public double[] attribute(History history, String itemId) {
      return attribution.apply(history, itemId);
    }
  }

  private record ByRemovalEffect(FmExplainer explainer) implements ExplanationMethod {

    @Override
    public String name() {
      return explainer.method().name();
    }

    @Override
    public double[] attribute(History history, String itemId) {
      return quantity(explainer, history, itemId, Quantity.REMOVAL_EFFECT);
    }

    @Override
    public String ran(History history) {
      return explainer.forHistory(history).provenance().method().name();
    }

    @Override
    public boolean inScoreUnits() {
      return !(explainer.method() instanceof Method.Paper);
    }

    @Override
    public Optional<double[]> influence(History history, String itemId) {
      return inScoreUnits()
          ? Optional.of(quantity(explainer, history, itemId, Quantity.INFLUENCE))
          : Optional.empty();
    }
  }

  private static double[] quantity(
      FmExplainer explainer, History history, String itemId, Quantity quantity) {
    List<Contribution> contributions =
        explainer.forHistory(history).explain(itemId).contributions();
    return inOrder(
        history, contributions, contributions.stream().mapToDouble(quantity::of).toArray());
  }

  /** Returns one number per rating; 0 for those without a contribution. */
  private static double[] inOrder(
      History history, List<Contribution> contributions, double[] numbers) {
    Map<String, Double> byItem = new HashMap<>();
    for (int j = 0; j < numbers.length; j++) {
      byItem.put(contributions.get(j).interaction().itemId(), numbers[j]);
    }
    return history.interactions().stream()
        .mapToDouble(rating -> byItem.getOrDefault(rating.itemId(), 0.0))
        .toArray();
  }

  private double[] paperInfluence(History history, String itemId) {
    return quantity(explainer.withMethod(Method.paper()), history, itemId, Quantity.INFLUENCE);
  }

  private double[] ridgeResidual(History history, String itemId) {
    UserExplainer user = explainer.withMethod(Method.leastSquares()).forHistory(history);
    List<Contribution> contributions = user.explain(itemId).contributions();
    double[] numbers = Ablation.of(user).asScored().residuals();
    Arrays.setAll(numbers, r -> contributions.get(r).influence() * numbers[r]);
    return inOrder(history, contributions, numbers);
  }

  private double[] cosine(History history, String itemId) {
    double[] target = factors(itemId);
    return history.interactions().stream()
        .mapToDouble(rating -> cosine(factors(rating.itemId()), target))
        .toArray();
  }

  private double[] factors(String itemId) {
    FmModel model = explainer.trained().model();
    double[] sums = new double[model.numFactors()];
    model.addTo(sums, explainer.trained().encoder().itemFeatures(itemId));
    return sums;
  }

  /** The cosine with a vector of zeros is 0. */
  private static double cosine(double[] x, double[] y) {
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int c = 0; c < x.length; c++) {
      xx += x[c] * x[c];
      yy += y[c] * y[c];
      xy += x[c] * y[c];
    }
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }

  private double[] signedCosine(History history, String itemId) {
    double[] cosines = cosine(history, itemId);
    double[] signs = signs(history);
    Arrays.setAll(cosines, r -> signs[r] * cosines[r]);
    return cosines;
  }

  /** Returns 1 for a like and −1 for anything less, or the side of the user's mean. */
  private double[] signs(History history) {
    RatingTarget target = explainer.trained().target();
    OptionalDouble like = target.likeThreshold();
    double[] ratings = history.interactions().stream().mapToDouble(Interaction::rating).toArray();
    if (like.isPresent()) {
      return Arrays.stream(ratings).map(x -> x >= like.getAsDouble() ? 1 : -1).toArray();
    }
    double[] targets = Arrays.stream(ratings).map(target::of).toArray();
    double mean = Arrays.stream(targets).average().orElse(0);
    return Arrays.stream(targets).map(y -> Math.signum(y - mean)).toArray();
  }

  private double[] popularity(History history, String itemId) {
    return history.interactions().stream()
        .mapToDouble(rating -> popularity.getOrDefault(rating.itemId(), 0))
        .toArray();
  }

  private double[] random(History history, String itemId) {
    double[] numbers = new double[history.size()];
    for (int r = 0; r < numbers.length; r++) {
      Interaction rating = history.interactions().get(r);
      int hash = Objects.hash(history.userId(), rating.itemId(), itemId);
      numbers[r] = 2 * new Random(seed * 0x9E3779B97F4A7C15L + hash).nextDouble() - 1;
    }
    return numbers;
  }
}
