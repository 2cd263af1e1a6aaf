package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitUntilBestTest {

  private static final TwoTastes TASTES = new TwoTastes(30, 24, 1, 4);
  private static final RatingTarget LIKE = RatingTarget.likeFrom(4);
  private static final TrainingSet SET = rows(true, LIKE);
  private static final TrainingSet HELD_OUT = rows(false, LIKE);

  /** Every fourth rating is held out. */
  private static TrainingSet rows(boolean training, RatingTarget target) {
    List<History> histories = new ArrayList<>();
    for (History history : TASTES.histories) {
      List<Interaction> kept = new ArrayList<>();
      for (int r = 0; r < history.size(); r++) {
        if ((r % 4 > 0) == training) {
          kept.add(history.interactions().get(r));
        }
      }
      histories.add(History.of(String.valueOf(history.userId()), kept));
    }
    return TrainingSet.of(TASTES.encoder, histories, target).shuffled(1);
  }

  private static FmHyperparameters settings(PredictorType type, int epochs) {
    return TrainingSets.fast(type).epochs(epochs).build();
  }

  private static double loss(Metrics metrics) {
    return metrics.value(metrics.has(Metric.MSE) ? Metric.MSE : Metric.CROSS_ENTROPY);
  }

  @Test
  void bestEpoch_isTrained_asIfItHadBeenAskedFor() throws InterruptedException {
    LocalTrainer trainer = LocalTrainer.builder().seed(1).threads(2).recordPath().build();
    for (PredictorType type : PredictorType.values()) {
      boolean likes = type == PredictorType.BINARY_CLASSIFIER;
      TrainingSet set = likes ? SET : rows(true, RatingTarget.stars());
      TrainingSet validation = likes ? HELD_OUT : rows(false, RatingTarget.stars());
      List<Integer> told = new ArrayList<>();
      TrainingResult found =
          trainer.fitUntilBest(
              set,
              settings(type, 400),
              validation,
              5,
              TrainingProgress.reportTo(report -> told.add(report.epoch())));
      int best = found.epochs();
      // It learns something first, and learns by heart at last.
      assertTrue(best > 1 && best < 395, found::toString);
      assertEquals(best + 5, found.validation().size());
      assertEquals(best + 5, told.size());
      for (Metrics other : found.validation()) {
        assertTrue(loss(other) >= loss(found.validation().get(best - 1)));
      }
      TrainingResult asked = trainer.fit(set, settings(type, best));
      assertEquals(asked.model(), found.model());
      assertEquals(asked.trained(), found.trained());
      assertEquals(asked.curve(), found.curve());
      assertEquals(Metrics.evaluate(asked.model(), validation), found.validation().get(best - 1));
      assertNotNull(found.path());
    }
  }

  @Test
  void allEpochs_ifTheLastIsTheBest() throws InterruptedException {
    LocalTrainer trainer = LocalTrainer.builder().seed(1).build();
    FmHyperparameters settings = settings(PredictorType.BINARY_CLASSIFIER, 2);
    TrainingResult found = trainer.fitUntilBest(SET, settings, SET, 1, TrainingProgress.none());
    assertEquals(2, found.epochs());
    assertEquals(trainer.fit(SET, settings).model(), found.model());
    assertEquals(List.of(), trainer.fit(SET, settings).validation());
  }

  @Test
  void page_runs() throws InterruptedException, IOException {
    TrainingSet training = SET;
    TrainingSet validation = HELD_OUT;
    FmHyperparameters hyperparameters = settings(PredictorType.BINARY_CLASSIFIER, 3);
    // page
    TrainingResult found =
        LocalTrainer.builder()
            .seed(1)
            .threads(2)
            .recordPath()
            .build()
            .fitUntilBest(training, hyperparameters, validation, 10, TrainingProgress.none());
    // end
    assertEquals(3, found.validation().size());
    String own =
        Files.readString(Path.of("src/test/java/io/github/fmexplain/train/FitUntilBestTest.java"));
    String code = own.substring(own.indexOf("// page\n") + 8, own.indexOf("    // end\n"));
    String page = Files.readString(Path.of("../docs/choosing.md"));
    assertTrue(page.contains("```java\n" + code.replaceAll("(?m)^    ", "") + "```\n"));
  }

  @Test
  void progress_endsTheSearch() throws InterruptedException {
    TrainingResult found =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fitUntilBest(
                SET,
                settings(PredictorType.BINARY_CLASSIFIER, 100),
                SET,
                100,
                report ->
                    report.epoch() < 3
                        ? TrainingProgress.Decision.CONTINUE
                        : TrainingProgress.Decision.STOP);
    assertEquals(3, found.validation().size());
    assertEquals(3, found.epochs());
    assertEquals(3, found.hyperparameters().epochs());
  }

  private static String refusal(TrainingSet validation, int patience) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    LocalTrainer.builder()
                        .seed(1)
                        .build()
                        .fitUntilBest(
                            SET,
                            settings(PredictorType.BINARY_CLASSIFIER, 3),
                            validation,
                            patience,
                            TrainingProgress.none()))
            .getMessage());
  }

  @Test
  void badInput_isRefused() {
    assertEquals("patience must be at least 1, but was 0", refusal(HELD_OUT, 0));
    assertEquals(
        "validation rows must have 54 features, as the training set has, but have 3; make both with"
            + " the same encoder",
        refusal(TrainingSet.builder(3).add(FeatureVector.ones(0, 2), 1).build(), 1));
    assertEquals(
        "target of row 1 must be 0 or 1 for a binary_classifier, but was 3.0",
        refusal(TrainingSet.builder(54).add(FeatureVector.ones(0, 40), 3).build(), 1));
  }

  /** Against the sums written out. */
  @Test
  void personalSpread_isThatOfTheUsersFactors() throws InterruptedException {
    TrainingResult result =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(SET, settings(PredictorType.BINARY_CLASSIFIER, 30));
    double squares = 0;
    for (TrainingSet.UserRows user : SET.origin().orElseThrow().users()) {
      float[] own = result.model().factors(user.column());
      double[] products = new double[user.size()];
      double mean = 0;
      for (int j = 0; j < products.length; j++) {
        FeatureVector row = SET.features(user.row(j));
        float[] item = result.model().factors(row.index(1));
        for (int c = 0; c < own.length; c++) {
          products[j] += (double) own[c] * item[c];
        }
        mean += products[j] / products.length;
      }
      for (double product : products) {
        squares += (product - mean) * (product - mean);
      }
    }
    assertEquals(Math.sqrt(squares / SET.numRows()), result.personalSpread(), 1e-12);
    double first =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(SET, settings(PredictorType.BINARY_CLASSIFIER, 1))
            .personalSpread();
    assertTrue(first < 0.1 && result.personalSpread() > 0.5, first + ", then " + result);
  }
}
