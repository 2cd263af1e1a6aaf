package io.github.fmexplain.data;

import java.util.Collection;
import java.util.LinkedHashMap;
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

  private final Map<String, CatalogueItem> items;

  private Catalogue(Map<String, CatalogueItem> items) {
    this.items = items;
  }

  /**
   * {@return the catalogue of the given items in the order of the collection}
   *
   * @param items items with distinct ids
   * @throws IllegalArgumentException if an id occurs twice
   */
  public static Catalogue of(Collection<CatalogueItem> items) {
    Map<String, CatalogueItem> byId = new LinkedHashMap<>(items.size() * 2);
    for (CatalogueItem item : items) {
      if (byId.put(item.id(), item) != null) {
        throw new IllegalArgumentException("item '" + item.id() + "' occurs twice");
      }
    }
    return new Catalogue(byId);
  }

  /** {@return the number of items} */
  public int size() {
    return items.size();
  }

  /** {@return all items in their order, unmodifiable} */
  public List<CatalogueItem> items() {
    return List.copyOf(items.values());
  }

  /**
   * {@return an item}
   *
   * @param id the id of an item of the catalogue
   * @throws UnknownIdException if there is no such item
   */
  public CatalogueItem item(String id) {
    return find(id).orElseThrow(() -> new UnknownIdException("item", id, "catalogue", size()));
  }

  /**
   * {@return an item, or empty if there is no such item}
   *
   * @param id any id
   */
  public Optional<CatalogueItem> find(String id) {
    return Optional.ofNullable(items.get(id));
  }

  /**
   * {@return the title of an item, or its id if the catalogue does not have it}
   *
   * @param id any id
   */
  public String titleOf(String id) {
    CatalogueItem item = items.get(id);
    return item == null ? id : item.title();
  }

  /**
   * {@return the catalogue of those items that pass a test, such as those in stock or those that
   * the encoder knows}
   *
   * @param test true for the items to keep
   */
  public Catalogue filter(Predicate<CatalogueItem> test) {
    return of(items.values().stream().filter(test).toList());
  }
}
