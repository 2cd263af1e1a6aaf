package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.UnreliableNumbersException;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Explains random users of random models by every method, and counts what must not be: numbers that
 * are not finite, that do not add up, exceptions other than {@link UnreliableNumbersException}, and
 * items that are recommended in another order than that of their scores. Models are ordinary, wide
 * (parameters and ridges over twelve orders of magnitude) or extreme (to the ends of a float).
 */
public final class RandomExplanations {

  private static final List<String> USERS = List.of("u0", "u1");
  private static final double LIKE = 4;
  private static final double TOLERANCE = 1e-9;

  /** How large the numbers of a model are. */
  enum Kind {
    ORDINARY,
    WIDE,
    EXTREME;

    private double size(Random random) {
      return switch (this) {
        case ORDINARY -> pick(random, 0.01, 0.1, 0.5, 1, 3);
        case WIDE -> Math.pow(10, -6 + 12 * random.nextDouble());
        case EXTREME -> pick(random, 0, 1e-45, 1e-30, 1e-20, 1, 1e5, 1e10, 1e20, 1e30, 1e38);
      };
    }

    private double ridge(Random random) {
      return switch (this) {
        case ORDINARY -> pick(random, 1e-3, 0.1, 1, 10, 1000);
        case WIDE -> Math.pow(10, -8 + 16 * random.nextDouble());
        case EXTREME -> pick(random, 1e-60, 1e-20, 1e-6, 1, 1e6, 1e20, 1e300);
      };
    }

    private double rating(Random random) {
      return this == EXTREME && random.nextInt(10) == 0
          ? pick(random, 0, -0.0, -5, Double.MIN_VALUE, 1e12, -1e12)
          : 1 + random.nextInt(5);
    }
  }

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> examples = new TreeMap<>();
  private final Consumer<String> cases;
  private int explanations;
  private int refused;

  /**
   * Makes the counts.
   *
   * @param cases takes each explanation with all that it was made of, as one line of JSON
   */
  RandomExplanations(Consumer<String> cases) {
    this.cases = cases;
  }

  /**
   * Runs: {@code KIND COUNT [dump]}.
   *
   * @param arguments ordinary, wide or extreme; how many explanations; {@code dump} to print each
   */
  public static void main(String[] arguments) {
    boolean dumps = arguments.length > 2;
    RandomExplanations run = new RandomExplanations(dumps ? System.out::println : line -> {});
    Kind kind = Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    run.run(kind, Integer.parseInt(arguments[1]));
    if (!dumps) {
      System.out.println(run.report(kind));
    }
  }

  /** Explains so often. */
  void run(Kind kind, int count) {
    for (long seed = 0; explanations + refused < count; seed++) {
      one(kind, seed);
    }
  }

  /** Returns what was found that must not be, and how often. */
  Map<String, Integer> counts() {
    return counts;
  }

