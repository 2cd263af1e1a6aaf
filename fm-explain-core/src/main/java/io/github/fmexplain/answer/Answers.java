package io.github.fmexplain.answer;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.UserSpace;
import java.util.Collection;
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
 * <p>The counterfactual of a recommendation is {@link UserExplainer#counterfactual}. Numbers that
 * are additive shares or single removal effects are those of the explainer's method; everything
 * that follows from an edit rests on the user's problem solved again, and is the same under every
 * method.
 */
public final class Answers {

  private final UserExplainer user;
  private final UserSpace space;

  private Answers(UserExplainer user) {
    this.user = user;
    this.space = space(user, user.history());
  }

  /**
   * {@return the answers for a user, in the explainer's situation}
   *
   * <p>Costs one solve of the user's problem, and one score of every item.
   *
   * @param user explains the user
   */
  public static Answers of(UserExplainer user) {
    return new Answers(user);
  }

  /**
   * {@return the answers for a user}
   *
   * @param explainer explains the model
   * @param history at least one rating
   * @throws IllegalArgumentException if the history is empty
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   */
  public static Answers of(FmExplainer explainer, History history) {
    return new Answers(explainer.forHistory(history));
  }

  static UserSpace space(UserExplainer user, History history) {
    FmExplainer explainer = user.explainer();
    UserSpace.Settings settings =
        new UserSpace.Settings(
            explainer.model(),
            explainer.encoder(),
            explainer.catalogue(),
            explainer.target(),
            explainer.factorRidge(),
            explainer.linearRidge());
    return UserSpace.of(settings, history, user.context(), null);
  }

  /** {@return the explainer that the answers rest on} */
  public UserExplainer user() {
    return user;
  }

  /**
   * {@return what another history would change} See {@link WhatIf}.
   *
   * @param edited the history with ratings added, changed or removed, at least one left
   * @param listLength the number of items recommended, at least 1; more than there are is all
   * @throws IllegalArgumentException if the edited history is empty or another user's, or the
   *     length is less than 1
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
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has not both items
   */
  public Contrast contrast(String itemId, String rivalId) {
    return Contrast.of(user.explain(itemId), user.explain(rivalId));
  }

  /**
   * {@return which ratings drive the whole list of recommendations}
   *
   * @param listLength the number of items recommended, at least 1; more than there are is all
   * @throws IllegalArgumentException if the length is less than 1
   */
  public ListDrivers list(int listLength) {
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
    return new GroupMaker(user, space, itemId).groups(grouping);
  }

  /**
   * {@return what one group of ratings has to do with an item} It rests on the diagnostics of
   * {@link #user}.
   *
   * @param itemId an item of the catalogue
   * @param name the group's name
   * @param test true for the ratings in the group
   * @throws IllegalArgumentException if no rating is in the group
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public RatingGroups.Group group(String itemId, String name, Predicate<Interaction> test) {
    return new GroupMaker(user, space, itemId).group(name, test);
  }

  /**
   * {@return how firm the removal effects of an item are} As {@link #stability(String, Quantity)}.
   *
   * @param itemId an item of the catalogue
   * @throws IllegalArgumentException if the history has one rating only
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
   * @throws IllegalArgumentException if the history has one rating only
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Stability stability(String itemId, Quantity quantity) {
    return Stability.of(user, itemId, quantity);
  }

  /**
   * {@return the fewest ratings that would have to be another for the item not to be the first
   * recommendation} As {@link #changesAgainst(String, double, int, int)} with a list of 1 and any
   * number of changes.
   *
   * @param itemId the item that is recommended first
   * @param newRating what a rating changes to, such as 1 for a dislike
   */
  public Optional<RatingEdits> changesAgainst(String itemId, double newRating) {
    return changesAgainst(itemId, newRating, 1, Integer.MAX_VALUE);
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
   * @throws IllegalArgumentException if the user has rated the item, it is not among the first N,
   *     or a number is out of its range
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public Optional<RatingEdits> changesAgainst(
      String itemId, double newRating, int listLength, int largestSize) {
    return new EditMaker(user, space, newRating, listLength, largestSize).against(itemId);
  }

  /**
   * {@return the fewest new ratings that would make the item the first recommendation} As {@link
   * #ratingsFor(String, double, Set, int, int)} among all items, with a list of 1.
   *
   * @param itemId an item that is not recommended first
   * @param newRating the rating of each, such as 5 for a like
   * @param largestSize the most ratings that may be added, at least 1
   */
  public Optional<RatingEdits> ratingsFor(String itemId, double newRating, int largestSize) {
    return ratingsFor(itemId, newRating, null, 1, largestSize);
  }

  /**
   * {@return the fewest new ratings that would bring the item among the first recommendations, or
   * empty if no set of the given size is found} A newly rated item stays a rival: it must be
   * overtaken, else liking the list's head away would be an answer.
   *
   * @param itemId an item that is not among the first N
   * @param newRating the rating of each, finite, such as 5 for a like
   * @param candidates items that could be rated, none rated and not the item itself; null for all
   * @param listLength N, at least 1
   * @param largestSize the most ratings that may be added, at least 1
   * @throws IllegalArgumentException if the user has rated the item or a candidate, the item is
   *     among the first N already or a candidate, there is no candidate, or a number is out of its
   *     range
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has not every item
   */
  public Optional<RatingEdits> ratingsFor(
      String itemId,
      double newRating,
      @Nullable Set<String> candidates,
      int listLength,
      int largestSize) {
    return new EditMaker(user, space, newRating, listLength, largestSize)
        .towards(itemId, candidates);
  }
}
