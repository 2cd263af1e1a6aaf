package io.github.fmexplain.model;

/**
 * A question has no answer for this user and these items: nothing is wrong with the program that
 * asked. Whoever serves requests can pass it on, by its kind, such as HTTP 404 for an unknown item
 * and 409 for a rated one. All such failures are of this type; any other exception is a mistake in
 * a program.
 */
public class NoAnswerException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Kind {
    /** An item that the catalogue or the model does not have. */
    UNKNOWN_ITEM,
    /** A user that the model does not have, where there must be one. */
    UNKNOWN_USER,
    /** A tag, or another id, that the model does not have. */
    UNKNOWN_TAG,
    /** The question is about items to be recommended, but the user has rated this one. */
    RATED,
    /** The question is about items to be recommended, but a filter leaves this one out. */
    FILTERED_OUT,
    /** The item is not among the first that are recommended. */
    NOT_LISTED,
    /** The item is among the first that are recommended already. */
    ALREADY_LISTED,
    /** A new rating that would not change what the model is trained to predict, or is no like. */
    NO_CHANGE,
    /** No rating of the user is in the group that was asked for. */
    EMPTY_GROUP,
    /** There is no item left to recommend. */
    NOTHING_LEFT,
    /** The numbers are beyond what arithmetic holds. */
    UNRELIABLE_NUMBERS
  }

  /** Why there is no answer. */
  private final Kind kind;

  /**
   * Makes the exception.
   *
   * @param kind why there is no answer
   * @param message what must hold, what was found, and what to do
   */
  public NoAnswerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** {@return why there is no answer} */
  public Kind kind() {
    return kind;
  }
}
