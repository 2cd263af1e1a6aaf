package io.github.fmexplain.answer;

import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingEdits.Edit;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.EditSearch;
import io.github.fmexplain.internal.Found;
import io.github.fmexplain.internal.UserSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Searches the fewest ratings to change or to add. */
final class EditMaker {

  private final UserExplainer user;
  private final UserSpace space;
  private final double newRating;
  private final double newTarget;
  private final int listLength;
  private final int largestSize;

  EditMaker(
      UserExplainer user, UserSpace space, double newRating, int listLength, int largestSize) {
    if (!Double.isFinite(newRating)) {
      throw new IllegalArgumentException("new rating must be finite, but was " + newRating);
    }
    this.user = user;
    this.space = space;
    this.newRating = newRating;
    this.newTarget = user.explainer().target().of(newRating);
    this.listLength = atLeastOne(listLength, "list length");
    this.largestSize = atLeastOne(largestSize, "largest size");
  }

  private static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
    return value;
  }

  Optional<RatingEdits> against(String itemId) {
    int item = space.requireUnrated(itemId, "the question is about an item that is recommended");
    space.requireListed(item, listLength);
    int[] rows =
        IntStream.range(0, space.problem().rows())
            .filter(r -> space.problem().target(r) != newTarget)
            .toArray();
    Found found = EditSearch.changes(space, rows, newTarget, item, listLength, largestSize);
    if (found == null) {
      return Optional.empty();
    }
    List<Edit> edits =
        Arrays.stream(found.edits())
            .mapToObj(e -> user.history().interactions().get(rows[e]))
            .map(rating -> edit(rating.itemId(), rating))
            .toList();
    return Optional.of(answer(edits, item, found.bestNewcomer(listLength), found));
  }

  Optional<RatingEdits> towards(String itemId, @Nullable Set<String> candidates) {
    int item = space.requireUnrated(itemId, "the question is about an item to be recommended");
    int rank = space.rank(item, space.scores());
    if (rank <= listLength) {
      throw new IllegalArgumentException(
          "item '"
              + itemId
              + "' must not be among the first "
              + listLength
              + " recommended, but is at rank "
              + rank
              + " already");
    }
    int[] items = candidates == null ? allBut(item) : places(candidates, item);
    Found found = EditSearch.additions(space, items, newTarget, item, listLength, largestSize);
    if (found == null) {
      return Optional.empty();
    }
    List<Edit> edits =
        Arrays.stream(found.edits()).mapToObj(e -> edit(space.item(items[e]).id(), null)).toList();
    return Optional.of(answer(edits, item, found.lowestLeaver(listLength), found));
  }

  private int[] allBut(int item) {
    return Arrays.stream(space.order()).filter(j -> j != item).toArray();
  }

  private int[] places(Set<String> candidates, int item) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("candidates must hold at least 1 item, but are empty");
    }
    List<Integer> places = new ArrayList<>();
    for (String id : candidates) {
      int place = space.requireUnrated(id, "a candidate is an item that could be rated");
      if (place == item) {
        throw new IllegalArgumentException(
            "candidates must not hold the item itself, but have '" + id + "'");
      }
      places.add(place);
    }
    double[] scores = space.scores();
    places.sort((i, j) -> Integer.compare(space.rank(i, scores), space.rank(j, scores)));
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private Edit edit(String itemId, @Nullable Interaction rating) {
    return new Edit(
        itemId,
        user.explainer().catalogue().titleOf(itemId),
        rating == null ? null : rating.rating(),
        newRating);
  }

  private RatingEdits answer(List<Edit> edits, int item, int other, Found found) {
    return new RatingEdits(
        user.history().userId(),
        ScoreUnit.of(user.explainer().model().predictorType()),
        listLength,
        edits,
        standing(item, found),
        standing(other, found),
        user.diagnostics(),
        user.explainer().model().fingerprint());
  }

  private Standing standing(int item, Found found) {
    CatalogueItem entry = space.item(item);
    return new Standing(
        entry.id(),
        entry.title(),
        found.rankBefore(item),
        found.rankAfter(item),
        found.before(item),
        found.after(item),
        found.estimated(item));
  }
}
