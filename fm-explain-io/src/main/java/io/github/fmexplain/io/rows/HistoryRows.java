package io.github.fmexplain.io.rows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns one history into rows, whatever engine it came from. A user that fails makes a row that
 * says why, and never an exception. Immutable, thread-safe and serializable: engines send it to
 * where the histories are, and explainers are made there.
 *
 * <pre>{@code
 * HistoryRows rows = HistoryRows.builder().count(10).build();
 * histories.stream().flatMap(h -> rows.recommend(explainer, h, null).stream()).forEach(sink);
 * }</pre>
 */
public final class HistoryRows implements Serializable {

  private static final long serialVersionUID = 1;

  private final int count;
  private final int strongest;
  private final int maxRatings;

  private HistoryRows(Builder builder) {
    this.count = builder.count == null ? 10 : builder.count;
    this.strongest = builder.strongest == null ? 10 : builder.strongest;
    this.maxRatings = builder.maxRatings == null ? Integer.MAX_VALUE : builder.maxRatings;
  }

  /** {@return a builder; nothing must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /** A user's explainer, with what its rows share. */
  private record Prepared(
      UserExplainer user, List<String> warnings, Provenance provenance, @Nullable String path) {}

  /**
   * {@return the first recommendations of a user, explained, best first; one row with an error if
   * that fails}
   *
   * @param explainer what explains, with its method and what it does with unknown items
   * @param history what the user rated
   * @param parameters θ, [k + 1], of a user that is kept apart from the model, see {@link
   *     FmExplainer#forHistory(History, double[])}; null for that of the model. Not modified.
   */
  public List<ExplanationRow> recommend(
      FmExplainer explainer, History history, double @Nullable [] parameters) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(history, "history");
    try {
      Prepared prepared = prepare(explainer, history, parameters);
      List<Recommendation> list = prepared.user.recommend(count);
      List<Explanation> all =
          prepared.user.explainAll(list.stream().map(Recommendation::itemId).toList());
      List<ExplanationRow> rows = new ArrayList<>(all.size());
      for (Explanation explanation : all) {
        rows.add(row(prepared, rows.size() + 1, explanation));
      }
      return rows;
    } catch (RuntimeException e) {
      return List.of(ExplanationRow.failed(history.userId(), null, messageOf(e)));
    }
  }

  /**
   * {@return one row for each item, in their order: why the user has this score of it; with an
   * error for an item that fails}
   *
   * @param explainer as for {@link #recommend}
   * @param history what the user rated
   * @param parameters as for {@link #recommend}
   * @param itemIds items of the catalogue, rated by the user or not
   */
  public List<ExplanationRow> explain(
      FmExplainer explainer,
      History history,
      double @Nullable [] parameters,
      Collection<String> itemIds) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(itemIds, "itemIds");
    Prepared prepared;
    try {
      prepared = prepare(explainer, history, parameters);
    } catch (RuntimeException e) {
      return itemIds.stream()
          .map(itemId -> ExplanationRow.failed(history.userId(), itemId, messageOf(e)))
          .toList();
    }
    try {
      return prepared.user.explainAll(itemIds).stream().map(e -> row(prepared, null, e)).toList();
    } catch (RuntimeException e) {
      // One by one, to tell which.
      return itemIds.stream().map(itemId -> explain(prepared, itemId)).toList();
    }
  }

  private ExplanationRow explain(Prepared prepared, String itemId) {
    try {
      return row(prepared, null, prepared.user.explain(itemId));
    } catch (RuntimeException e) {
      return ExplanationRow.failed(prepared.provenance.userId(), itemId, messageOf(e));
    }
  }

  /**
   * {@return the fewest ratings of the user without which another item would be recommended first}
   *
   * @param explainer as for {@link #recommend}
   * @param history what the user rated
   * @param parameters as for {@link #recommend}
   */
  public CounterfactualRow counterfactual(
      FmExplainer explainer, History history, double @Nullable [] parameters) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(history, "history");
    try {
      return counterfactual(prepare(explainer, history, parameters));
    } catch (RuntimeException e) {
      return CounterfactualRow.failed(history.userId(), messageOf(e));
    }
  }

  private static CounterfactualRow counterfactual(Prepared prepared) {
    List<Recommendation> list = prepared.user.recommend(1);
    Recommendation first = list.isEmpty() ? null : list.get(0);
    Optional<RatingEdits> edits =
        first == null ? Optional.empty() : Answers.of(prepared.user).fewestRemovals(first.itemId());
    return new CounterfactualRow(
        prepared.provenance.userId(),
        first == null ? null : first.itemId(),
        first == null ? null : first.title(),
        first == null ? null : first.score(),
        edits.map(RatingEdits::edits).orElse(List.of()),
        edits.map(e -> e.item().scoreAfter()).orElse(null),
        edits.map(e -> e.other().itemId()).orElse(null),
        edits.map(e -> e.other().title()).orElse(null),
        edits.map(e -> e.other().scoreAfter()).orElse(null),
        prepared.user.history().size(),
        prepared.warnings,
        prepared.provenance.method().name(),
        prepared.path,
        prepared.provenance.modelFingerprint(),
        null);
  }

  /**
   * {@return what a row says of a failure}
   *
   * @param failure what was thrown for one user
   */
  public static String messageOf(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private Prepared prepare(FmExplainer explainer, History given, double @Nullable [] parameters) {
    History history = given.size() > maxRatings ? latest(given) : given;
    UserExplainer user =
        parameters == null
            ? explainer.forHistory(history)
            : explainer.forHistory(history, parameters);
    Provenance provenance = user.provenance();
    List<String> warnings = new ArrayList<>();
    if (history.size() < given.size()) {
      warnings.add(Text.of("RatingsCut[used=%d, of=%d]", history.size(), given.size()));
    }
    for (Warning warning : provenance.diagnostics().warnings()) {
      warnings.add(warning.toString());
    }
    Replayed replay = provenance.diagnostics().replay();
    return new Prepared(
        user,
        List.copyOf(warnings),
        provenance,
        replay == null ? null : replay.path().name().toLowerCase(Locale.ROOT));
  }

  /** Returns the latest ratings, in their order. */
  private History latest(History given) {
    List<Interaction> ratings = given.interactions();
    int[] order = History.oldestFirst(ratings);
    List<Interaction> kept =
        Arrays.stream(order)
            .skip(ratings.size() - (long) maxRatings)
            .sorted()
            .mapToObj(ratings::get)
            .toList();
    return new History(given.userId(), given.userTags(), kept, given.sampled());
  }

  private ExplanationRow row(Prepared prepared, @Nullable Integer rank, Explanation explanation) {
    List<Contribution> shown = strongest(explanation.contributions());
    double rest = 0;
    if (shown.size() < explanation.contributions().size()) {
      rest = explanation.totalImpact();
      for (Contribution contribution : shown) {
        rest -= contribution.impact();
      }
    }
    return new ExplanationRow(
        prepared.provenance.userId(),
        rank,
        explanation.itemId(),
        explanation.title(),
        explanation.score(),
        explanation.probability(),
        explanation.offset(),
        explanation.residual(),
        prepared.user.history().size(),
        shown,
        rest,
        prepared.warnings,
        prepared.provenance.method().name(),
        prepared.path,
        prepared.provenance.modelFingerprint(),
        null);
  }

  /** Returns the strongest, strongest first; of equal ones in the order of the history. */
  private List<Contribution> strongest(List<Contribution> all) {
    Contribution[] best = new Contribution[Math.min(strongest, all.size())];
    if (best.length == all.size()) {
      return all.stream()
          .sorted(Comparator.comparingDouble(c -> -Math.abs(c.removalEffect())))
          .toList();
    }
    int size = 0;
    double weakest = -1;
    for (Contribution contribution : all) {
      double strength = Math.abs(contribution.removalEffect());
      if (strength <= weakest) {
        continue;
      }
      int place = size < best.length ? size++ : size - 1;
      while (place > 0 && Math.abs(best[place - 1].removalEffect()) < strength) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = contribution;
      weakest = size < best.length ? -1 : Math.abs(best[size - 1].removalEffect());
    }
    return List.of(best);
  }

  /** {@return the numbers of recommendations and of ratings shown} */
  @Override
  public String toString() {
    return Text.of("HistoryRows[count %d, strongest %d]", count, strongest);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {

    private @Nullable Integer count;
    private @Nullable Integer strongest;
    private @Nullable Integer maxRatings;

    private Builder() {}

    /**
     * Sets how many items are recommended to a user; 10 if it is not set.
     *
     * @param items at least 1
     */
    public Builder count(int items) {
      Once.requireUnset(count, "count");
      count = Once.atLeast(1, items, "count");
      return this;
    }

    /**
     * Sets how many ratings of an explanation are shown; 10 if it is not set.
     *
     * @param ratings at least 1; {@link Integer#MAX_VALUE} for all
     */
    public Builder strongest(int ratings) {
      Once.requireUnset(strongest, "strongest");
      strongest = Once.atLeast(1, ratings, "strongest");
      return this;
    }

    /**
     * Sets how many ratings of a user are explained with at most: the latest by {@link
     * History#oldestFirst}. The rows of a user that has more say so. Without it there is no limit.
     *
     * @param ratings at least 1
     */
    public Builder maxRatings(int ratings) {
      Once.requireUnset(maxRatings, "maxRatings");
      maxRatings = Once.atLeast(1, ratings, "maxRatings");
      return this;
    }

    /** {@return the rows} */
    public HistoryRows build() {
      return new HistoryRows(this);
    }
  }
}
