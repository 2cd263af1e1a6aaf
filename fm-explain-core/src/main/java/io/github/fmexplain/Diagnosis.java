package io.github.fmexplain;

import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Spectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a user's explanations rest on, and what is weak about it in plain words. */
final class Diagnosis {

  /** Above this gap the residual is likely to be as large as the impacts. */
  private static final double STATIONARY = 0.1;

  private static final double ILL_CONDITIONED = 1e8;

  private final ExplainerSettings settings;
  private final History history;
  private final Spectrum spectrum;
  private final int rowsUsed;
  private final List<String> warnings = new ArrayList<>();

  Diagnosis(ExplainerSettings settings, History history, Spectrum spectrum, int rowsUsed) {
    this.settings = settings;
    this.history = history;
    this.spectrum = spectrum;
    this.rowsUsed = rowsUsed;
  }

  Diagnostics make(double gap, boolean resolved, @Nullable Unrolling unrolling) {
    boolean isPaper = settings.influence() instanceof Influence.Paper;
    double lambda = settings.influence() instanceof Influence.Paper paper ? paper.lambda() : 0;
    if (resolved) {
      warnings.add(
          (history.userId() == null
                  ? "the user is new to the model"
                  : "user '" + history.userId() + "' is unknown to the model")
              + ": the user's parameters are re-solved from "
              + count(history.size()));
    }
    if (settings.influence() instanceof Influence.Paper paper) {
      warnOfPaper(paper);
    } else {
      warnOfSystem(gap);
      if (settings.influence() instanceof Influence.Unrolled && unrolling == null && !resolved) {
        warn(
            "the trained factors are as long as those of the user's optimum: unrolled is"
                + " hessian-refit here");
      }
    }
    return new Diagnostics(
        history.size(),
        rowsUsed,
        spectrum.rank(),
        spectrum.dimension(),
        spectrum.conditionNumber(),
        isPaper ? lambda : settings.factorRidge(),
        isPaper ? lambda : settings.linearRidge(),
        gap,
        resolved,
        unrolling,
        warnings);
  }

  private void warnOfSystem(double gap) {
    if (spectrum.rank() < spectrum.dimension()) {
      warn(
          "rank %d of %d: this user has %s; contributions lean on the ridge",
          spectrum.rank(), spectrum.dimension(), count(rowsUsed));
    }
    if (gap > STATIONARY) {
      warn(
          "training stopped before this user's optimum (gap %.2f of 1): the residual is what the"
              + " ratings do not account for",
          gap);
    }
    if (settings.influence() instanceof Influence.LeastSquares
        && ScoreUnit.of(settings.model().predictorType()) == ScoreUnit.LOGIT) {
      warn(
          "least squares takes the labels 0 and 1 of a binary classifier for logits; prefer"
              + " hessian");
    }
  }

  private void warnOfPaper(Influence.Paper paper) {
    if (rowsUsed == 0) {
      warn(
          "this user likes nothing: none of %s reaches %s, so no rating carries a contribution and"
              + " the residual is the whole score",
          count(history.size()), paper.likeThreshold());
      return;
    }
    if (rowsUsed < history.size()) {
      warn(
          "%d of %s below %s: no like, no contribution",
          history.size() - rowsUsed, count(history.size()), paper.likeThreshold());
    }
    if (spectrum.rank() < spectrum.dimension() && paper.lambda() == 0) {
      warn(
          "rank %d of %d: the matrix of the paper is singular; its pseudo-inverse is taken",
          spectrum.rank(), spectrum.dimension());
    }
    if (spectrum.conditionNumber() > ILL_CONDITIONED) {
      warn(
          "condition number %.1e: the contributions are largely rounding; set lambda",
          spectrum.conditionNumber());
    }
  }

  private void warn(String format, Object... arguments) {
    warnings.add(String.format(Locale.ROOT, format, arguments));
  }

  private static String count(int ratings) {
    return ratings + (ratings == 1 ? " rating" : " ratings");
  }
}
