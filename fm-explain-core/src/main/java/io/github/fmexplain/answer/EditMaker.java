package io.github.fmexplain.answer;

import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingEdits.Edit;
import io.github.fmexplain.answer.RatingEdits.Kind;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.edit.EditSearch;
import io.github.fmexplain.internal.edit.Found;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.model.NoAnswerException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts the question for the fewest edits into numbers, and the answer back into ratings. */
final class EditMaker {

  private final UserExplainer user;
  private final UserItems space;
  private final int listLength;
  private final int largestSize;

  EditMaker(UserExplainer user, UserItems space, int listLength, int largestSize) {
    this.user = user;
    this.space = space;
    this.listLength = Once.atLeast(1, listLength, "list length");
    this.largestSize = Once.atLeast(1, largestSize, "largest size");
  }

  Optional<RatingEdits> removals(String itemId) {
    int item = requireListed(itemId);
    return answer(
        Kind.REMOVE,
        EditSearch.removals(space, user.history().size(), item, listLength, largestSize),
        item,
        row -> edit(rating(row), null));
  }

  Optional<RatingEdits> changes(String itemId, double newRating) {
    Label label = label(newRating);
    int item = requireListed(itemId);
    UserProblem problem = space.user().problem();
    int[] rows =
        IntStream.range(0, user.history().size()).filter(r -> differs(problem, r, label)).toArray();
    if (rows.length == 0 && user.history().size() > 0) {
      throw new NoAnswerException(
          NoAnswerException.Kind.NO_CHANGE,
          Text.of(
              "new rating must change what a rating says to the model, but %s says the same as all"
                  + " %s; give one on the other side of what counts as a like",
              newRating, Text.count(user.history().size(), "rating")));
    }
    return answer(
        Kind.CHANGE,
        EditSearch.changes(space, rows, label, item, listLength, largestSize),
        item,
        row -> edit(rating(rows[row]), newRating));
  }

  Optional<RatingEdits> additions(
      String itemId, double newRating, @Nullable Set<String> candidates) {
    Label label = label(newRating);
    int item = space.requireUnrated(itemId, "the question is about an item to be recommended");
    OptionalDouble likeFrom = user.provenance().target().likeThreshold();
    if (likeFrom.isPresent() && newRating < likeFrom.getAsDouble()) {
      throw new NoAnswerException(
          NoAnswerException.Kind.NO_CHANGE,
          Text.of(
              "new rating must be a like, at least %s, but was %s; the question is what the user"
                  + " would have to like",
              likeFrom.getAsDouble(), newRating));
    }
    int rank = space.leaders(space.user().theta()).rank(item);
    if (rank <= listLength) {
      throw new NoAnswerException(
          NoAnswerException.Kind.ALREADY_LISTED,
          Text.of(
              "item '%s' must not be among the first %s recommended, but is at rank %s already",
              itemId, listLength, rank));
    }
    int[] items =
        candidates == null
            ? Arrays.stream(EditSearch.candidates(space, item))
                .filter(place -> !isSampled(space.item(place).id()))
                .toArray()
            : places(candidates, item);
    if (items.length == 0) {
      return Optional.empty();
    }
    return answer(
        Kind.ADD,
        EditSearch.additions(space, items, label, item, listLength, largestSize),
        item,
        place -> {
          CatalogueItem added = space.item(items[place]);
          return new Edit(added.id(), added.title(), null, newRating);
        });
  }

  private boolean isSampled(String itemId) {
    return user.history().sampled().contains(itemId);
  }

  private int requireListed(String itemId) {
    int item = space.requireUnrated(itemId, "the question is about an item that is recommended");
    space.requireListed(item, listLength);
    return item;
  }

  private static boolean differs(UserProblem problem, int row, Label label) {
    return problem.target(row) != label.target() || problem.weight(row) != label.weight();
  }

  private Label label(double newRating) {
    if (!Double.isFinite(newRating)) {
      throw new IllegalArgumentException("new rating must be finite, but was " + newRating);
    }
    RatingTarget target = user.explainer().trained().target();
    return new Label(target.of(newRating), target.weight(newRating));
  }

  private int[] places(Set<String> candidates, int item) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("candidates must hold at least 1 item, but are empty");
    }
    Map<Integer, Double> scores = new HashMap<>();
    for (String id : candidates) {
      int place = space.requireUnrated(id, "a candidate is an item that could be rated");
      if (place == item) {
        throw new IllegalArgumentException(
            "candidates must not hold the item itself, but have '" + id + "'");
      }
      if (isSampled(id)) {
        throw new IllegalArgumentException(
            "candidates must not hold an item that was sampled for the user, but have '"
                + id
                + "'; it is a row of the training already");
      }
      scores.put(place, space.score(place, space.user().theta()));
    }
    return scores.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<Integer, Double> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private Interaction rating(int row) {
    return user.history().interactions().get(row);
  }

  private Edit edit(Interaction rating, @Nullable Double newRating) {
    return new Edit(
        rating.itemId(), space.items().titleOf(rating.itemId()), rating.rating(), newRating);
  }

  private Optional<RatingEdits> answer(
      Kind kind, @Nullable Found found, int item, IntFunction<Edit> edit) {
    if (found == null) {
      return Optional.empty();
    }
    int other = kind == Kind.ADD ? found.lowestLeaver(listLength) : found.bestNewcomer(listLength);
    List<Edit> edits = Arrays.stream(found.edits()).mapToObj(edit).toList();
    return Optional.of(
        new RatingEdits(
            user.provenance(),
            kind,
            listLength,
            edits,
            standing(item, found),
            standing(other, found)));
  }

  private Standing standing(int item, Found found) {
    return Standing.of(item, space.item(item), space.leaders(space.user().theta()), found.after());
  }
}
