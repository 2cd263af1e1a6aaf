package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column per user, then one per item: the encoding of the AWS notebook. A row has two ones.
 * Tags of users and situations are refused; {@link TagEncoder} gives them columns.
 */
public final class OneHotEncoder implements FeatureEncoder {

  private static final String OWNER = "one-hot encoder";

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

  /** {@return the users, in the order of their columns} */
  public IdIndex users() {
    return users;
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
    Objects.requireNonNull(userTags, "userTags");
    return Tags.refused("user tag", userTags, OWNER);
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    return itemFeaturesAt(items.position(itemId));
  }

  @Override
  public FeatureVector itemFeaturesAt(int position) {
    return FeatureVector.ones(users.size() + Objects.checkIndex(position, items.size()));
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    Objects.requireNonNull(context, "context");
    return Tags.refused("context tag", context, OWNER);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OneHotEncoder that
        && users.equals(that.users)
        && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return Objects.hash(users, items);
  }

  @Override
  public String toString() {
    return Text.of(
        "OneHotEncoder[%s, %s]",
        Text.count(users.size(), "user"), Text.count(items.size(), "item"));
  }
}
