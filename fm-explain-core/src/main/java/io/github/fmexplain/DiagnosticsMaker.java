package io.github.fmexplain;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a user's explanations rest on, and what is weak about it. */
final class DiagnosticsMaker {

  private static final double ILL_CONDITIONED = 1e8;

  private final TrainedModel trained;
  private final History given;
  private final UserSystem system;
  private final Method asked;
  private final Method ran;
  private final Spectrum spectrum;
  private final int dimension;
  private final List<Warning> warnings = new ArrayList<>();

  /**
   * @param given the history before anything was left out
   */
  DiagnosticsMaker(
      TrainedModel trained, History given, UserSystem system, Method asked, Method ran) {
    this.trained = trained;
    this.given = given;
    this.system = system;
    this.asked = asked;
    this.ran = ran;
    this.spectrum = system.attribution.spectrum();
    // Without linear weights the user has none to solve for.
    boolean linear = ran instanceof Method.Paper || system.user.form().linear() != 0;
    this.dimension = spectrum.dimension() - (linear ? 0 : 1);
  }

  Diagnostics make(double gap, @Nullable Replayed replay) {
    boolean foldedIn = system.user.isFoldedIn() && !system.user.isBag();
    warnOfUser(foldedIn);
    if (trained.model().predictorType() == PredictorType.REGRESSOR
        && trained.target().likeThreshold().isPresent()) {
      warnings.add(new Warning.LikesAsRatings());
    }
    boolean rated = system.history.size() > 0;
    if (rated && !asked.equals(ran)) {
      warnings.add(new Warning.OtherMethod(asked.name(), ran.name()));
    }
    double[] ridge = system.user.problem().ridge();
    if (ran instanceof Method.Paper paper && rated) {
      warnOfPaper(paper);
      ridge = new double[] {paper.lambda()};
    } else if (rated && !(ran instanceof Method.Removal)) {
      warnOfSystem(gap);
    }
    if (replay != null && replay.distance() > Warning.ReplayDiffers.FAR) {
      warnings.add(new Warning.ReplayDiffers(replay.distance()));
    }
    return new Diagnostics(
        system.history.size(),
        system.usedRatings.size(),
        spectrum.rank(),
        dimension,
        spectrum.conditionNumber(),
        ridge[0],
        ridge[ridge.length - 1],
        gap,
        foldedIn,
        replay,
        warnings);
  }

  /** Compares the user with what training knew. */
  private void warnOfUser(boolean foldedIn) {
    TrainingSummary summary = trained.summary();
    if (!summary.fitsBetterThanConstant()) {
      warnings.add(new Warning.PoorFit(summary.loss(), summary.constantLoss()));
    }
    History history = system.history;
    if (given.size() > history.size()) {
      Set<String> kept =
          history.interactions().stream().map(Interaction::itemId).collect(Collectors.toSet());
      warnings.add(
          new Warning.RatingsLeftOut(
              given.interactions().stream()
                  .map(Interaction::itemId)
                  .filter(id -> !kept.contains(id))
                  .toList()));
    }
    String userId = history.userId();
    HistoryHash known = userId == null ? null : trained.trainingHash(userId);
    HistoryHash now = HistoryHash.of(history);
    if (history.size() == 0) {
      warnings.add(new Warning.NoRatings(!foldedIn, !history.userTags().isEmpty()));
    }
    boolean hasColumn = userId != null && trained.encoder().userFeature(userId).isPresent();
    if (foldedIn && history.size() > 0) {
      warnings.add(new Warning.FoldedIn(userId, hasColumn, history.size()));
      if (system.user.isSolved() && summary.typicalGap() > Warning.NotStationary.NEAR) {
        warnings.add(new Warning.DoesNotCompare(summary.typicalGap()));
      }
    } else if (!foldedIn
        && !system.user.isBag()
        && userId != null
        && (known == null ? hasColumn : known.ratings() != now.ratings())) {
      warnings.add(new Warning.HistoryDiffers(userId, known != null));
    }
    if (known == null
        ? history.userTags().isEmpty() && summary.histories().allHaveTags()
        : known.tags() != now.tags()) {
      warnings.add(new Warning.TagsDiffer(userId));
    }
  }

  private void warnOfSystem(double gap) {
    if (spectrum.rank() < dimension) {
      warnings.add(new Warning.LowRank(spectrum.rank(), dimension, system.attribution.rows()));
    }
    if (gap > Warning.NotStationary.NEAR && !(ran instanceof Method.Replay)) {
      warnings.add(new Warning.NotStationary(gap, instead()));
    }
    if (!(ran instanceof Method.Replay)) {
      warnOfCondition();
    }
    if (ran instanceof Method.LeastSquares
        && ScoreUnit.of(trained.model().predictorType()) == ScoreUnit.LOGIT) {
      warnings.add(new Warning.LabelsAsLogits());
    }
  }

  /** What does not need a user at rest: training again, or else the user solved again. */
  private @Nullable String instead() {
    if (Replays.canReplay(trained)) {
      return Method.replay().name();
    }
    return ran instanceof Method.Hessian hessian && !hessian.again()
        ? hessian.solvedAgain().name()
        : null;
  }

  private void warnOfPaper(Method.Paper paper) {
    int ratings = system.history.size();
    int used = system.usedRatings.size();
    double threshold = trained.target().likeThreshold().orElse(Double.NaN);
    if (used == 0) {
      warnings.add(new Warning.NothingLiked(ratings, threshold));
      return;
    }
    if (used < ratings) {
      warnings.add(new Warning.NotLiked(ratings - used, ratings, threshold));
    }
    if (spectrum.rank() < dimension && paper.lambda() == 0) {
      warnings.add(new Warning.Singular(spectrum.rank(), dimension));
    }
    warnOfCondition();
  }

  private void warnOfCondition() {
    if (spectrum.conditionNumber() > ILL_CONDITIONED) {
      warnings.add(new Warning.IllConditioned(spectrum.conditionNumber()));
    }
  }
}
