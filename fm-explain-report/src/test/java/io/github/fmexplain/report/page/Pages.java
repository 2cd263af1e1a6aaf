package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.report.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What pages are made of in tests: made-up explanations of any size, with any titles. */
final class Pages {

  static final String MODEL = "0123456789abcdef";
  static final String USER = "u1";

  final History history;
  final List<Recommendation> recommendations = new ArrayList<>();
  private final IntFunction<String> titles;
  private final int used;

  /** Ratings of items r0, r1, … and recommendations of i0, i1, …; titles by number, on from 0. */
  Pages(int ratings, int items, IntFunction<String> titles) {
    this(ratings, ratings, items, titles);
  }

  /** The same, where methods use only the first of the ratings. */
  Pages(int ratings, int used, int items, IntFunction<String> titles) {
    this.titles = titles;
    this.used = used;
    List<Interaction> interactions = new ArrayList<>();
    for (int r = 0; r < ratings; r++) {
      interactions.add(Interaction.of("r" + r, 1 + (7 * r + 3) % 5));
    }
    history = History.of(USER, interactions);
    for (int i = 0; i < items; i++) {
      recommendations.add(
          new Recommendation(i + 1, "i" + i, titles.apply(ratings + i), 3 - 0.125 * i, 0.9));
    }
  }

  static Pages ordinary(int ratings, int items) {
    return new Pages(ratings, items, n -> "Title " + n);
  }

  /** The parts of every offset; none unless they are set. */
  List<OffsetPart> parts = List.of();

  /** Explanations of every recommendation; offset and residual make up for any impacts. */
  List<Explanation> explanations(Method method, DoubleSupplier values, Warning... warnings) {
    return explanations(method, values, null, warnings);
  }

  /** The same, by a method that replays. */
  List<Explanation> explanations(
      Method method, DoubleSupplier values, @Nullable Replayed replay, Warning... warnings) {
    Provenance provenance = provenance(method, replay, warnings);
    List<Explanation> explanations = new ArrayList<>();
    for (Recommendation recommendation : recommendations) {
      List<Contribution> contributions = new ArrayList<>();
      double total = 0;
      for (int r = 0; r < used; r++) {
        Contribution contribution =
            new Contribution(
                history.interactions().get(r),
                titles.apply(r),
                values.getAsDouble(),
                values.getAsDouble(),
                values.getAsDouble());
        total += contribution.impact();
        contributions.add(contribution);
      }
      double residual = 0.0625;
      explanations.add(
          new Explanation(
              provenance,
              recommendation.itemId(),
              recommendation.title(),
              recommendation.score(),
              recommendation.probability(),
              recommendation.score() - total - residual,
              parts,
              residual,
              contributions));
    }
    return explanations;
  }

  /** Values like those of a real model. */
  static DoubleSupplier values(long seed) {
    Random random = new Random(seed);
    return () -> 0.1 * random.nextGaussian();
  }

  Provenance provenance(Method method, @Nullable Replayed replay, Warning... warnings) {
    return new Provenance(
        USER,
        method,
        ScoreUnit.LOGIT,
        RatingTarget.likeFrom(4),
        MODEL,
        new Diagnostics(
            history.size(),
            used,
            Math.min(used, 9),
            9,
            1234.5,
            0.9,
            90,
            0.34,
            false,
            replay,
            List.of(warnings)));
  }

  /** Without the first two ratings, the second item would be first. */
  RatingEdits counterfactual() {
    return counterfactual(RatingEdits.Kind.REMOVE, 1, null, 0, 1);
  }

  /** With the first two ratings gone or others, an item would fall below another. */
  RatingEdits counterfactual(
      RatingEdits.Kind kind, int listLength, @Nullable Double newRating, int item, int other) {
    List<RatingEdits.Edit> edits = new ArrayList<>();
    for (int r = 0; r < 2; r++) {
      Interaction rating = history.interactions().get(r);
      edits.add(new RatingEdits.Edit(rating.itemId(), titles.apply(r), rating.rating(), newRating));
    }
    return new RatingEdits(
        provenance(Method.hessian(), null),
        kind,
        listLength,
        edits,
        standing(item, other + 1),
        standing(other, item + 1));
  }

  private Standing standing(int item, int rankAfter) {
    Recommendation r = recommendations.get(item);
    return new Standing(r.itemId(), r.title(), r.rank(), rankAfter, r.score(), r.score() - 0.5);
  }

  static ResourceBundle patterns() {
    return ResourceBundle.getBundle(Sentences.class.getName(), Locale.ROOT);
  }

  /** A builder with history, recommendations and one method. */
  ExplanationPage.Builder builder() {
    return builder(values(1));
  }

  ExplanationPage.Builder builder(DoubleSupplier values) {
    return ExplanationPage.builder()
        .history(history)
        .recommendations(recommendations)
        .explanations(explanations(Method.hessian(), values));
  }
}
