package io.github.fmexplain.data;

import io.github.fmexplain.model.FeatureVector;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One column a user, then one column an item: the encoding of the AWS notebook. A row has two ones.
 * Tags of users and situations are refused; {@link TagEncoder} gives them columns.
 */
public final class OneHotEncoder implements FeatureEncoder {

  private final IdIndex users;
  private final IdIndex items;

  private OneHotEncoder(IdIndex users, IdIndex items) {
    this.users = users;
    this.items = items;
  }

  /**
   * {@return the encoder with the columns in the order of the ids}
   *
   * @param userIds distinct user ids
   * @param itemIds distinct item ids
   * @throws IllegalArgumentException if an id is empty or occurs twice
   */
  public static OneHotEncoder of(Collection<String> userIds, Collection<String> itemIds) {
    return new OneHotEncoder(IdIndex.of("user", userIds), IdIndex.of("item", itemIds));
  }

  @Override
  public int numFeatures() {
    return users.size() + items.size();
  }

  @Override
  public int numUsers() {
    return users.size();
  }

  @Override
  public IdIndex items() {
    return items;
  }

  @Override
  public OptionalInt userFeature(String userId) {
    return users.find(userId);
  }

  @Override
  public FeatureVector userSideFeatures(Set<String> userTags) {
    return none("user tag", userTags);
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    return FeatureVector.ones(users.size() + items.position(itemId));
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    return none("context tag", context);
  }

  private static FeatureVector none(String kind, Set<String> tags) {
    if (!tags.isEmpty()) {
      throw new UnknownIdException(kind, tags.iterator().next(), "one-hot encoder", 0);
    }
    return FeatureVector.empty();
  }
}
