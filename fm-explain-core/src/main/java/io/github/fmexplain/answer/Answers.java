package io.github.fmexplain.answer;

import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.model.NoAnswerException;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about one user's recommendations. Immutable and thread-safe.
 *
 * <pre>{@code
 * Answers answers = Answers.of(explainer.forHistory(history));
 * WhatIf without = answers.whatIf(history.without("50"), 10);
 * Contrast why = answers.contrast("181", "172");
 * }</pre>
 *
 * <p>Numbers that are additive shares or single removal effects are those of the explainer's
 * method; everything that follows from an edit rests on the user's parameters found again, by a
 * replay or by solving, and is the same under every method.
 */
public final class Answers {

  private final UserExplainer user;
  private final UserItems space;

  private Answers(UserExplainer user) {
    this.user = user;
    this.space = Access.of(user);
  }

  /**
   * {@return the answers for a user, in the explainer's situation}
   *
   * @param user explains the user
   */
  public static Answers of(UserExplainer user) {
    return new Answers(user);
  }

  /** {@return the explainer that the answers rest on} */
  public UserExplainer user() {
    return user;
  }

  /**
   * {@return what another history would change} See {@link WhatIf}.
   *
   * @param edited the history with ratings added, changed or removed
   * @param listLength the number of items recommended, at least 0; more than there are is all
   * @throws IllegalArgumentException if the edited history is another user's, or the length is
   *     negative
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   */
  public WhatIf whatIf(History edited, int listLength) {
    return WhatIfMaker.make(user, space, edited, listLength);
  }

  /**
   * {@return why one item has a higher score than another, rating by rating}
   *
   * @param itemId an item of the catalogue
   * @param rivalId another one
   * @throws io.github.fmexplain.data.UnknownIdException if an item is missing in the catalogue
   */
  public Contrast contrast(String itemId, String rivalId) {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(rivalId, "rivalId");
    return Contrast.of(user.explain(itemId), user.explain(rivalId));
  }

  /**
   * {@return which ratings drive the whole list of recommendations}
   *
   * @param listLength the number of items recommended, at least 0; more than there are is all
   * @throws IllegalArgumentException if the length is negative
   */
  public ListDrivers listDrivers(int listLength) {
    return ListDrivers.of(user, listLength);
  }

  /**
   * {@return what groups of ratings have to do with an item, by the tags of the rated items} A
   * rating is in the group of each of its item's tags.
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public RatingGroups groupsByTag(String itemId) {
    return groups(itemId, CatalogueItem::tags);
  }

  /**
   * {@return what groups of ratings have to do with an item, by any function of the rated items}
   * Ratings of items that are in no group, or not in the catalogue, make the rest.
   *
   * @param itemId an item of the catalogue
   * @param grouping the names of an item's groups, such as its genres or its decade; none, one or
   *     more
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public RatingGroups groups(
      String itemId, Function<CatalogueItem, ? extends Collection<String>> grouping) {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(grouping, "grouping");
    return new GroupMaker(user, space, itemId).groups(grouping);
  }

  /**
   * {@return what one group of ratings has to do with an item} It rests on the diagnostics of
   * {@link #user}.
   *
   * @param itemId an item of the catalogue
   * @param name the group's name
   * @param test true for the ratings in the group
   * @throws NoAnswerException if no rating is in the group
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public RatingGroups.Group group(String itemId, String name, Predicate<Interaction> test) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(test, "test");
    return new GroupMaker(user, space, itemId).group(name, test);
  }

  /**
   * {@return the group of ratings that moves an item most, where no rating alone moves it by {@link
   * StrongestGroup#MATTERS}; empty where one does, or where no group of two or more ratings leaves
   * others} Groups are the tags of the rated items, the likes, and the rest; each costs one replay
   * or one solution.
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Optional<StrongestGroup> strongestGroup(String itemId) {
    return new GroupMaker(user, space, itemId).strongest(user.provenance());
  }

  /**
   * {@return how firm the removal effects of an item are} As {@link #stability(String, Quantity)}.
   *
   * @param itemId an item of the catalogue
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Stability stability(String itemId) {
    return stability(itemId, Quantity.REMOVAL_EFFECT);
  }

  /**
   * {@return how firm a quantity of an item's contributions is: its spread when each other rating
   * is left out in turn} Makes as many explainers as there are ratings.
   *
   * @param itemId an item of the catalogue
   * @param quantity the quantity
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Stability stability(String itemId, Quantity quantity) {
    Objects.requireNonNull(quantity, "quantity");
    return Stability.of(user, itemId, quantity);
  }

  /**
   * {@return the smallest set of the user's ratings without which the item would not be the first
   * recommended: a counterfactual} As {@link #fewestRemovals(String, int, int)} with a list of 1
   * and sets of any size.
   *
   * @param itemId the item that is recommended first
   */
  public Optional<RatingEdits> fewestRemovals(String itemId) {
    return fewestRemovals(itemId, 1, Integer.MAX_VALUE);
  }

