package io.github.fmexplain.io.rows;

import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.internal.Text;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fewest ratings of one user without which another item would be recommended first, or why they
 * could not be found.
 *
 * @param user the user, or null for a new one
 * @param item the item that is recommended first, or null with an error or if nothing is
 *     recommended
 * @param title its title, or null
 * @param score its score, or null
 * @param removals the ratings to remove, in the order of the history; empty if no set was found
 * @param scoreAfter the item's score without them, or null if no set was found
 * @param otherItem the item that is recommended first without them, or null
 * @param otherTitle its title, or null
 * @param otherScore its score without them, or null
 * @param ratings how many ratings of the user there were to remove, or null with an error
 * @param warnings as in {@link ExplanationRow}
 * @param method the name of the method that ran, or null with an error
 * @param path which path of the item parameters a replay followed, or null if none did
 * @param modelFingerprint of the explained model, or null with an error
 * @param error why the other columns are empty, or null
 */
public record CounterfactualRow(
    @Nullable String user,
    @Nullable String item,
    @Nullable String title,
    @Nullable Double score,
    List<RatingEdits.Edit> removals,
    @Nullable Double scoreAfter,
    @Nullable String otherItem,
    @Nullable String otherTitle,
    @Nullable Double otherScore,
    @Nullable Integer ratings,
    List<String> warnings,
    @Nullable String method,
    @Nullable String path,
    @Nullable String modelFingerprint,
    @Nullable String error) {

  public CounterfactualRow {
    removals = List.copyOf(removals);
    warnings = List.copyOf(warnings);
  }

  /**
   * {@return the row of a user who could not be explained}
   *
   * @param user the user, or null for a new one or one without an id
   * @param error why
   */
  public static CounterfactualRow failed(@Nullable String user, String error) {
    Objects.requireNonNull(error, "error");
    return new CounterfactualRow(
        user, null, null, null, List.of(), null, null, null, null, null, List.of(), null, null,
        null, error);
  }

  /** {@return the user, the item, the number of removals, and the error if there is one} */
  @Override
  public String toString() {
    return Text.of(
        "CounterfactualRow[%s, item %s, %s%s]",
        Text.user(user),
        item == null ? "none" : Text.quoted(item),
        Text.count(removals.size(), "removal"),
        error == null ? "" : ", error: " + error);
  }
}
