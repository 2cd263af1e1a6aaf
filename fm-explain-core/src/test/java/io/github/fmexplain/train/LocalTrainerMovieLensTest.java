package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The quality of a model of MovieLens 100K, trained on ua.base and measured on ua.test. Runs where
 * the data set is: the folder is the system property {@code fmexplain.ml100k}, the environment
 * variable {@code FM_EXPLAIN_ML100K}, or {@code ../shared/ml-100k} beside the repository.
 */
class LocalTrainerMovieLensTest {

  private static final int USERS = 943;
  private static final int ITEMS = 1682;

  @Test
  void fit_withTheDefaultsPredictsLikes() throws IOException, InterruptedException {
    Path folder = folder();
    assumeTrue(
        Files.isRegularFile(folder.resolve("ua.base")),
        "no MovieLens 100K in " + folder + "; set -Dfmexplain.ml100k to its folder");
    TrainingSet train = read(folder.resolve("ua.base"));
    TrainingSet test = read(folder.resolve("ua.test"));
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(64)
            .epochs(200)
            .build();
    double accuracy = 0;
    double f1 = 0;
    double crossEntropy = 0;
    for (int seed = 1; seed <= 3; seed++) {
      LocalTrainer trainer = LocalTrainer.builder().seed(seed).threads(2).build();
      Metrics metrics = Metrics.evaluate(trainer.fit(train, hyperparameters).model(), test);
      accuracy += metrics.value(Metric.ACCURACY) / 3;
      f1 += metrics.value(Metric.F1) / 3;
      crossEntropy += metrics.value(Metric.CROSS_ENTROPY) / 3;
    }
    assertTrue(accuracy >= 0.700, "accuracy is " + accuracy);
    assertTrue(f1 >= 0.750, "F1 is " + f1);
    assertTrue(crossEntropy <= 0.575, "cross-entropy is " + crossEntropy);
  }

  private static Path folder() {
    String property = System.getProperty("fmexplain.ml100k", "");
    String variable = System.getenv().getOrDefault("FM_EXPLAIN_ML100K", "");
    if (!property.isEmpty()) {
      return Path.of(property);
    }
    // Tests run in the folder of their module.
    return variable.isEmpty()
        ? Path.of("..", "..", "shared", "ml-100k").toAbsolutePath().normalize()
        : Path.of(variable);
  }

  /** Lines of user, item, rating and time. */
  private static TrainingSet read(Path file) throws IOException {
    TrainingSet.Builder builder = TrainingSet.builder(USERS + ITEMS);
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      int user = Integer.parseInt(fields[0]) - 1;
      int item = Integer.parseInt(fields[1]) - 1;
      builder.add(FeatureVector.ones(user, USERS + item), Integer.parseInt(fields[2]) >= 4 ? 1 : 0);
    }
    return builder.build();
  }
}
