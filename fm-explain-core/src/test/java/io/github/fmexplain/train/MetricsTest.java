package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  /** A model whose score is the value of feature 0. */
  private static FmModel identity(PredictorType type) {
    return FmModel.of(type, 1, 0, new float[] {1}, new float[] {0});
  }

  /** Rows (score, target). */
  private static TrainingSet rows(float[]... rows) {
    TrainingSet.Builder builder = TrainingSet.builder(1);
    for (float[] row : rows) {
      builder.add(FeatureVector.of(new int[] {0}, new float[] {row[0]}), row[1]);
    }
    return builder.build();
  }

  private static float[] row(double score, double target) {
    return new float[] {(float) score, (float) target};
  }

  private static Metrics classified(float[]... rows) {
    return Metrics.evaluate(identity(PredictorType.BINARY_CLASSIFIER), rows(rows));
  }

  /**
   * Scores 2, 0, −1, 1 with labels 1, 1, 1, 0: tp = 2 (2 and 0), fn = 1 (−1), fp = 1 (1), tn = 0.
   *
   * <pre>
   * accuracy       2/4
   * F1             2·2 / (2·2 + 1 + 1) = 2/3
   * cross-entropy  (ln(1 + e^−2) + ln 2 + ln(1 + e^1) + ln(1 + e^1)) / 4
   *                = (.126928 + .693147 + 1.313262 + 1.313262) / 4 = .861650
   * AUC            of the pairs (2, 1), (0, 1), (−1, 1) only the first is in order: 1/3
   * </pre>
   */
  @Test
  void evaluate_ofAClassifierByHand() {
    Metrics metrics = classified(row(2, 1), row(0, 1), row(-1, 1), row(1, 0));
    assertEquals(0.5, metrics.value(Metric.ACCURACY));
    assertEquals(2.0 / 3, metrics.value(Metric.F1), 1e-15);
    assertEquals(0.861650, metrics.value(Metric.CROSS_ENTROPY), 1e-6);
    assertEquals(1.0 / 3, metrics.value(Metric.AUC), 1e-15);
  }

  /** Errors 1, −2, 0, 0.5: squares 1 + 4 + 0 + .25 = 5.25, absolutes 1 + 2 + 0 + .5 = 3.5. */
  @Test
  void evaluate_ofARegressorByHand() {
    Metrics metrics =
        Metrics.evaluate(
            identity(PredictorType.REGRESSOR), rows(row(4, 3), row(1, 3), row(5, 5), row(2, 1.5)));
    assertEquals(1.3125, metrics.value(Metric.MSE));
    assertEquals(Math.sqrt(1.3125), metrics.value(Metric.RMSE));
    assertEquals(0.875, metrics.value(Metric.ABSOLUTE_LOSS));
  }

  /** Label 1 scores 1, 1, 2; label 0 scores 1, 0. Pairs: (½ + 1) + (½ + 1) + (1 + 1) = 5 of 6. */
  @Test
  void auc_countsTiesHalf() {
    Metrics metrics = classified(row(1, 1), row(1, 1), row(2, 1), row(1, 0), row(0, 0));
    assertEquals(5.0 / 6, metrics.value(Metric.AUC), 1e-15);
  }

  @Test
  void auc_ofEqualScoresIsAHalf() {
    assertEquals(0.5, classified(row(0, 1), row(-0.0, 0), row(0, 0)).value(Metric.AUC));
  }

  @Test
  void auc_ofOneClassIsAbsent() {
    Metrics metrics = classified(row(1, 1), row(2, 1));
    assertFalse(metrics.has(Metric.AUC));
    assertTrue(metrics.has(Metric.F1));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> metrics.value(Metric.AUC));
    assertEquals(
        "there is no auc; there are binary_classification_accuracy,"
            + " binary_classification_cross_entropy, binary_f_1.000",
        e.getMessage());
    assertFalse(classified(row(1, 0)).has(Metric.AUC));
  }

  @Test
  void f1_withoutAPositiveIsZero() {
    assertEquals(0, classified(row(-1, 0), row(-2, 0)).value(Metric.F1));
  }

  @Test
  void crossEntropy_ofLargeLogitsIsFinite() {
    assertEquals(5000, classified(row(-10_000, 1), row(10_000, 1)).value(Metric.CROSS_ENTROPY));
    assertEquals(Math.exp(-40), classified(row(40, 1)).value(Metric.CROSS_ENTROPY), 1e-30);
  }

  @Test
  void asMap_hasSageMakersNamesInOrder() {
    assertEquals(
        List.of(
            "binary_classification_accuracy",
            "binary_classification_cross_entropy",
            "binary_f_1.000",
            "auc"),
        List.copyOf(classified(row(1, 1), row(0, 0)).asMap().keySet()));
    assertEquals(
        List.of("rmse", "mse", "absolute_loss"),
        List.copyOf(
            Metrics.evaluate(identity(PredictorType.REGRESSOR), rows(row(1, 1))).asMap().keySet()));
  }

  @Test
  void of_valuesMeasuredElsewhere() {
    Metrics metrics = Metrics.of(Map.of(Metric.RMSE, 0.9));
    assertEquals(0.9, metrics.value(Metric.RMSE));
    assertEquals("Metrics{rmse=0.9000}", metrics.toString());
    assertEquals(Metrics.of(Map.of(Metric.RMSE, 0.9)), metrics);
    assertEquals(Metrics.of(Map.of(Metric.RMSE, 0.9)).hashCode(), metrics.hashCode());
    assertNotEquals(Metrics.of(Map.of(Metric.MSE, 0.9)), metrics);
  }

  @Test
  void toString_isInTheOrderOfTheMetrics() {
    assertEquals(
        "Metrics{binary_classification_accuracy=1.0000,"
            + " binary_classification_cross_entropy=0.5032, binary_f_1.000=1.0000, auc=1.0000}",
        classified(row(1, 1), row(-0.0001, 0)).toString());
  }

  @Test
  void of_aValueThatIsNotFinite() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Metrics.of(Map.of(Metric.CROSS_ENTROPY, Double.NaN)));
    assertEquals("binary_classification_cross_entropy must be finite, but was NaN", e.getMessage());
  }

  @Test
  void evaluate_aLabelThatIsNeither() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> classified(row(1, 1), row(1, 0.5)));
    assertEquals(
        "target of row 2 must be 0 or 1 for a binary_classifier, but was 0.5", e.getMessage());
  }

  @Test
  void predictorType_ofEveryMetric() {
    assertEquals(PredictorType.BINARY_CLASSIFIER, Metric.AUC.predictorType());
    assertEquals(PredictorType.REGRESSOR, Metric.RMSE.predictorType());
  }
}
