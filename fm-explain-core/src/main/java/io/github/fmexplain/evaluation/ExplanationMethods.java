package io.github.fmexplain.evaluation;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * The methods of this library and the baselines to hold them against, for one model. Immutable and
 * thread-safe.
 *
 * <ul>
 *   <li>{@code unrolled}, {@code unrolled-trajectory}, {@code hessian}, {@code hessian-refit},
 *       {@code least-squares} and {@code paper}: the {@link Influence}s, by removal effect. A
 *       rating that the paper's method does not use has 0.
 *   <li>{@code unrolled-recorded}: {@code unrolled-trajectory} along the way that training really
 *       took, if the model has it.
 *   <li>{@code paper-influence}: J_ir of the paper's method, which its authors rank by.
 *   <li>{@code ridge-residual}: J_ir of the least squares method times y_r − p_r, what the model as
 *       trained lacks at the rating.
 *   <li>{@code signed-cosine}: the cosine of the factors of the rated item and of the target, with
 *       a minus for a rating that is no like; for a regressor, for a rating below the user's mean.
 *   <li>{@code cosine}: the same without a sign.
 *   <li>{@code popularity}: in how many histories the rated item occurs.
 *   <li>{@code random}: even in [−1, 1), from the seed, the user, the rated item and the target.
 * </ul>
 */
public final class ExplanationMethods {

  private static final String UNROLLED_RECORDED = "unrolled-recorded";

  private static final List<String> NAMES =
      List.of(
          "unrolled",
          "unrolled-trajectory",
          UNROLLED_RECORDED,
          "hessian",
          "hessian-refit",
          "least-squares",
          "paper",
          "paper-influence",
          "ridge-residual",
          "signed-cosine",
          "cosine",
          "popularity",
          "random");

  private final EvaluatedModel model;
  private final long seed;
  private final Map<String, Integer> popularity = new HashMap<>();
  private final Map<String, ExplanationMethod> methods = new LinkedHashMap<>();

  private ExplanationMethods(
      EvaluatedModel model, Collection<History> trainingHistories, long seed) {
    this.model = model;
    this.seed = seed;
    for (History history : trainingHistories) {
      history.interactions().forEach(i -> popularity.merge(i.itemId(), 1, Integer::sum));
    }
    List<ExplanationMethod> made = new ArrayList<>();
    made.add(of(Influence.unrolled()));
    made.add(of(Influence.unrolled().alongTrajectory()));
    if (model.trajectory() != null) {
      made.add(recorded(model.trajectory()));
    }
    made.addAll(
        List.of(
            of(Influence.hessian()),
            of(Influence.hessian().refit()),
            of(Influence.leastSquares()),
            of(Influence.paper()),
            paperInfluence(),
            ridgeResidual(),
            new Simple("signed-cosine", this::signedCosine),
            new Simple("cosine", this::cosine),
            new Simple("popularity", this::popularity),
            new Simple("random", this::random)));
    made.forEach(method -> methods.put(method.name(), method));
  }

  /**
   * {@return the methods for a model}
   *
   * @param model the model
   * @param trainingHistories decide which items are popular; may be empty
   * @param seed of the random method
   */
  public static ExplanationMethods of(
      EvaluatedModel model, Collection<History> trainingHistories, long seed) {
    return new ExplanationMethods(model, trainingHistories, seed);
  }