  String report(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT)
        + ": "
        + explanations
        + " explanations, "
        + refused
        + " refused as unreliable, "
        + counts.values().stream().mapToInt(Integer::intValue).sum()
        + " faults"
        + counts.entrySet().stream()
            .map(
                e ->
                    "\n  "
                        + e.getValue()
                        + " "
                        + e.getKey()
                        + ", first "
                        + examples.get(e.getKey()))
            .collect(Collectors.joining());
  }

  private void one(Kind kind, long seed) {
    Random random = new Random(31 * seed + kind.name().hashCode());
    PredictorType type =
        random.nextBoolean() ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
    int items = 2 + random.nextInt(40);
    int k = 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 8);
    List<CatalogueItem> list =
        IntStream.range(0, items)
            .mapToObj(
                j ->
                    new CatalogueItem(
                        "i" + j,
                        "Item " + j,
                        random.nextBoolean() ? Set.of("g" + random.nextInt(3)) : Set.of()))
            .toList();
    Catalogue catalogue = Catalogue.of(list);
    FeatureEncoder encoder = TagEncoder.of(USERS, catalogue, List.of("a", "b"), List.of("c", "d"));
    FmModel model = model(random, kind, type, encoder.numFeatures(), k);
    List<CatalogueItem> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    int constant = random.nextInt(4);
    List<Interaction> ratings =
        shuffled.subList(0, 1 + random.nextInt(items)).stream()
            .map(
                item ->
                    new Interaction(
                        item.id(),
                        constant == 0 ? 5 : constant == 1 ? 1 : kind.rating(random),
                        null,
                        random.nextInt(3) == 0 ? Set.of("c") : Set.of()))
            .toList();
    History history =
        History.of("u1", ratings).withUserTags(random.nextBoolean() ? Set.of("a") : Set.of());
    TrainedModel trained = trained(random, kind, model, encoder, history);
    String item = "i" + random.nextInt(items);
    for (Method method : methods()) {
      for (boolean foldIn : new boolean[] {false, true}) {
        String where = kind + " " + seed + " " + method + (foldIn ? " folded in" : "");
        try {
          FmExplainer explainer = FmExplainer.of(trained, catalogue).withMethod(method);
          UserExplainer user = foldIn ? explainer.foldIn(history) : explainer.forHistory(history);
          if (method.equals(Method.hessian())) {
            checkOrder(user, items, where);
          }
          Explanation explanation = user.explain(item);
          check(explanation, where);
          explanations++;
          cases.accept(json(trained, history, explanation, where));
        } catch (UnreliableNumbersException e) {
          refused++;
        } catch (RuntimeException e) {
          note(e.getClass().getSimpleName() + " " + method.name(), where + " " + e.getMessage());
        }
      }
    }
  }

  private static List<Method> methods() {
    List<Method> methods = new ArrayList<>(Method.all());
    methods.add(Method.paper().withLambda(0.1));
    methods.add(
        Method.paper()
            .withItemVectors(Method.ItemVectors.FACTORS)
            .withRatings(Method.Ratings.ALL)
            .withValues(Method.Values.STARS));
    return methods;
  }

  private static FmModel model(Random random, Kind kind, PredictorType type, int n, int k) {
    double size = kind.size(random);
    double linearSize = kind.size(random);
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int f = 0; f < n; f++) {
      linear[f] = normal(random, linearSize);
    }
    boolean same = random.nextInt(6) == 0;
    boolean zeros = random.nextInt(6) == 0;
    for (int f = 0; f < n; f++) {
      boolean zero = zeros && random.nextBoolean();
      for (int c = 0; c < k; c++) {
        boolean copies = same && f > USERS.size();
        factors[f * k + c] = copies ? factors[(f - 1) * k + c] : zero ? 0 : normal(random, size);
      }
    }
    if (kind == Kind.EXTREME && random.nextInt(3) == 0) {
      factors[random.nextInt(n * k)] = normal(random, kind.size(random));
    }
    return FmModel.of(type, k, normal(random, pick(random, 0, 1, 3, 20)), linear, factors);
  }

  private static TrainedModel trained(
      Random random, Kind kind, FmModel model, FeatureEncoder encoder, History history) {
    boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    TrainingSet set =
        TrainingSet.of(
            encoder,
            List.of(history),
            classifier ? RatingTarget.likeFrom(LIKE) : RatingTarget.stars());
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(model.predictorType())
            .numFactors(model.numFactors())
            .epochs(1 + random.nextInt(10))
            .miniBatchSize(1 + random.nextInt(10))
            .build();
    TrainedModel fitting =
        TrainedModel.ofAnyFit(model, Ridge.fixed(kind.ridge(random), kind.ridge(random)), set);
    return new TrainedModel(
        model,
        encoder,
        fitting.target(),
        hyperparameters,
        fitting.ridge(),
        random.nextBoolean() ? TrainingMode.sageMaker() : TrainingMode.sageMakerDense(),
        fitting.summary(),
        null);
  }

  private static float normal(Random random, double size) {
    double value = size * random.nextGaussian();
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
  }

  private static double pick(Random random, double... values) {
    return values[random.nextInt(values.length)];
  }

  private void note(String fault, String where) {
    counts.merge(fault, 1, Integer::sum);
    examples.putIfAbsent(fault, where);
  }

  private void check(Explanation e, String where) {
    String method = e.method().name();
    double largest = Math.max(Math.abs(e.score()), Math.abs(e.offset()));
    largest = Math.max(largest, Math.abs(e.residual()));
    double sum = e.offset() + e.residual();
    boolean finite =
        Double.isFinite(largest)
            && Double.isFinite(e.diagnostics().conditionNumber())
            && Double.isFinite(e.diagnostics().stationarityGap());
    for (Contribution contribution : e.contributions()) {
      for (Quantity quantity : Quantity.values()) {
        finite &= Double.isFinite(quantity.of(contribution));
      }
      largest = Math.max(largest, Math.abs(contribution.impact()));
      sum += contribution.impact();
    }
    if (!finite) {
      note("not finite " + method, where);
    } else if (!(Math.abs(sum - e.score()) <= 2 * TOLERANCE * largest)) {
      note("does not add up " + method, where + " " + sum + " instead of " + e.score());
    }
  }

  /** Compares the best items with all items sorted by their scores. */
  private void checkOrder(UserExplainer user, int items, String where) {
    List<String> sorted =
        IntStream.range(0, items)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -user.score("i" + j)))
            .map(j -> "i" + j)
            .toList();
    for (int count : new int[] {1, 3, items}) {
      List<String> best =
          user.recommendIncludingRated(count).stream().map(Recommendation::itemId).toList();
      if (!best.equals(sorted.subList(0, Math.min(count, items)))) {
        note("order of recommendations", where);
        return;
      }
    }
  }

  private static String json(
      TrainedModel trained, History history, Explanation explanation, String where) {
    FeatureEncoder encoder = trained.encoder();
    FmModel model = trained.model();
    StringBuilder line = new StringBuilder("{\"where\":\"" + where.replace('"', '\'') + "\"");
    boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    field(line, "classifier", classifier ? "true" : "false");
    field(line, "method", '"' + explanation.method().name() + '"');
    field(line, "foldedIn", Boolean.toString(explanation.diagnostics().foldedIn()));
    field(line, "k", Integer.toString(model.numFactors()));
    field(line, "bias", Float.toString(model.bias()));
    List<String> linear = new ArrayList<>();
    List<String> factors = new ArrayList<>();
    for (int f = 0; f < model.numFeatures(); f++) {
      linear.add(Float.toString(model.linearWeight(f)));
      for (float factor : model.factors(f)) {
        factors.add(Float.toString(factor));
      }
    }
    field(line, "w", linear.toString());
    field(line, "v", factors.toString());
    field(line, "ridge", List.of(trained.ridge().factors(), trained.ridge().linear()).toString());
    field(line, "side", features(encoder.userSideFeatures(history.userTags())));
    field(line, "target", features(encoder.itemFeatures(explanation.itemId())));
    field(
        line,
        "rows",
        history.interactions().stream()
            .map(
                rating ->
                    features(
                        encoder
                            .itemFeatures(rating.itemId())
                            .and(encoder.contextFeatures(rating.context()))))
            .toList()
            .toString());
    field(
        line,
        "y",
        history.interactions().stream()
            .map(rating -> trained.target().of(rating.rating()))
            .toList()
            .toString());
    field(line, "score", Double.toString(explanation.score()));
    field(line, "offset", Double.toString(explanation.offset()));
    field(line, "residual", Double.toString(explanation.residual()));
    field(line, "condition", Double.toString(explanation.diagnostics().conditionNumber()));
    for (Quantity quantity : Quantity.values()) {
      field(
          line,
          quantity.name().toLowerCase(Locale.ROOT),
          explanation.contributions().stream().map(quantity::of).toList().toString());
    }
    return line.append('}').toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(",\"").append(name).append("\":").append(value);
  }

  private static String features(FeatureVector x) {
    return IntStream.range(0, x.size())
        .mapToObj(j -> "[" + x.index(j) + "," + x.value(j) + "]")
        .toList()
        .toString();
  }
}
