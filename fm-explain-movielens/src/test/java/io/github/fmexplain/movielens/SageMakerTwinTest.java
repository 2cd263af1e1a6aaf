package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The local trainer beside two jobs of SageMaker on ml-100k: the same curves, seeds apart. Runs
 * where ml-100k is; docs/twin.md has its figures.
 */
class SageMakerTwinTest {

  private static final List<Metric> METRICS =
      List.of(Metric.CROSS_ENTROPY, Metric.ACCURACY, Metric.F1);

  /** The numbers of the lines of the real job's figures that begin with a word. */
  private static List<double[]> figures(String word) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SageMakerTwinTest.class.getResourceAsStream("/golden/sagemaker-job-2021.txt"))) {
      List<double[]> figures = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] parts = line.split(" ", -1);
        if (parts[0].equals(word)) {
          double[] numbers = new double[parts.length - 1];
          for (int j = 0; j < numbers.length; j++) {
            numbers[j] = Double.parseDouble(parts[j + 1]);
          }
          figures.add(numbers);
        }
      }
      return figures;
    }
  }

  private static TrainingSet inFileOrder(MovieLens movies) {
    return TrainingSet.of(movies.encoder(), movies.trainingHistories(), MovieLens.likes());
  }

  private static FmHyperparameters hyperparameters(int epochs, int batch) {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(64)
        .epochs(epochs)
        .miniBatchSize(batch)
        .build();
  }

  private static TrainingResult fit(TrainingSet set, FmHyperparameters settings, long seed)
      throws InterruptedException {
    return LocalTrainer.builder().seed(seed).threads(2).build().fit(set, settings);
  }

  @Test
  void trainingSet_isInTheOrderOfUaBase() throws IOException {
    MovieLens movies = Ml100kModels.movies();
    TrainingSet set = inFileOrder(movies);
    Path file = Ml100k.folder().orElseThrow().resolve("ua.base");
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    assertEquals(lines.size(), set.numRows());
    for (int row = 0; row < lines.size(); row++) {
      String[] parts = lines.get(row).split("\t", -1);
      assertEquals(
          movies.encoder().encode(parts[0], Set.of(), parts[1], Set.of()), set.features(row));
      assertEquals(Integer.parseInt(parts[2]) >= 4 ? 1 : 0, set.target(row));
    }
    assertTrue(set.isSortedByUser());
  }

  @Test
  void job2021_hasTheSameCurveTestMetricsAndScores() throws IOException, InterruptedException {
    MovieLens movies = Ml100kModels.movies();
    TrainingSet set = inFileOrder(movies);
    List<double[]> job = figures("epoch");
    assertEquals(30, job.size());
    for (int seed = 1; seed <= 3; seed++) {
      TrainingResult result = fit(set, hyperparameters(30, 200), seed);
      double[] furthest = new double[METRICS.size()];
      for (int epoch = 0; epoch < job.size(); epoch++) {
        for (int j = 0; j < furthest.length; j++) {
          double difference =
              Math.abs(result.curve().get(epoch).value(METRICS.get(j)) - job.get(epoch)[j + 1]);
          furthest[j] = Math.max(furthest[j], difference);
        }
      }
      for (int epoch : new int[] {0, 6, 12, 29}) {
        print("seed " + seed + ", epoch " + epoch, result.curve().get(epoch));
      }
      System.out.printf(
          Locale.ROOT,
          "seed %d, furthest: cross-entropy %.5f, accuracy %.5f, F1 %.5f%n",
          seed,
          furthest[0],
          furthest[1],
          furthest[2]);
      assertTrue(furthest[0] <= 0.0008, "cross-entropy is " + furthest[0] + " away");
      assertTrue(furthest[1] <= 0.003, "accuracy is " + furthest[1] + " away");
      assertTrue(furthest[2] <= 0.003, "F1 is " + furthest[2] + " away");
      assertTestRows(movies, result.trained(), seed);
    }
  }

  private static void assertTestRows(MovieLens movies, TrainedModel trained, int seed)
      throws IOException {
    Set<String> rated = new HashSet<>();
    for (History history : movies.trainingHistories()) {
      history.interactions().forEach(rating -> rated.add(rating.itemId()));
    }
    List<History> test = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (History history : movies.testHistories()) {
      String userId = Objects.requireNonNull(history.userId());
      List<Interaction> known =
          history.interactions().stream().filter(r -> rated.contains(r.itemId())).toList();
      test.add(History.of(userId, known));
      for (Interaction rating : known) {
        scores.add(
            FmModel.sigmoid(
                trained
                    .model()
                    .score(movies.encoder().encode(userId, Set.of(), rating.itemId(), Set.of()))));
      }
    }
    assertEquals(9428, scores.size());
    Metrics metrics = trained.evaluate(test);
    double[] job = figures("test").get(0);
    double away = 0;
    List<double[]> answers = figures("score");
    for (double[] answer : answers) {
      away += Math.abs(scores.get((int) answer[0]) - answer[1]) / answers.size();
    }
    print("seed " + seed + ", test", metrics);
    System.out.printf(Locale.ROOT, "seed %d, first 20 scores: %.4f away%n", seed, away);
    assertEquals(job[0], metrics.value(Metric.CROSS_ENTROPY), 0.002);
    assertTrue(away <= 0.012, "scores are " + away + " away");
  }

  /** The job's shuffle is not known: any is one more seed. */
  @Test
  void job2020_hasTheSameCurve() throws InterruptedException {
    TrainingSet set = inFileOrder(Ml100kModels.movies());
    int[] epochs = {14, 32, 49};
    double[] job = {0.5930, 0.5553, 0.5386};
    double[][] mean = new double[epochs.length][METRICS.size()];
    for (int seed = 1; seed <= 3; seed++) {
      TrainingResult result = fit(set.shuffled(seed), hyperparameters(50, 1000), seed);
      for (int e = 0; e < epochs.length; e++) {
        for (int j = 0; j < METRICS.size(); j++) {
          mean[e][j] += result.curve().get(epochs[e]).value(METRICS.get(j)) / 3;
        }
      }
    }
    for (int e = 0; e < epochs.length; e++) {
      System.out.printf(
          Locale.ROOT,
          "mean of seeds 1 to 3, epoch %d: cross-entropy %.4f, accuracy %.4f, F1 %.4f%n",
          epochs[e],
          mean[e][0],
          mean[e][1],
          mean[e][2]);
      assertEquals(job[e], mean[e][0], 0.0015, "epoch " + epochs[e]);
    }
  }

  private static void print(String what, Metrics metrics) {
    System.out.printf(
        Locale.ROOT,
        "%s: cross-entropy %.4f, accuracy %.4f, F1 %.4f%n",
        what,
        metrics.value(Metric.CROSS_ENTROPY),
        metrics.value(Metric.ACCURACY),
        metrics.value(Metric.F1));
  }
}
