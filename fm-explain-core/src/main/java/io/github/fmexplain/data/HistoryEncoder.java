package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another encoder with a block of columns behind it that hold the user's history: users are bags of
 * what they rated. A rating is then part of the input of every row, and to take it away is to score
 * again: its effect is an exact difference, with nothing to be known of the training.
 *
 * <p>The other encoder may have columns of users (SVD++) or none (FISM). How high a rating is does
 * not matter.
 */
public final class HistoryEncoder implements FeatureEncoder {

  private final FeatureEncoder base;
  private final HistoryBlock block;

  private HistoryEncoder(FeatureEncoder base, HistoryBlock block) {
    this.base = base;
    this.block = block;
  }

  /**
   * {@return an encoder with one more column for each of the items, in their order, behind all
   * others}
   *
   * @param base makes the other columns; {@code OneHotEncoder.of(List.of(), itemIds)} for items
   *     alone
   * @param block what the columns hold
   * @throws IllegalArgumentException if the base has a block of its own
   */
  public static HistoryEncoder of(FeatureEncoder base, HistoryBlock block) {
    if (base instanceof HistoryEncoder) {
      throw new IllegalArgumentException("base must have no history block, but is " + base);
    }
    return new HistoryEncoder(
        Objects.requireNonNull(base, "base"), Objects.requireNonNull(block, "block"));
  }

  /** {@return the encoder of the other columns} */
  public FeatureEncoder base() {
    return base;
  }

  /** {@return what the columns hold} */
  public HistoryBlock block() {
    return block;
  }

  @Override
  public int numFeatures() {
    return base.numFeatures() + items().size();
  }

  @Override
  public IdIndex items() {
    return base.items();
  }

  @Override
  public OptionalInt userFeature(String userId) {
    return base.userFeature(userId);
  }

  @Override
  public FeatureVector userSideFeatures(Set<String> userTags) {
    return base.userSideFeatures(userTags);
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    return base.itemFeatures(itemId);
  }

  @Override
  public FeatureVector itemFeaturesAt(int position) {
    return base.itemFeaturesAt(position);
  }

  @Override
  public List<String> tagsOf(String itemId) {
    return base.tagsOf(itemId);
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    return base.contextFeatures(context);
  }

  @Override
  public int numUsers() {
    return base.numUsers();
  }

  /**
   * {@return the column of a rated item in the block, with the value 1}
   *
   * @param itemId a known item
   * @throws UnknownIdException if the item is unknown
   */
  public FeatureVector historyFeature(String itemId) {
    return FeatureVector.ones(base.numFeatures() + items().position(itemId));
  }

  /**
   * {@return the block of a history, with the value that its columns have}
   *
   * @param ratings ratings of known items, each item once
   * @throws UnknownIdException if an item is unknown
   */
  public FeatureVector historyFeatures(List<Interaction> ratings) {
    int[] order = History.oldestFirst(ratings);
    int count = Math.min(order.length, block.last());
    int[] columns =
        Arrays.stream(order)
            .skip((long) order.length - count)
            .map(r -> base.numFeatures() + items().position(ratings.get(r).itemId()))
            .sorted()
            .toArray();
    float[] values = new float[count];
    Arrays.fill(values, block.value(count));
    return FeatureVector.of(columns, values);
  }

  /** {@inheritDoc} A user needs no column here. */
  @Override
  public FeatureVector encode(History history, Interaction rating) {
    String userId = history.userId();
    OptionalInt column = userId == null ? OptionalInt.empty() : userFeature(userId);
    List<Interaction> ratings =
        block.holdsItem()
            ? history.interactions()
            : history.interactions().stream()
                .filter(other -> !other.itemId().equals(rating.itemId()))
                .toList();
    return (column.isPresent() ? FeatureVector.ones(column.getAsInt()) : FeatureVector.empty())
        .and(userSideFeatures(history.userTags()))
        .and(itemFeatures(rating.itemId()))
        .and(contextFeatures(rating.context()))
        .and(historyFeatures(ratings));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HistoryEncoder that
        && base.equals(that.base)
        && block.equals(that.block);
  }

  @Override
  public int hashCode() {
    return Objects.hash(base, block);
  }

  @Override
  public String toString() {
    return Text.of("HistoryEncoder[%s, %s]", base, block);
  }
}
