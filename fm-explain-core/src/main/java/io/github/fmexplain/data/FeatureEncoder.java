package io.github.fmexplain.data;

import io.github.fmexplain.model.FeatureVector;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Turns a user, an item and a situation into the features of a factorization machine.
 *
 * <p>A row has four blocks: the user's own column with value 1, the user's side features, the
 * item's features and the context's features. The blocks never share a column. Explanations rest on
 * the user's own column: the score is linear in its parameters; or on the history, where that is
 * part of the row, see {@link HistoryEncoder}. Implementations are immutable and thread-safe.
 */
public interface FeatureEncoder {

  /** {@return n, the number of columns} */
  int numFeatures();

  /** {@return the items that the encoder knows, in the order of their columns} */
  IdIndex items();

  /**
   * {@return the user's own column, or empty for a user that the encoder does not know}
   *
   * @param userId any user id
   */
  OptionalInt userFeature(String userId);

  /**
   * {@return the user's side features, without the user's own column}
   *
   * @param userTags the tags of a {@link History}
   * @throws UnknownIdException if a tag is unknown
   */
  FeatureVector userSideFeatures(Set<String> userTags);

  /**
   * {@return the item's features: its own column and any that describe it}
   *
   * @param itemId a known item
   * @throws UnknownIdException if the item is unknown
   */
  FeatureVector itemFeatures(String itemId);

  /**
   * {@return the features of the item at a position of {@link #items}} An encoder that finds them
   * without the id saves its callers a search.
   *
   * @param position from 0
   * @throws IndexOutOfBoundsException if there is no such item
   */
  default FeatureVector itemFeaturesAt(int position) {
    return itemFeatures(items().ids().get(position));
  }

  /**
   * {@return the tags of an item, in the order of their features, which are the last of {@link
   * #itemFeatures}; none where the encoder does not tell} Explanations name the parts of an offset
   * by them.
   *
   * @param itemId a known item
   * @throws UnknownIdException if the item is unknown
   */
  default List<String> tagsOf(String itemId) {
    Objects.requireNonNull(itemId, "itemId");
    return List.of();
  }

  /**
   * {@return the features of a situation}
   *
   * @param context the tags of an {@link Interaction}
   * @throws UnknownIdException if a tag is unknown
   */
  FeatureVector contextFeatures(Set<String> context);

  /**
   * {@return the whole row of a known user}
   *
   * @param userId a known user
   * @param userTags the user's tags
   * @param itemId a known item
   * @param context the tags of the situation
   * @throws UnknownIdException if the user, the item or a tag is unknown
   */
  default FeatureVector encode(
      String userId, Set<String> userTags, String itemId, Set<String> context) {
    int user =
        userFeature(userId)
            .orElseThrow(() -> new UnknownIdException("user", userId, "encoder", numUsers()));
    return FeatureVector.ones(user)
        .and(userSideFeatures(userTags))
        .and(itemFeatures(itemId))
        .and(contextFeatures(context));
  }

  /**
   * {@return the whole row of a rating of a history}
   *
   * @param history a history of a known user
   * @param rating one of its ratings
   * @throws UnknownIdException if the user, the item or a tag is unknown
   * @throws IllegalArgumentException if the history has no user id
   */
  default FeatureVector encode(History history, Interaction rating) {
    String userId = history.userId();
    if (userId == null) {
      throw new IllegalArgumentException(
          "history must have a user id to be encoded, but is one of a new user");
    }
    return encode(userId, history.userTags(), rating.itemId(), rating.context());
  }

  /** {@return the number of users that have a column} */
  int numUsers();
}
