package io.github.fmexplain.audit;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that stands behind one score of one user, to be kept or handed over: the data that was used,
 * the model and the method, the explanation with its warnings, and which of the user's own ratings
 * would have led to another result, confirmed by finding the user's parameters again without them.
 *
 * @param time when it was made
 * @param history the ratings and tags that were used
 * @param context the tags of the situation, empty without one
 * @param explanation why the score is what it is; its provenance has the user, the method, the
 *     fingerprint of the model, the training path and every warning
 * @param listLength N, the number of items that are recommended
 * @param recommendation the place of the item among the first N, or null if it is not one of them
 * @param counterfactual the fewest ratings without which the item would not be there, or null if it
 *     is not there, or no set of at most {@link #LARGEST_SET} was found
 * @param trainingRows the number of rows that the model was trained with
 * @param metrics how well it predicts them
 */
public record CaseFile(
    Instant time,
    History history,
    Set<String> context,
    Explanation explanation,
    int listLength,
    @Nullable Recommendation recommendation,
    @Nullable RatingEdits counterfactual,
    long trainingRows,
    Metrics metrics) {

  /** A counterfactual of more ratings than these is no answer to act on. */
  public static final int LARGEST_SET = 20;

  private static final int LIST_LENGTH = 10;

  public CaseFile {
    // The same bytes in every run.
    context = Collections.unmodifiableSet(new TreeSet<>(context));
  }

  /**
   * {@return the case of an item, with a list of 10 recommendations, made now}
   *
   * @param user explains the user
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public static CaseFile of(UserExplainer user, String itemId) {
    return of(user, itemId, LIST_LENGTH, Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * {@return the case of an item}
   *
   * @param user explains the user
   * @param itemId an item of the catalogue
   * @param listLength the number of items that are recommended, at least 1
   * @param time when it is made
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws IllegalArgumentException if the length is less than 1
   */
  public static CaseFile of(UserExplainer user, String itemId, int listLength, Instant time) {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(time, "time");
    Once.atLeast(1, listLength, "list length");
    Explanation explanation = user.explain(itemId);
    Optional<Recommendation> place =
        user.recommend(listLength).stream().filter(r -> r.itemId().equals(itemId)).findFirst();
    TrainingSummary summary = user.explainer().trained().summary();
    return new CaseFile(
        time,
        user.history(),
        user.context(),
        explanation,
        listLength,
        place.orElse(null),
        place
            .flatMap(r -> Answers.of(user).fewestRemovals(itemId, listLength, LARGEST_SET))
            .orElse(null),
        summary.rows(),
        summary.metrics());
  }

  /** {@return the user's own rating of the item, which is why it is not recommended, or empty} */
  public Optional<Interaction> ownRating() {
    return history.find(explanation.itemId());
  }

  /** {@return the item, the user and the time} */
  @Override
  public String toString() {
    return Text.of("CaseFile[item '%s', %s, %s]", explanation.itemId(), history, time);
  }
}
