package io.github.fmexplain.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The items that can be recommended, with their titles and tags, in a fixed order. Immutable.
 *
 * <p>A history may hold items that are no longer in the catalogue, as long as the model knows them.
 */
public final class Catalogue {

  private final List<CatalogueItem> items;
  private final Map<String, Integer> positions;

  private Catalogue(List<CatalogueItem> items, Map<String, Integer> positions) {
    this.items = items;
    this.positions = positions;
  }

  /**
   * {@return the catalogue of the given items in the order of the collection}
   *
   * @param items items with distinct ids
   * @throws IllegalArgumentException if an id occurs twice
   */
  public static Catalogue of(Collection<CatalogueItem> items) {
    List<CatalogueItem> copy = List.copyOf(items);
    Map<String, Integer> positions = new HashMap<>(copy.size() * 2);
    for (CatalogueItem item : copy) {
      if (positions.put(item.id(), positions.size()) != null) {
        throw new IllegalArgumentException("item '" + item.id() + "' occurs twice");
      }
    }
    return new Catalogue(copy, positions);
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
    Integer position = positions.get(id);
    if (position == null) {
      throw new UnknownIdException("item", id, "catalogue", size());
    }
    return position;
  }

  /**
   * {@return an item, or empty if there is no such item}
   *
   * @param id any id
   */
  public Optional<CatalogueItem> find(String id) {
    return Optional.ofNullable(positions.get(id)).map(items::get);
  }

  /**
   * {@return the title of an item, or its id if the catalogue does not have it}
   *
   * @param id any id
   */
  public String titleOf(String id) {
    Integer position = positions.get(id);
    return position == null ? id : items.get(position).title();
  }

  /**
   * {@return the catalogue of those items that pass a test, such as those in stock}
   *
   * @param test true for the items to keep
   */
  public Catalogue filter(Predicate<CatalogueItem> test) {
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
