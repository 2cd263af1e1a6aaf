package io.github.fmexplain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader should know before relying on an explanation's numbers, as a value. {@code
 * fm-explain-report} puts it into words.
 */
public sealed interface Warning {

  /**
   * The user's parameters were found from the history, and are not those of the model.
   *
   * @param userId the user, or null for a new one
   * @param known whether the model has parameters of this user, which were not asked for
   * @param ratings the number of ratings they were found from
   */
  record FoldedIn(@Nullable String userId, boolean known, int ratings) implements Warning {}

  /**
   * There is no rating to explain with: the score is what the item has for everybody, and what the
   * tags of user and situation add.
   *
   * @param asTrained whether the score has what training learned of this user, too, which is the
   *     residual
   * @param tagged whether the user has tags
   */
  record NoRatings(boolean asTrained, boolean tagged) implements Warning {}

  /**
   * Scores of a user who is folded in do not compare with those of users as trained, since training
   * stopped before the users' optima.
   *
   * @param typicalGap how far before, 0 to 1: {@link
   *     io.github.fmexplain.train.TrainingSummary#typicalGap}
   */
  record DoesNotCompare(double typicalGap) implements Warning {}

  /**
   * The history is not the one that the model was trained with, and the user is scored as trained:
   * the ratings account for less of the score, or for what is not in it.
   *
   * @param userId the user
   * @param trained whether the model was trained with any ratings of the user
   */
  record HistoryDiffers(String userId, boolean trained) implements Warning {}

  /**
   * The user's tags are not those that the model was trained with, which makes another score than
   * the model's.
   *
   * @param userId the user, or null for a new one; a new user's history has no tags, where every
   *     training history had some
   */
  record TagsDiffer(@Nullable String userId) implements Warning {}

  /**
   * Ratings of items that the model does not know were left out, as asked.
   *
   * @param itemIds their items, in the order of the history
   */
  record RatingsLeftOut(List<String> itemIds) implements Warning {

    public RatingsLeftOut {
      itemIds = List.copyOf(itemIds);
    }
  }

  /**
   * The model predicts its own training rows no better than a constant does.
   *
   * @param loss of the model: cross-entropy, or MSE for a regressor
   * @param constantLoss of the best constant
   */
  record PoorFit(double loss, double constantLoss) implements Warning {}

  /**
   * There are fewer directions in the user's ratings than parameters: the numbers lean on the
   * ridge.
   *
   * @param rank the rank of the rows
   * @param dimension the number of parameters
   * @param ratings the number of ratings used, with the sampled items
   */
  record LowRank(int rank, int dimension, int ratings) implements Warning {}

  /**
   * Training stopped before the optimum of this user: the residual is the part of the score that no
   * rating explains.
   *
   * @param gap how far before, 0 to 1; see {@link Diagnostics#stationarityGap}
   * @param instead the name of a method that does not need the optimum, or null if there is none
   *     for this model
   */
  record NotStationary(double gap, @Nullable String instead) implements Warning {

    /** Above this gap the residual is likely to be as large as the impacts. */
    public static final double NEAR = 0.1;

    /** Above this gap a method that needs the optimum gives numbers that mean nothing. */
    public static final double FAR = 0.5;
  }

  /** The model is a regressor of likes, 1 and 0: its scores are no ratings. */
  record LikesAsRatings() implements Warning {}

  /** Least squares takes the labels 0 and 1 of a binary classifier for logits. */
  record LabelsAsLogits() implements Warning {}

  /**
   * The replay does not end where training did.
   *
   * @param distance as in {@link Replayed#distance}
   */
  record ReplayDiffers(double distance) implements Warning {

    /** Above this distance a replay is not the user's training. */
    public static final double FAR = 0.3;
  }

  /**
   * The method that was asked for cannot be had for this model or user, and another ran.
   *
   * @param asked the name of the method that was asked for
   * @param ran the name of the method that ran
   */
  record OtherMethod(String asked, String ran) implements Warning {}

  /**
   * The paper's method has nothing to go by: none of the ratings is a like.
   *
   * @param ratings the number of ratings
   * @param likeThreshold the lowest rating that is a like
   */
  record NothingLiked(int ratings, double likeThreshold) implements Warning {}

  /**
   * Some ratings are no likes, and carry no contribution under the paper's method.
   *
   * @param count how many
   * @param ratings of how many
   * @param likeThreshold the lowest rating that is a like
   */
  record NotLiked(int count, int ratings, double likeThreshold) implements Warning {}

  /**
   * The matrix of the paper's method is singular; its pseudo-inverse is taken.
   *
   * @param rank its rank
   * @param dimension its size
   */
  record Singular(int rank, int dimension) implements Warning {}

  /**
   * The condition number is so large that the contributions are largely rounding.
   *
   * @param conditionNumber the condition number
   */
  record IllConditioned(double conditionNumber) implements Warning {}
}
