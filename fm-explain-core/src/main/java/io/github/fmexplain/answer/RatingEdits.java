package io.github.fmexplain.answer;

import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.ScoreUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A smallest set of ratings to change or to add that moves an item out of the first recommendations
 * or into them. It was confirmed by solving the edited user's problem; the linear estimate stands
 * beside. The same answer under every {@link io.github.fmexplain.Influence}.
 *
 * @param userId the user, or null for a new one
 * @param unit the unit of the scores
 * @param listLength N, the number of items recommended
 * @param edits the ratings: changed ones in the order of the history, new ones best candidate first
 * @param item the item that the question is about
 * @param other the best placed item that comes into the list, or the lowest placed one that the
 *     item overtakes
 * @param diagnostics what the user's explanations rest on
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 */
public record RatingEdits(
    @Nullable String userId,
    ScoreUnit unit,
    int listLength,
    List<Edit> edits,
    Standing item,
    Standing other,
    Diagnostics diagnostics,
    String modelFingerprint) {

  /**
   * Copies the edits.
   *
   * @param userId the user, or null
   * @param unit the unit
   * @param listLength N
   * @param edits the edits. Not modified.
   * @param item the item
   * @param other the other item
   * @param diagnostics the diagnostics
   * @param modelFingerprint the model's fingerprint
   */
  public RatingEdits {
    edits = List.copyOf(edits);
  }

  /** {@return the number of edits} */
  public int size() {
    return edits.size();
  }

  /**
   * A rating that is changed or added.
   *
   * @param itemId the rated item
   * @param title its title
   * @param oldRating the rating now, or null if there is none
   * @param newRating the rating after the edit
   */
  public record Edit(String itemId, String title, @Nullable Double oldRating, double newRating) {}
}
