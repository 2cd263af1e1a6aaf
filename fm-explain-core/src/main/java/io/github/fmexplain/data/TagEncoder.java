package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column per user and item, then one per user tag, item tag and context tag: genres, age
 * groups, occupations, times of day. A row has a one in the column of each tag that applies.
 */
public final class TagEncoder implements FeatureEncoder {

  private final OneHotEncoder ids;
  private final IdIndex userTags;
  private final IdIndex itemTags;
  private final IdIndex contextTags;
  private final List<FeatureVector> itemFeatures = new ArrayList<>();

  private TagEncoder(OneHotEncoder ids, IdIndex userTags, IdIndex contextTags, Catalogue items) {
    this.ids = ids;
    this.userTags = userTags;
    this.contextTags = contextTags;
    Set<String> distinct = new TreeSet<>();
    items.items().forEach(item -> distinct.addAll(item.tags()));
    this.itemTags = IdIndex.of("item tag", distinct);
    int firstItemTag = ids.numFeatures() + userTags.size();
    for (CatalogueItem item : items.items()) {
      itemFeatures.add(
          ids.itemFeatures(item.id()).and(columns(itemTags, item.tags(), firstItemTag)));
    }
  }

  /**
   * {@return the encoder with one column per user, item, user tag, item tag and context tag, in
   * this order}
   *
   * @param userIds distinct user ids
   * @param items the items with the tags that describe them
   * @param userTags every tag that a user may have
   * @param contextTags every tag that a situation may have
   * @throws IllegalArgumentException if an id is empty or occurs twice
   */
  public static TagEncoder of(
      Collection<String> userIds,
      Catalogue items,
      Collection<String> userTags,
      Collection<String> contextTags) {
    Objects.requireNonNull(userTags, "userTags");
    Objects.requireNonNull(contextTags, "contextTags");
    List<String> itemIds = items.items().stream().map(CatalogueItem::id).toList();
    return new TagEncoder(
        OneHotEncoder.of(userIds, itemIds),
        IdIndex.of("user tag", userTags),
        IdIndex.of("context tag", contextTags),
        items);
  }

  @Override
  public int numFeatures() {
    return ids.numFeatures() + userTags.size() + itemTags.size() + contextTags.size();
  }

  @Override
  public int numUsers() {
    return ids.numUsers();
  }

  /** {@return the users, in the order of their columns} */
  public IdIndex users() {
    return ids.users();
  }

  @Override
  public IdIndex items() {
    return ids.items();
  }

  /** {@return every tag that a user may have, in the order of their columns} */
  public IdIndex userTags() {
    return userTags;
  }

  /** {@return the tags of the items, in the order of their columns} */
  public IdIndex itemTags() {
    return itemTags;
  }

  /** {@return every tag that a situation may have, in the order of their columns} */
  public IdIndex contextTags() {
    return contextTags;
  }

  @Override
  public List<String> tagsOf(String itemId) {
    FeatureVector features = itemFeatures(itemId);
    int firstItemTag = ids.numFeatures() + userTags.size();
    // The first feature is the item's own column.
    return IntStream.range(1, features.size())
        .mapToObj(j -> itemTags.ids().get(features.index(j) - firstItemTag))
        .toList();
  }

  @Override
  public OptionalInt userFeature(String userId) {
    return ids.userFeature(userId);
  }

  @Override
  public FeatureVector userSideFeatures(Set<String> tags) {
    Objects.requireNonNull(tags, "tags");
    return columns(userTags, tags, ids.numFeatures());
  }

  @Override
  public FeatureVector itemFeatures(String itemId) {
    return itemFeatures.get(items().position(itemId));
  }

  @Override
  public FeatureVector itemFeaturesAt(int position) {
    return itemFeatures.get(position);
  }

  @Override
  public FeatureVector contextFeatures(Set<String> context) {
    Objects.requireNonNull(context, "context");
    return columns(contextTags, context, numFeatures() - contextTags.size());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TagEncoder that
        && ids.equals(that.ids)
        && userTags.equals(that.userTags)
        && itemTags.equals(that.itemTags)
        && contextTags.equals(that.contextTags)
        && itemFeatures.equals(that.itemFeatures);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ids, userTags, itemTags, contextTags);
  }

  @Override
  public String toString() {
    return Text.of(
        "TagEncoder[%s, %s, %s, %s, %s]",
        Text.count(numUsers(), "user"),
        Text.count(items().size(), "item"),
        Text.count(userTags.size(), "user tag"),
        Text.count(itemTags.size(), "item tag"),
        Text.count(contextTags.size(), "context tag"));
  }

  private static FeatureVector columns(IdIndex index, Set<String> tags, int first) {
    return FeatureVector.ones(tags.stream().mapToInt(tag -> first + index.position(tag)).toArray());
  }
}
