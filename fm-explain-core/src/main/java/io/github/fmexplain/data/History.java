package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one user rated. It is an argument of every explanation: the rows a known user was trained
 * with, a new user's first ratings, and an edited history ("what if?") are the same thing.
 *
 * @param userId the user whose trained parameters count, not empty; or null for a user the model
 *     has not seen
 * @param userTags tags of the user, such as {@code gender=F}, none empty
 * @param interactions the ratings, each item once
 */
public record History(
    @Nullable String userId, Set<String> userTags, List<Interaction> interactions) {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if the user id or a tag is empty, or an item is rated twice
   */
  public History {
    if (userId != null && userId.isEmpty()) {
      throw new IllegalArgumentException("user id must not be empty; use null for a new user");
    }
    userTags = Tags.copyOf(userTags);
    Objects.requireNonNull(interactions, "interactions");
    interactions = List.copyOf(interactions);
    Map<String, Integer> seen = new HashMap<>(interactions.size() * 2);
    for (int r = 0; r < interactions.size(); r++) {
      String itemId = interactions.get(r).itemId();
      Integer first = seen.put(itemId, r);
      if (first != null) {
        throw new IllegalArgumentException(
            Text.of(
                "history must hold an item once, but has '%s' as ratings %s and %s; keep one of them",
                itemId, first + 1, r + 1));
      }
    }
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
    return new History(userId, tags, interactions);
  }

  /**
   * {@return this history with one rating more, or with the item's rating replaced in its place}
   *
   * @param interaction the rating
   */
  public History with(Interaction interaction) {
    List<Interaction> edited = new ArrayList<>(interactions);
    edited.replaceAll(i -> i.itemId().equals(interaction.itemId()) ? interaction : i);
    if (!edited.contains(interaction)) {
      edited.add(interaction);
    }
    return new History(userId, userTags, edited);
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
    return new History(userId, userTags, edited);
  }

  /**
   * {@return this history with only the ratings whose items an encoder knows, in the same order}
   * The model cannot tell anything about the others.
   *
   * @param encoder the encoder of the model
   */
  public History knownTo(FeatureEncoder encoder) {
    IdIndex items = encoder.items();
    return new History(
        userId, userTags, interactions.stream().filter(i -> items.contains(i.itemId())).toList());
  }

  @Override
  public String toString() {
    return Text.of("History[%s, %s]", Text.user(userId), Text.count(size(), "rating"));
  }
}
