package io.github.fmexplain.data;

import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
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
  private final int[] itemColumns;

  private IdMapEncoder(
      int numFeatures, Map<String, Integer> userColumns, IdIndex items, int[] itemColumns) {
    this.numFeatures = numFeatures;
    this.userColumns = userColumns;
    this.items = items;
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
    if (numFeatures < 1) {
      throw new IllegalArgumentException("numFeatures must be at least 1, but was " + numFeatures);
    }
    Map<Integer, String> owners = new HashMap<>((userColumns.size() + itemColumns.size()) * 2);
    List<Map.Entry<String, Integer>> users = checked("user", userColumns, numFeatures, owners);
    List<Map.Entry<String, Integer>> items = checked("item", itemColumns, numFeatures, owners);
    return new IdMapEncoder(
        numFeatures,
        inOrder(users),
        IdIndex.of("item", items.stream().map(Map.Entry::getKey).toList()),
        items.stream().mapToInt(Map.Entry::getValue).toArray());
  }

  private static Map<String, Integer> inOrder(List<Map.Entry<String, Integer>> columns) {
    Map<String, Integer> map = new LinkedHashMap<>(columns.size() * 2);
    columns.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(map);
  }

  /** {@return the ids in the order of their columns} Owners says who has which column so far. */
  private static List<Map.Entry<String, Integer>> checked(
      String kind, Map<String, Integer> columns, int numFeatures, Map<Integer, String> owners) {
    List<Map.Entry<String, Integer>> entries =
        columns.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .toList();
    for (Map.Entry<String, Integer> entry : entries) {
      int column = entry.getValue();
      if (entry.getKey().isEmpty()) {
        throw new IllegalArgumentException(kind + " id must not be empty");
      }
      String owner = kind + " '" + entry.getKey() + "'";
      if (column < 0 || column >= numFeatures) {
        throw new IllegalArgumentException(
            "column of "
                + owner
                + " must be from 0 to "
                + (numFeatures - 1)
                + ", but was "
                + column);
      }
      String other = owners.put(column, owner);
      if (other != null) {
        throw new IllegalArgumentException(
            "column "
                + column
                + " must belong to one id, but "
                + other
                + " and "
                + owner
                + " have it");
      }
    }
    return entries;
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
    Map<String, Integer> map = new LinkedHashMap<>(itemColumns.length * 2);
    for (int j = 0; j < itemColumns.length; j++) {
      map.put(items.ids().get(j), itemColumns[j]);
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public OptionalInt userFeature(String userId) {
    Integer column = userColumns.get(userId);
    return column == null ? OptionalInt.empty() : OptionalInt.of(column);
  }

  @Override
  public FeatureVector userSideFeatures(Set<String> userTags) {
    return Tags.refused("user tag", userTags, OWNER);
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    return FeatureVector.ones(itemColumns[items.position(itemId)]);
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    return Tags.refused("context tag", context, OWNER);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdMapEncoder that
        && numFeatures == that.numFeatures
        && userColumns.equals(that.userColumns)
        && items.equals(that.items)
        && Arrays.equals(itemColumns, that.itemColumns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(numFeatures, userColumns, items, Arrays.hashCode(itemColumns));
  }

  @Override
  public String toString() {
    return "IdMapEncoder["
        + Text.count(numUsers(), "user")
        + ", "
        + Text.count(items.size(), "item")
        + ", "
        + Text.count(numFeatures, "column")
        + "]";
  }
}