  /** {@return the names of all methods, with those that need a trajectory} */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Checks names, without a model.
   *
   * @param names any names
   * @throws IllegalArgumentException if there is no such method; the message names all
   */
  public static void requireKnown(Collection<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown method '" + name + "'; known are " + String.join(", ", NAMES));
      }
    }
  }

  /**
   * {@return all methods in a fixed order, those that need a trajectory only if the model has one}
   */
  public List<ExplanationMethod> all() {
    return List.copyOf(methods.values());
  }

  /**
   * {@return a method}
   *
   * @param name what it is called
   * @throws IllegalArgumentException if there is no such method, or it needs a trajectory that the
   *     model does not have
   */
  public ExplanationMethod named(String name) {
    requireKnown(List.of(name));
    ExplanationMethod method = methods.get(name);
    if (method == null) {
      throw new IllegalArgumentException(
          "method '" + name + "' needs the way that training took; give the model its trajectory");
    }
    return method;
  }

  /**
   * {@return the removal effects of an explainer with any settings, under the name of its method}
   *
   * @param influence the method
   */
  public ExplanationMethod of(Influence influence) {
    return new OfInfluence(influence.name(), model.explainer(influence));
  }

  private record Simple(String name, BiFunction<History, String, double[]> attribution)
      implements ExplanationMethod {

    @Override
    public double[] attribute(History history, String itemId) {
      return attribution.apply(history, itemId);
    }
  }

  private record OfInfluence(String name, FmExplainer explainer) implements ExplanationMethod {

    @Override
    public double[] attribute(History history, String itemId) {
      return quantity(history, itemId, Quantity.REMOVAL_EFFECT);
    }

    @Override
    public boolean inScoreUnits() {
      return !(explainer.influence() instanceof Influence.Paper);
    }

    @Override
    public Optional<double[]> influence(History history, String itemId) {
      return explainer.influence() instanceof Influence.Paper
          ? Optional.empty()
          : Optional.of(quantity(history, itemId, Quantity.INFLUENCE));
    }

    private double[] quantity(History history, String itemId, Quantity quantity) {
      Map<String, Double> byItem = new HashMap<>();
      for (Contribution c : explainer.forHistory(history).explain(itemId).contributions()) {
        byItem.put(c.interaction().itemId(), quantity.of(c));
      }
      return history.interactions().stream()
          .mapToDouble(rating -> byItem.getOrDefault(rating.itemId(), 0.0))
          .toArray();
    }
  }

  private ExplanationMethod recorded(TrainingTrajectory trajectory) {
    return new OfInfluence(
        UNROLLED_RECORDED,
        FmExplainer.builder()
            .model(model.model())
            .encoder(model.encoder())
            .catalogue(model.catalogue())
            .target(model.target())
            .trainedAlong(trajectory)
            .influence(Influence.unrolled().alongTrajectory())
            .build());
  }

  private ExplanationMethod paperInfluence() {
    OfInfluence paper = new OfInfluence("paper", model.explainer(Influence.paper()));
    return new Simple(
        "paper-influence",
        (history, itemId) -> paper.quantity(history, itemId, Quantity.INFLUENCE));
  }

  private ExplanationMethod ridgeResidual() {
    ExplanationMethod leastSquares = of(Influence.leastSquares());
    return new Simple(
        "ridge-residual",
        (history, itemId) -> {
          double[] numbers = leastSquares.influence(history, itemId).orElseThrow();
          double[] residuals = residuals(history);
          Arrays.setAll(numbers, r -> numbers[r] * residuals[r]);
          return numbers;
        });
  }

  /** Returns y_r − p_r at the parameters that score for the user. */
  private double[] residuals(History history) {
    UserRows rows = new UserRows(model, history);
    double[] trained = rows.trained();
    boolean[] all = new boolean[history.size()];
    Arrays.fill(all, true);
    double[] theta = trained == null ? rows.solve(all, new double[rows.dimension()]) : trained;
    double[] residuals = new double[history.size()];
    for (int r = 0; r < residuals.length; r++) {
      double score = rows.score(r, theta);
      residuals[r] = rows.target(r) - (isClassifier() ? FmModel.sigmoid(score) : score);
    }
    return residuals;
  }

  private boolean isClassifier() {
    return model.model().predictorType() == PredictorType.BINARY_CLASSIFIER;
  }

  private double[] cosine(History history, String itemId) {
    double[] target = factors(itemId);
    return history.interactions().stream()
        .mapToDouble(rating -> cosine(factors(rating.itemId()), target))
        .toArray();
  }

  private double[] factors(String itemId) {
    double[] sums = new double[model.model().numFactors()];
    model.model().addTo(sums, model.encoder().itemFeatures(itemId));
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
    double[] targets =
        history.interactions().stream()
            .mapToDouble(rating -> model.target().of(rating.rating()))
            .toArray();
    double middle = isClassifier() ? 0.5 : Arrays.stream(targets).average().orElse(0);
    Arrays.setAll(cosines, r -> Math.signum(targets[r] - middle) * cosines[r]);
    return cosines;
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
