package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The one assertion that every test which makes an explanation ends with. */
public final class ExplanationAssert {

  private ExplanationAssert() {}

  /**
   * Asserts that an explanation belongs to the model and the history, is finite throughout, adds up
   * to its score, and that this is the score that the model gives to the row, unless the user was
   * folded in.
   *
   * @param explanation made without a context for the target item
   * @param model the explained model
   * @param encoder the encoder of the model
   * @param history the history that was explained with
   */
  public static void assertExplains(
      Explanation explanation, FmModel model, FeatureEncoder encoder, History history) {
    assertExplains(explanation, model, encoder, history, Set.of());
  }

  /**
   * Asserts the same of an explanation in a situation.
   *
   * @param context the tags of the situation
   */
  public static void assertExplains(
      Explanation explanation,
      FmModel model,
      FeatureEncoder encoder,
      History history,
      Set<String> context) {
    assertEquals(model.fingerprint(), explanation.provenance().modelFingerprint());
    assertEquals(history.userId(), explanation.userId());
    assertEquals(ScoreUnit.of(model.predictorType()), explanation.unit());
    assertFinite(explanation);
    double sum = explanation.offset() + explanation.totalImpact() + explanation.residual();
    assertEquals(explanation.score(), sum, tolerance(explanation), "offset + Σ impact + residual");
    assertParts(explanation);
    assertRatings(explanation, history);
    Diagnostics diagnostics = explanation.diagnostics();
    assertEquals(history.size(), diagnostics.ratings());
    assertEquals(explanation.contributions().size(), diagnostics.rowsUsed());
    // All items are rows of an implicit target.
    boolean background = explanation.provenance().target() instanceof RatingTarget.Implicit;
    boolean paper = explanation.method() instanceof Method.Paper;
    int rows =
        background
            ? Integer.MAX_VALUE
            : diagnostics.rowsUsed() + (paper ? 0 : history.sampled().size());
    assertTrue(diagnostics.rank() <= Math.min(rows, diagnostics.dimension()), "rank");
    assertTrue(diagnostics.conditionNumber() >= 1, "condition number");
    assertTrue(
        diagnostics.stationarityGap() >= 0 && diagnostics.stationarityGap() <= 1 + 1e-12, "gap");
    String userId = history.userId();
    boolean known = userId != null && encoder.userFeature(userId).isPresent();
    if (history.size() == 0) {
      assertEquals(
          Optional.of(
              new Warning.NoRatings(!diagnostics.foldedIn(), !history.userTags().isEmpty())),
          diagnostics.warning(Warning.NoRatings.class));
    } else if (diagnostics.foldedIn()) {
      assertEquals(
          Optional.of(new Warning.FoldedIn(userId, known, history.size())),
          diagnostics.warning(Warning.FoldedIn.class));
    } else if (encoder instanceof HistoryEncoder bags) {
      if (bags.block().products()) {
        double score = model.score(row(bags, history, explanation.itemId(), context));
        assertEquals(score, explanation.score(), 1e-9 * (1 + Math.abs(score)), "the model's score");
      }
    } else {
      assertTrue(known, "only a user of the model is scored as trained");
      assertEquals(Optional.empty(), diagnostics.warning(Warning.FoldedIn.class));
    }
    if (!diagnostics.foldedIn() && !(encoder instanceof HistoryEncoder)) {
      double score =
          model.score(
              encoder.encode(
                  Objects.requireNonNull(userId),
                  history.userTags(),
                  explanation.itemId(),
                  context));
      assertEquals(score, explanation.score(), 1e-9 * (1 + Math.abs(score)), "the model's score");
    }
    Double probability = explanation.probability();
    if (model.predictorType() == PredictorType.BINARY_CLASSIFIER) {
      assertNotNull(probability);
      assertEquals(FmModel.sigmoid(explanation.score()), probability, 1e-15);
    } else {
      assertNull(probability);
    }
  }

  /** The row of an item for a user who is a bag of the whole history. */
  private static FeatureVector row(
      HistoryEncoder bags, History history, String itemId, Set<String> context) {
    String userId = history.userId();
    OptionalInt column = userId == null ? OptionalInt.empty() : bags.userFeature(userId);
    return (column.isPresent() ? FeatureVector.ones(column.getAsInt()) : FeatureVector.empty())
        .and(bags.userSideFeatures(history.userTags()))
        .and(bags.itemFeatures(itemId))
        .and(bags.contextFeatures(context))
        .and(bags.historyFeatures(history.interactions()));
  }

  /** The parts of the offset add up to it, and there are none where there is no offset. */
  private static void assertParts(Explanation explanation) {
    double sum = 0;
    double largest = tolerance(explanation);
    for (OffsetPart part : explanation.offsetParts()) {
      assertTrue(Double.isFinite(part.value()), part::toString);
      sum += part.value();
      largest = Math.max(largest, 1e-9 * Math.abs(part.value()));
    }
    assertEquals(explanation.offset(), sum, largest, "parts of the offset");
  }

  /** The identity holds to 1e-9 relative to the largest of its terms. */
  private static double tolerance(Explanation explanation) {
    double largest = Math.max(Math.abs(explanation.score()), Math.abs(explanation.offset()));
    largest = Math.max(largest, Math.abs(explanation.residual()));
    for (Contribution contribution : explanation.contributions()) {
      largest = Math.max(largest, Math.abs(contribution.impact()));
    }
    return 1e-9 * largest;
  }

  private static void assertFinite(Explanation explanation) {
    assertTrue(Double.isFinite(explanation.score()), "score");
    assertTrue(Double.isFinite(explanation.offset()), "offset");
    assertTrue(Double.isFinite(explanation.residual()), "residual");
    assertTrue(Double.isFinite(explanation.diagnostics().conditionNumber()), "condition number");
    for (Contribution contribution : explanation.contributions()) {
      for (Quantity quantity : Quantity.values()) {
        assertTrue(
            Double.isFinite(quantity.of(contribution)),
            () -> quantity + " of item " + contribution.interaction().itemId());
      }
    }
  }

  private static void assertRatings(Explanation explanation, History history) {
    Set<Interaction> given = new HashSet<>(history.interactions());
    Set<String> seen = new HashSet<>();
    for (Contribution contribution : explanation.contributions()) {
      assertTrue(given.contains(contribution.interaction()), "a rating that is not in the history");
      assertTrue(seen.add(contribution.interaction().itemId()), "a rating that is there twice");
    }
    if (!(explanation.method() instanceof Method.Paper)) {
      assertEquals(history.size(), seen.size(), "a rating is missing");
    }
  }
}
