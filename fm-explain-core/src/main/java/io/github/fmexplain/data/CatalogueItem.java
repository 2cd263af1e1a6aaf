package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of an item.
 *
 * @param id the item's id, not empty
 * @param title what to show to people
 * @param tags genres or the like, none empty
 */
public record CatalogueItem(String id, String title, Set<String> tags) {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if the id or a tag is empty
   */
  public CatalogueItem {
    IdIndex.requireNotEmpty("item", Objects.requireNonNull(id, "id"));
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(tags, "tags");
    tags = Tags.copyOf(tags);
  }

  @Override
  public String toString() {
    return Text.of(
        "CatalogueItem[%s, %s, %s]",
        Text.quoted(id), Text.quoted(title), Text.count(tags.size(), "tag"));
  }
}
