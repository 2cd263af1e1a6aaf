package io.github.fmexplain;

import io.github.fmexplain.data.Interaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A smallest set of a user's own ratings without which an item would not be recommended. It was
 * confirmed by solving the user's problem without the set; the linear estimate stands beside. Every
 * score is the model's score now, moved as far as the re-solved user's score moves, so that it is
 * the same answer under every {@link Influence}.
 *
 * @param userId the user, or null for a new one
 * @param unit the unit of the scores
 * @param listLength N: the item is among the first N with the ratings and is not without them
 * @param removed the ratings, in the order of the history
 * @param item the item that falls out of the list
 * @param replacement the best placed item that comes into the list
 * @param diagnostics what the user's explanations rest on
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 */
public record Counterfactual(
    @Nullable String userId,
    ScoreUnit unit,
    int listLength,
    List<Rated> removed,
    Standing item,
    Standing replacement,
    Diagnostics diagnostics,
    String modelFingerprint) {

  /**
   * Copies the ratings.
   *
   * @param userId the user, or null
   * @param unit the unit
   * @param listLength N
   * @param removed the ratings. Not modified.
   * @param item the item
   * @param replacement what replaces it
   * @param diagnostics the diagnostics
   * @param modelFingerprint the model's fingerprint
   */
  public Counterfactual {
    removed = List.copyOf(removed);
  }

  /** {@return the number of ratings} */
  public int size() {
    return removed.size();
  }

  /**
   * One of the user's ratings.
   *
   * @param interaction the rating
   * @param title the title of the rated item
   */
  public record Rated(Interaction interaction, String title) {}

  /**
   * Where an item stands before and after an edit of the ratings. Ranks count from 1 among the
   * items that the user had not rated before it.
   *
   * @param itemId the item
   * @param title its title
   * @param rankBefore the rank now
   * @param rankAfter the rank after the edit
   * @param scoreBefore the score now, as the model recommends
   * @param scoreAfter the score after the edit, by exact re-solve
   * @param estimatedScoreAfter the same, by one step of the linear estimate
   */
  public record Standing(
      String itemId,
      String title,
      int rankBefore,
      int rankAfter,
      double scoreBefore,
      double scoreAfter,
      double estimatedScoreAfter) {}
}
