package io.github.fmexplain.data;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one user rated. It is an argument of every explanation: the rows a known user was trained
 * with, a new user's first ratings, and an edited history ("what if?") are the same thing.
 *
 * @param userId the user whose trained parameters count, not empty; or null for a user the model
 *     has not seen
 * @param userTags tags of the user, such as {@code gender=F}, none empty
 * @param interactions the ratings, each item once
 * @param sampled items that the user did not choose, which {@link NegativeSampling} drew for
 *     training: rows with y = 0, but no ratings. They are recommended like any other, and no
 *     explanation names them
 */
public record History(
    @Nullable String userId,
    Set<String> userTags,
    List<Interaction> interactions,
    List<String> sampled) {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if an id or a tag is empty, an item is rated twice, or a
   *     sampled one is rated or there twice
   */
  public History {
    if (userId != null && userId.isEmpty()) {
      throw new IllegalArgumentException("user id must not be empty; use null for a new user");
    }
    userTags = Tags.copyOf(Objects.requireNonNull(userTags, "userTags"));
    Objects.requireNonNull(interactions, "interactions");
    interactions = List.copyOf(interactions);
    Map<String, Integer> seen = new HashMap<>(interactions.size() * 2);
    for (int r = 0; r < interactions.size(); r++) {
      String itemId = interactions.get(r).itemId();
      Integer first = seen.put(itemId, r);
      if (first != null) {
        throw new IllegalArgumentException(
            Text.of(
                "history must hold an item once, but has '%s' as ratings %s and %s; keep one of"
                    + " them",
                itemId, first + 1, r + 1));
      }
    }
    sampled = List.copyOf(Objects.requireNonNull(sampled, "sampled"));
    for (String itemId : sampled) {
      IdIndex.requireNotEmpty("item", itemId);
      if (seen.put(itemId, 0) != null) {
        throw new IllegalArgumentException(
            "history must hold an item once, but has '" + itemId + "', which is sampled, twice");
      }
    }
  }

  /**
   * Makes a history without sampled items.
   *
   * @param userId the user, or null
   * @param userTags tags of the user, none empty
   * @param interactions the ratings, each item once
   * @throws IllegalArgumentException if the user id or a tag is empty, or an item is rated twice
   */
  public History(@Nullable String userId, Set<String> userTags, List<Interaction> interactions) {
    this(userId, userTags, interactions, List.of());
  }

  /**
   * {@return the history of a user that the model was trained with}
   *
   * @param userId the user
   * @param interactions the ratings, each item once
   * @throws IllegalArgumentException if the user id is empty or an item is rated twice
   */
  public static History of(String userId, Collection<Interaction> interactions) {
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(interactions, "interactions");
    return new History(userId, Set.of(), List.copyOf(interactions));
  }

  /**
   * {@return the history of somebody that the model was not trained with}
   *
   * @param interactions the ratings, each item once
   * @throws IllegalArgumentException if an item is rated twice
   */
  public static History ofNewUser(Collection<Interaction> interactions) {
    Objects.requireNonNull(interactions, "interactions");
    return new History(null, Set.of(), List.copyOf(interactions));
  }

  /** {@return the number of ratings} */
  public int size() {
    return interactions.size();
  }

  /**
   * {@return the rating of an item, or empty if it was not rated}
   *
   * @param itemId any item id
   */
  public Optional<Interaction> find(String itemId) {
    Objects.requireNonNull(itemId, "itemId");
    return interactions.stream().filter(i -> i.itemId().equals(itemId)).findFirst();
  }

  /**
   * {@return this history with other tags of the user}
   *
   * @param tags the tags that replace the present ones
   */
  public History withUserTags(Set<String> tags) {
    return new History(userId, tags, interactions, sampled);
  }

  /**
   * {@return this history with other sampled items}
   *
   * @param items the items that replace the present ones, none rated
   * @throws IllegalArgumentException if one is rated or there twice
   */
  public History withSampled(List<String> items) {
    Objects.requireNonNull(items, "items");
    return new History(userId, userTags, interactions, items);
  }

  /**
   * {@return what training takes as rows, one after the other: the ratings, then each sampled item
   * as a rating of 0 without time and context}
   */
  public List<Interaction> rows() {
    if (sampled.isEmpty()) {
      return interactions;
    }
    List<Interaction> rows = new ArrayList<>(interactions);
    sampled.forEach(itemId -> rows.add(Interaction.of(itemId, 0)));
    return rows;
  }

  /**
   * {@return this history with one rating more, or with the item's rating replaced in its place} An
   * item that was sampled is so no longer.
   *
   * @param interaction the rating
   */
  public History with(Interaction interaction) {
    List<Interaction> edited = new ArrayList<>(interactions);
    edited.replaceAll(i -> i.itemId().equals(interaction.itemId()) ? interaction : i);
    if (!edited.contains(interaction)) {
      edited.add(interaction);
    }
    return new History(
        userId,
        userTags,
        edited,
        sampled.stream().filter(item -> !item.equals(interaction.itemId())).toList());
  }

  /**
   * {@return this history without the rating of an item}
   *
   * @param itemId an item of this history
   * @throws UnknownIdException if the history does not hold the item
   */
  public History without(String itemId) {
    Objects.requireNonNull(itemId, "itemId");
    List<Interaction> edited = new ArrayList<>(interactions);
    if (!edited.removeIf(i -> i.itemId().equals(itemId))) {
      throw new UnknownIdException("item", itemId, "history", size());
    }
    return new History(userId, userTags, edited, sampled);
  }

  /**
   * {@return the ratings from the first to the latest: by their times, those without one after all
   * others, as what a user adds now; of equal times as they come} Places in the list.
   *
   * @param ratings the ratings of a history
   */
  public static int[] oldestFirst(List<Interaction> ratings) {
    Objects.requireNonNull(ratings, "ratings");
    return IntStream.range(0, ratings.size())
        .boxed()
        .sorted(Comparator.comparing(r -> ratings.get(r).time(), nullsLast(naturalOrder())))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * {@return this history with only the ratings and sampled items that an encoder knows, in the
   * same order} The model cannot tell anything about the others.
   *
   * @param encoder the encoder of the model
   */
  public History knownTo(FeatureEncoder encoder) {
    IdIndex items = encoder.items();
    return new History(
        userId,
        userTags,
        interactions.stream().filter(i -> items.contains(i.itemId())).toList(),
        sampled.stream().filter(items::contains).toList());
  }

  @Override
  public String toString() {
    return Text.of(
        "History[%s, %s%s]",
        Text.user(userId),
        Text.count(size(), "rating"),
        sampled.isEmpty() ? "" : ", " + Text.count(sampled.size(), "sampled item"));
  }
}
