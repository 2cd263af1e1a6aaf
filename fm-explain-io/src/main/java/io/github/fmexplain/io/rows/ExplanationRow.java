package io.github.fmexplain.io.rows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.internal.Text;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One item explained for one user, or why it could not be: {@code offset + Σ impact + restImpact +
 * residual = score}. Scores and shares are in the unit of the model.
 *
 * @param user the user, or null for a new one
 * @param rank the place in the user's list, from 1; null for an item that was asked for, or an
 *     error
 * @param item the item, or null where the whole user failed
 * @param title its title, or null with an error
 * @param score the model's score, or null with an error
 * @param probability the probability of a like; null for a regressor, or with an error
 * @param offset what the model says of the item before it knows the user, or null with an error
 * @param residual the part of the score that no rating explains, or null with an error
 * @param ratings how many ratings of the user were explained with, or null with an error
 * @param contributions the ratings with the largest removal effects, up or down, strongest first
 * @param restImpact Σ impact of the ratings that are not among the contributions, or null with an
 *     error
 * @param warnings what to know before relying on the numbers, each as its {@link
 *     io.github.fmexplain.Warning} says of itself, such as {@code LowRank[rank=3, dimension=9,
 *     ratings=3]}; or {@code RatingsCut[used=1000, of=2500]}
 * @param method the name of the method that ran, or null with an error
 * @param path which path of the item parameters a replay followed, or null if none did
 * @param modelFingerprint of the explained model, or null with an error
 * @param error why the other columns are empty, or null
 */
public record ExplanationRow(
    @Nullable String user,
    @Nullable Integer rank,
    @Nullable String item,
    @Nullable String title,
    @Nullable Double score,
    @Nullable Double probability,
    @Nullable Double offset,
    @Nullable Double residual,
    @Nullable Integer ratings,
    List<Contribution> contributions,
    @Nullable Double restImpact,
    List<String> warnings,
    @Nullable String method,
    @Nullable String path,
    @Nullable String modelFingerprint,
    @Nullable String error) {

  public ExplanationRow {
    contributions = List.copyOf(contributions);
    warnings = List.copyOf(warnings);
  }

  /**
   * {@return the row of what could not be explained}
   *
   * @param user the user, or null for a new one or one without an id
   * @param item the item, or null where the whole user failed
   * @param error why
   */
  public static ExplanationRow failed(@Nullable String user, @Nullable String item, String error) {
    Objects.requireNonNull(error, "error");
    return new ExplanationRow(
        user, null, item, null, null, null, null, null, null, List.of(), null, List.of(), null,
        null, null, error);
  }

  /** {@return the user, the item, and the error if there is one} */
  @Override
  public String toString() {
    return Text.of(
        "ExplanationRow[%s, item %s%s]",
        Text.user(user),
        item == null ? "none" : Text.quoted(item),
        error == null ? "" : ", error: " + error);
  }
}
