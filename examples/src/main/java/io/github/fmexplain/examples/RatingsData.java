package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.model.PredictorType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Ratings to train with and to explain, wherever they are from. Its text says what they are. */
interface RatingsData {

  /** {@return how large the data set is} */
  ExplanationDocument.Dataset dataset();

  /** {@return the training ratings of every user that has any} */
  List<History> training();

  /** {@return the ratings that are held out, by user; may be empty} */
  List<History> test();

  /** {@return the items that can be recommended} */
  Catalogue catalogue();

  /** {@return ids to features, for a model that is trained on these ratings} */
  FeatureEncoder encoder();

  /**
   * {@return a user's training ratings}
   *
   * @throws io.github.fmexplain.data.UnknownIdException if there is no such user
   */
  History historyOf(String userId);

  /**
   * {@return what a model of these ratings predicts}
   *
   * @throws IllegalArgumentException if the ratings and the options do not tell what a like is
   */
  RatingTarget target(PredictorType type);

  /**
   * Says if a model predicts something else than the options ask for.
   *
   * @throws IllegalArgumentException if it does
   */
  default void requireTarget(RatingTarget target) {}

  /**
   * {@return the training rows in the order of their file}
   *
   * @param histories those of {@link #training}
   */
  default TrainingSet inFileOrder(
      FeatureEncoder encoder, List<History> histories, RatingTarget target) {
    return TrainingSet.of(encoder, histories, target);
  }

  /** {@return whether these are purchases and the like, in which a rating means nothing} */
  default boolean isPurchases() {
    return false;
  }

  /** {@return the user to explain if nobody is named: here one with a typical history} */
  default String userByDefault() {
    List<History> bySize =
        training().stream().sorted(Comparator.comparingInt(History::size)).toList();
    return Objects.requireNonNull(bySize.get(bySize.size() / 2).userId());
  }

  /** {@return the items to explain if neither user nor item is named; empty for the first} */
  default List<String> itemsByDefault() {
    return List.of();
  }
}
