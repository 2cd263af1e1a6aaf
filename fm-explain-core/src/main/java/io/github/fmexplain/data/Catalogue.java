package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The items that can be recommended, with their titles and tags, in a fixed order. Immutable.
 *
 * <p>A history may hold items that are no longer in the catalogue, as long as the model knows them.
 */
public final class Catalogue {

  private final List<CatalogueItem> items;
  private final IdIndex ids;

  private Catalogue(List<CatalogueItem> items) {
    this.items = items;
    this.ids = IdIndex.of("item", "catalogue", items.stream().map(CatalogueItem::id).toList());
  }

  /**
   * {@return the catalogue of the given items in the order of the collection}
   *
   * @param items items with distinct ids
   * @throws IllegalArgumentException if an id occurs twice
   */
  public static Catalogue of(Collection<CatalogueItem> items) {
    Objects.requireNonNull(items, "items");
    return new Catalogue(List.copyOf(items));
  }

  /** {@return the number of items} */
  public int size() {
    return items.size();
  }

  /** {@return all items in their order, unmodifiable} */
  public List<CatalogueItem> items() {
    return items;
  }

  /**
   * {@return an item}
   *
   * @param id the id of an item of the catalogue
   * @throws UnknownIdException if there is no such item
   */
  public CatalogueItem item(String id) {
    return items.get(position(id));
  }

  /**
   * {@return the position of an item in the order of the catalogue, from 0}
   *
   * @param id the id of an item of the catalogue
   * @throws UnknownIdException if there is no such item
   */
  public int position(String id) {
    return ids.position(id);
  }

  /**
   * {@return an item, or empty if there is no such item}
   *
   * @param id any id
   */
  public Optional<CatalogueItem> find(String id) {
    OptionalInt place = ids.find(id);
    return place.isPresent() ? Optional.of(items.get(place.getAsInt())) : Optional.empty();
  }

  /**
   * {@return the title of an item, or its id if the catalogue does not have it}
   *
   * @param id any id
   */
  public String titleOf(String id) {
    return find(id).map(CatalogueItem::title).orElse(id);
  }

  /**
   * {@return the catalogue of those items that pass a test, such as those in stock}
   *
   * @param test true for the items to keep
   */
  public Catalogue filter(Predicate<CatalogueItem> test) {
    Objects.requireNonNull(test, "test");
    return of(items.stream().filter(test).toList());
  }

  /**
   * {@return the catalogue of those items that an encoder knows, in the same order} The others were
   * not in the data that the model was trained on, so it cannot score them.
   *
   * @param encoder the encoder of the model
   */
  public Catalogue knownTo(FeatureEncoder encoder) {
    return filter(item -> encoder.items().contains(item.id()));
  }

  @Override
  public String toString() {
    return "Catalogue[" + Text.count(size(), "item") + "]";
  }
}
