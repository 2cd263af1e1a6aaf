package io.github.fmexplain.data;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column per user and one per item, where you say which: for models that were trained
 * elsewhere, with an order of columns of their own. A row has two ones. The columns may be in any
 * order, users and items mixed; columns that no id has are never used. Tags of users and situations
 * are refused; {@link TagEncoder} gives them columns.
 */
public final class IdMapEncoder implements FeatureEncoder {

  private static final String OWNER = "id map encoder";

  private final int numFeatures;
  private final Map<String, Integer> userColumns;
  private final IdIndex items;
  private final Map<String, Integer> itemColumns;

  private IdMapEncoder(
      int numFeatures, Map<String, Integer> userColumns, Map<String, Integer> itemColumns) {
    this.numFeatures = numFeatures;
    this.userColumns = userColumns;
    this.items = IdIndex.of("item", itemColumns.keySet());
    this.itemColumns = itemColumns;
  }

  /**
   * {@return the encoder with the given columns}
   *
   * @param numFeatures n, the number of columns of the model, at least 1
   * @param userColumns the column of each user id, from 0 to n-1. Not modified.
   * @param itemColumns the column of each item id, from 0 to n-1. Not modified.
   * @throws IllegalArgumentException if n is less than 1, an id is empty, a column is out of range,
   *     or two ids have the same column
   */
  public static IdMapEncoder of(
      int numFeatures, Map<String, Integer> userColumns, Map<String, Integer> itemColumns) {
    Once.atLeast(1, numFeatures, "numFeatures");
    Map<Integer, String> owners = new HashMap<>((userColumns.size() + itemColumns.size()) * 2);
    return new IdMapEncoder(
        numFeatures,
        inOrder("user", userColumns, numFeatures, owners),
        inOrder("item", itemColumns, numFeatures, owners));
  }

  /** {@return the columns in their order} Owners says who has which column so far. */
  private static Map<String, Integer> inOrder(
      String kind, Map<String, Integer> columns, int numFeatures, Map<Integer, String> owners) {
    List<Map.Entry<String, Integer>> entries =
        columns.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .toList();
    Map<String, Integer> inOrder = new LinkedHashMap<>(columns.size() * 2);
    for (Map.Entry<String, Integer> entry : entries) {
      int column = entry.getValue();
      IdIndex.requireNotEmpty(kind, entry.getKey());
      String owner = kind + " '" + entry.getKey() + "'";
      if (column < 0 || column >= numFeatures) {
        throw new IllegalArgumentException(
            Text.of(
                "column of %s must be from 0 to %s, but was %s", owner, numFeatures - 1, column));
      }
      String other = owners.put(column, owner);
      if (other != null) {
        throw new IllegalArgumentException(
            Text.of(
                "column %s must belong to one id, but %s and %s have it", column, other, owner));
      }
      inOrder.put(entry.getKey(), column);
    }
    return Collections.unmodifiableMap(inOrder);
  }

  @Override
  public int numFeatures() {
    return numFeatures;
  }

  @Override
  public int numUsers() {
    return userColumns.size();
  }

  @Override
  public IdIndex items() {
    return items;
  }

  /** {@return the column of each user, in the order of the columns, unmodifiable} */
  public Map<String, Integer> userColumns() {
    return userColumns;
  }

  /** {@return the column of each item, in the order of the columns, unmodifiable} */
  public Map<String, Integer> itemColumns() {
    return itemColumns;
  }

  @Override
  public OptionalInt userFeature(String userId) {
    Objects.requireNonNull(userId, "userId");
    Integer column = userColumns.get(userId);
    return column == null ? OptionalInt.empty() : OptionalInt.of(column);
  }

  @Override
  public FeatureVector userSideFeatures(Set<String> userTags) {
    Objects.requireNonNull(userTags, "userTags");
    return Tags.refused("user tag", userTags, OWNER);
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    Integer column = itemColumns.get(itemId);
    // The index has the message for an unknown id.
    return FeatureVector.ones(column == null ? items.position(itemId) : column);
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    Objects.requireNonNull(context, "context");
    return Tags.refused("context tag", context, OWNER);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdMapEncoder that
        && numFeatures == that.numFeatures
        && userColumns.equals(that.userColumns)
        && itemColumns.equals(that.itemColumns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(numFeatures, userColumns, itemColumns);
  }

  @Override
  public String toString() {
    return Text.of(
        "IdMapEncoder[%s, %s, %s]",
        Text.count(numUsers(), "user"),
        Text.count(items.size(), "item"),
        Text.count(numFeatures, "column"));
  }
}