  /**
   * {@return the smallest set of the user's ratings without which the item would not be among the
   * first that are recommended, or empty if no set of the given size is found}
   *
   * <p>The search is greedy, against each of the next items: the set is valid, and nearly always
   * the smallest. Items whose rating is removed do not compete. A list that holds every item has
   * nothing to fall out of, and gives empty.
   *
   * @param itemId an item that is recommended
   * @param listLength N, the number of items recommended, at least 1
   * @param largestSize the most ratings that may be removed, at least 1; more than there are is all
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws NoAnswerException if the user has rated the item, or it is not among the first N
   * @throws IllegalArgumentException if a number is less than 1
   */
  public Optional<RatingEdits> fewestRemovals(String itemId, int listLength, int largestSize) {
    return new EditMaker(user, space, listLength, largestSize).removals(itemId);
  }

  /**
   * {@return the fewest ratings that would have to be another for the item not to be the first
   * recommendation} As {@link #fewestChanges(String, double, int, int)} with a list of 1 and any
   * number of changes.
   *
   * @param itemId the item that is recommended first
   * @param newRating what a rating changes to, such as 1 for a dislike
   */
  public Optional<RatingEdits> fewestChanges(String itemId, double newRating) {
    return fewestChanges(itemId, newRating, 1, Integer.MAX_VALUE);
  }

  /**
   * {@return the fewest ratings that would have to be another for the item not to be among the
   * first recommendations, or empty if no set of the given size is found}
   *
   * @param itemId an item that is recommended
   * @param newRating what a rating changes to, finite. Only ratings whose target it changes count:
   *     with a binary classifier, and a new rating that is no like, the likes
   * @param listLength N, at least 1
   * @param largestSize the most ratings that may change, at least 1
   * @throws NoAnswerException if the user has rated the item, it is not among the first N, or the
   *     new rating changes no rating's target
   * @throws IllegalArgumentException if a number is out of its range
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Optional<RatingEdits> fewestChanges(
      String itemId, double newRating, int listLength, int largestSize) {
    return new EditMaker(user, space, listLength, largestSize).changes(itemId, newRating);
  }

  /**
   * {@return the fewest new ratings that would make the item the first recommendation} As {@link
   * #fewestAdditions(String, double, Set, int, int)} among all items, with a list of 1.
   *
   * @param itemId an item that is not recommended first
   * @param newRating the rating of each, such as 5 for a like
   * @param largestSize the most ratings that may be added, at least 1
   */
  public Optional<RatingEdits> fewestAdditions(String itemId, double newRating, int largestSize) {
    return fewestAdditions(itemId, newRating, null, 1, largestSize);
  }

  /**
   * {@return the fewest new ratings that would bring the item among the first recommendations, or
   * empty if no set of the given size is found} A newly rated item still counts as a competitor;
   * otherwise the answer could be to rate the top items, which only removes them from the list.
   *
   * @param itemId an item that is not among the first N
   * @param newRating the rating of each, finite; a like, where the model's target has likes
   * @param candidates items that could be rated, none rated or {@linkplain History#sampled sampled}
   *     and not the item itself; null for all, or, of more than 256, for the 256 whose ratings move
   *     the item's score most
   * @param listLength N, at least 1
   * @param largestSize the most ratings that may be added, at least 1
   * @throws NoAnswerException if the user has rated the item or a candidate, the item is among the
   *     first N already, or the new rating is no like
   * @throws IllegalArgumentException if the item is a candidate, a candidate was sampled, there is
   *     no candidate, or a number is out of its range
   * @throws io.github.fmexplain.data.UnknownIdException if an item is missing in the catalogue
   */
  public Optional<RatingEdits> fewestAdditions(
      String itemId,
      double newRating,
      @Nullable Set<String> candidates,
      int listLength,
      int largestSize) {
    return new EditMaker(user, space, listLength, largestSize)
        .additions(itemId, newRating, candidates);
  }

  /** {@return the user} */
  @Override
  public String toString() {
    return "Answers[" + user + "]";
  }
}
