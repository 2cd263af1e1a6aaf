package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one kind in a fixed order, and the position of each. It is the one place where strings
 * become columns. Immutable.
 */
public final class IdIndex {

  private final String kind;
  private final String owner;
  private final List<String> ids;
  private final Map<String, Integer> positions;

  private IdIndex(String kind, String owner, List<String> ids, Map<String, Integer> positions) {
    this.kind = kind;
    this.owner = owner;
    this.ids = ids;
    this.positions = positions;
  }

  /**
   * {@return the index of an encoder's ids in the order of the collection}
   *
   * @param kind what an id names, for messages, such as "item"
   * @param ids distinct ids, none empty
   * @throws IllegalArgumentException if an id is empty or occurs twice
   */
  public static IdIndex of(String kind, Collection<String> ids) {
    return of(kind, "encoder", ids);
  }

  /**
   * {@return the index of the given ids in the order of the collection}
   *
   * @param kind what an id names, for messages, such as "item"
   * @param owner whose ids they are, for messages, such as "encoder"
   * @param ids distinct ids, none empty
   * @throws IllegalArgumentException if an id is empty or occurs twice
   */
  public static IdIndex of(String kind, String owner, Collection<String> ids) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(ids, "ids");
    List<String> copy = List.copyOf(ids);
    Map<String, Integer> positions = new HashMap<>(copy.size() * 2);
    for (String id : copy) {
      requireNotEmpty(kind, id);
      if (positions.put(id, positions.size()) != null) {
        throw new IllegalArgumentException(kind + " '" + id + "' occurs twice");
      }
    }
    return new IdIndex(kind, owner, copy, positions);
  }

  static void requireNotEmpty(String kind, String id) {
    if (named(kind, id).isEmpty()) {
      throw new IllegalArgumentException(kind + " id must not be empty");
    }
  }

  /** Callers have it as their itemId or userId: so a null id is told. */
  private static String named(String kind, String id) {
    if (id == null) {
      throw new NullPointerException(kind + "Id");
    }
    return id;
  }

  /** {@return the number of ids} */
  public int size() {
    return ids.size();
  }

  /** {@return all ids in their order, unmodifiable} */
  public List<String> ids() {
    return ids;
  }

  /**
   * {@return whether the id is in the index}
   *
   * @param id any id
   */
  public boolean contains(String id) {
    return positions.containsKey(named(kind, id));
  }

  /**
   * {@return the position of an id, from 0, or empty if the id is unknown}
   *
   * @param id any id
   */
  public OptionalInt find(String id) {
    Integer position = positions.get(named(kind, id));
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /**
   * {@return the position of an id, from 0}
   *
   * @param id a known id
   * @throws UnknownIdException if the id is unknown
   */
  public int position(String id) {
    Integer position = positions.get(named(kind, id));
    if (position == null) {
      throw new UnknownIdException(kind, id, owner, size());
    }
    return position;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdIndex that
        && kind.equals(that.kind)
        && owner.equals(that.owner)
        && ids.equals(that.ids);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, owner, ids);
  }

  @Override
  public String toString() {
    return "IdIndex[" + Text.count(size(), kind) + "]";
  }
}
