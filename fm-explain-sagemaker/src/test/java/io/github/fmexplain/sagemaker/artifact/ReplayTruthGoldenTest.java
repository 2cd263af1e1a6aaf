package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Retracing;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays of a model that is read from its artifact, against a plain trainer in C that trained it
 * again without each of 1600 ratings of 80 users: lazy Adam, 200 epochs of ml-100k's ua.base, each
 * in an order of its own. Of the training only its end is known here. Runs where that model and
 * ml-100k are, which are no part of this project.
 */
class ReplayTruthGoldenTest {

  private static final String HOW_TO =
      "skipped: no ml-100k with the folder golden/lazy beside it here; give it as"
          + " FM_EXPLAIN_ML100K=…";

  private static @Nullable Path folder;

  @BeforeAll
  static void find() {
    folder = data().filter(at -> Files.exists(lazy(at).resolve("truth.json"))).orElse(null);
    Assumptions.assumeTrue(folder != null, HOW_TO);
  }

  private static Path lazy(Path folder) {
    return folder.resolveSibling("golden").resolve("lazy");
  }

  private static Optional<Path> data() {
    String variable = System.getenv("FM_EXPLAIN_ML100K");
    if (variable != null) {
      return Optional.of(Path.of(variable));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return Optional.of(at.resolveSibling("shared").resolve("ml-100k"));
      }
    }
    return Optional.empty();
  }

  /** How the effects of a group of users compare with the truth. */
  private record Agreement(double pearson, double spearman, double within, double slope) {}

  @Test
  void retracedAndAssumedPaths_tellWhatTrainingAgainDoes()
      throws IOException, InterruptedException {
    Path at = Objects.requireNonNull(folder);
    Map<String, History> histories = histories(at.resolve("ua.base"));
    TrainingSet set = set(histories);
    TrainedModel assumed =
        SageMakerArtifact.read(lazy(at).resolve("model.tar.gz"))
            .trainedOn(
                set,
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(64)
                    .epochs(200)
                    .build())
            .withMode(new TrainingMode(Optimizer.LAZY_ADAM, Shuffle.EACH_EPOCH, false));
    assertNull(assumed.path());
    Retracing retracing =
        LocalTrainer.builder()
            .seed(77)
            .threads(2)
            .build()
            .retrace(assumed, set, TrainingProgress.none());
    System.out.printf(
        Locale.ROOT,
        "retraced: mean cosine %.4f, distance %.4f%n",
        retracing.meanCosine(),
        retracing.distance());
    assertTrue(retracing.meanCosine() >= 0.95, "cosine " + retracing.meanCosine());
    JsonNode truth = JsonMapper.shared().readTree(lazy(at).resolve("truth.json"));
    JsonNode few = truth.get("users-20-60");
    JsonNode many = truth.get("users-61-300");
    TrainedModel retraced = retracing.trained();
    Method replay = Method.replay();

    Agreement first = check(few, histories, retraced, replay, 0.995, 0.985, 0.97);
    Agreement second = check(many, histories, retraced, replay, 0.995, 0.98, 0.96);
    check(few, histories, assumed, replay, 0.98, 0.97, 0.92);
    check(many, histories, assumed, replay, 0.985, 0.97, 0.94);
    for (Agreement agreement : List.of(first, second)) {
      assertTrue(agreement.slope >= 0.95 && agreement.slope <= 1.12, "slope " + agreement.slope);
    }
    Method adjoint = Method.replay().firstOrder();
    check(few, histories, retraced, adjoint, 0.9, 0.9, first.within - 0.005);
    check(many, histories, retraced, adjoint, 0.9, 0.9, second.within - 0.005);
  }

  private static Agreement check(
      JsonNode users,
      Map<String, History> histories,
      TrainedModel trained,
      Method method,
      double leastPearson,
      double leastSpearman,
      double leastWithin) {
    FmExplainer explainer = FmExplainer.of(trained, catalogue()).withMethod(method);
    List<Double> found = new ArrayList<>();
    List<Double> truth = new ArrayList<>();
    double within = 0;
    double distance = 0;
    for (JsonNode each : users) {
      History history = Objects.requireNonNull(histories.get(each.get("user").asString()));
      Explanation explanation =
          explainer.forHistory(history).explain(each.get("target").asString());
      ExplanationAssert.assertExplains(explanation, trained.model(), trained.encoder(), history);
      Replayed replayed = Objects.requireNonNull(explanation.diagnostics().replay());
      assertEquals(
          trained.path() == null ? TrainingPath.Kind.ASSUMED : TrainingPath.Kind.RETRACED,
          replayed.path());
      distance += replayed.distance() / users.size();
      Map<String, Double> byItem = new HashMap<>();
      for (Contribution contribution : explanation.contributions()) {
        byItem.put(contribution.interaction().itemId(), contribution.removalEffect());
      }
      List<Double> ownFound = new ArrayList<>();
      List<Double> ownTruth = new ArrayList<>();
      for (Map.Entry<String, JsonNode> effect : each.get("effects").properties()) {
        ownFound.add(byItem.get(effect.getKey()));
        ownTruth.add(effect.getValue().asDouble());
      }
      within += pearson(ranks(ownFound), ranks(ownTruth)) / users.size();
      found.addAll(ownFound);
      truth.addAll(ownTruth);
    }
    double[] x = doubles(found);
    double[] y = doubles(truth);
    double product = 0;
    double square = 0;
    for (int j = 0; j < x.length; j++) {
      product += x[j] * y[j];
      square += x[j] * x[j];
    }
    Agreement agreement =
        new Agreement(pearson(x, y), pearson(ranks(found), ranks(truth)), within, product / square);
    String what =
        String.format(
            Locale.ROOT,
            "%s, path %s: Pearson %.4f, Spearman %.4f, within user %.4f, slope %.2f, mean distance"
                + " %.3f",
            method.name(),
            trained.path() == null ? "assumed" : "retraced",
            agreement.pearson,
            agreement.spearman,
            agreement.within,
            agreement.slope,
            distance);
    System.out.println(what);
    assertTrue(agreement.pearson >= leastPearson, what);
    assertTrue(agreement.spearman >= leastSpearman, what);
    assertTrue(agreement.within >= leastWithin, what);
    return agreement;
  }

  private static Map<String, History> histories(Path base) throws IOException {
    Map<Integer, List<Interaction>> ratings = new TreeMap<>();
    for (String line : Files.readAllLines(base, StandardCharsets.ISO_8859_1)) {
      String[] parts = line.split("\t", -1);
      ratings
          .computeIfAbsent(Integer.valueOf(parts[0]), user -> new ArrayList<>())
          .add(Interaction.of(parts[1], Integer.parseInt(parts[2])));
    }
    Map<String, History> histories = new LinkedHashMap<>();
    ratings.forEach(
        (user, list) -> histories.put(user.toString(), History.of(user.toString(), list)));
    return histories;
  }

  private static List<String> items() {
    return IntStream.rangeClosed(1, 1682).mapToObj(Integer::toString).toList();
  }

  private static Catalogue catalogue() {
    return Catalogue.of(
        items().stream().map(id -> new CatalogueItem(id, "Movie " + id, Set.of())).toList());
  }

  private static TrainingSet set(Map<String, History> histories) {
    return TrainingSet.of(
        OneHotEncoder.of(List.copyOf(histories.keySet()), items()),
        List.copyOf(histories.values()),
        RatingTarget.likeFrom(4));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The rank of each value; those that are equal share theirs. */
  private static double[] ranks(List<Double> values) {
    double[] sorted = doubles(values);
    Arrays.sort(sorted);
    return values.stream()
        .mapToDouble(
            value -> {
              int first = 0;
              while (sorted[first] < value) {
                first++;
              }
              int last = first;
              while (last + 1 < sorted.length && sorted[last + 1] == value) {
                last++;
              }
              return (first + last) / 2.0;
            })
        .toArray();
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int j = 0; j < x.length; j++) {
      xx += (x[j] - meanX) * (x[j] - meanX);
      yy += (y[j] - meanY) * (y[j] - meanY);
      xy += (x[j] - meanX) * (y[j] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
