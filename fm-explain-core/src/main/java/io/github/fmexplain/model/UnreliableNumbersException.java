package io.github.fmexplain.model;

/**
 * There is no answer whose numbers could be relied on: they are beyond what double arithmetic
 * holds, or a user's system is so ill-conditioned that nothing but rounding would be left. The
 * message says what must hold and what helps: mostly a larger ridge (weight decay × rows), a check
 * of the model's parameters, or ratings in another scale.
 *
 * <p>Everything that explains or folds in throws this and nothing else where arithmetic fails.
 */
public final class UnreliableNumbersException extends NoAnswerException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what must hold, what was found, and what to do
   */
  public UnreliableNumbersException(String message) {
    super(Kind.UNRELIABLE_NUMBERS, message);
  }
}
