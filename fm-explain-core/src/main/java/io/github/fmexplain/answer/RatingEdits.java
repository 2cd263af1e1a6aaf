package io.github.fmexplain.answer;

import io.github.fmexplain.Provenance;
import io.github.fmexplain.internal.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A smallest set of edits of a user's ratings that moves an item out of the first recommendations
 * or into them: ratings to remove (a counterfactual), to change or to add. It was confirmed by
 * finding the edited user's parameters again, by replay or by solving. Every score is the score
 * now, moved as far as that moves it, so that it is the same answer under every {@link
 * io.github.fmexplain.Method}.
 *
 * @param provenance whose ratings, and of which model
 * @param kind what is done to the ratings
 * @param listLength N, the number of items recommended
 * @param edits the ratings: removed and changed ones in the order of the history, new ones best
 *     candidate first
 * @param item the item that the question is about
 * @param other the best placed item that comes into the list, or the lowest placed one that the
 *     item overtakes
 */
public record RatingEdits(
    Provenance provenance,
    Kind kind,
    int listLength,
    List<Edit> edits,
    Standing item,
    Standing other) {

  /** What is done to the ratings. */
  public enum Kind {
    /** They are removed, so that the item falls out of the list. */
    REMOVE,
    /** They are changed, so that the item falls out of the list. */
    CHANGE,
    /** They are added, so that the item gets into the list. */
    ADD
  }

  public RatingEdits {
    edits = List.copyOf(edits);
  }

  /** {@return the number of edits} */
  public int size() {
    return edits.size();
  }

  /** {@return the kind, the number of edits and the item} */
  @Override
  public String toString() {
    return Text.of("RatingEdits[%s %s, item '%s', %s]", kind, size(), item.itemId(), provenance);
  }

  /**
   * A rating that is removed, changed or added.
   *
   * @param itemId the rated item
   * @param title its title
   * @param oldRating the rating now, or null if there is none
   * @param newRating the rating after the edit, or null if it is removed
   */
  public record Edit(
      String itemId, String title, @Nullable Double oldRating, @Nullable Double newRating) {}
}
