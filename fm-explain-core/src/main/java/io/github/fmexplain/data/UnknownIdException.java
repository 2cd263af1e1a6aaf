package io.github.fmexplain.data;

import io.github.fmexplain.model.NoAnswerException;

/** An id that names nothing here: an item, a user or a tag that was never seen. */
public final class UnknownIdException extends NoAnswerException {

  private static final long serialVersionUID = 1L;

  /** The unknown id. */
  private final String id;

  /**
   * Makes the exception; its message reads {@code unknown item '1683'; the catalogue has 1682
   * items}.
   *
   * @param kind what the id should name, such as "item"
   * @param id the unknown id
   * @param owner where it was looked up, such as "catalogue"
   * @param size how many of the kind the owner has
   */
  public UnknownIdException(String kind, String id, String owner, int size) {
    super(
        kindOf(kind),
        "unknown "
            + kind
            + " '"
            + id
            + "'; the "
            + owner
            + " has "
            + size
            + " "
            + kind
            + (size == 1 ? "" : "s"));
    this.id = id;
  }

  private static Kind kindOf(String kind) {
    return switch (kind) {
      case "item" -> Kind.UNKNOWN_ITEM;
      case "user" -> Kind.UNKNOWN_USER;
      default -> Kind.UNKNOWN_TAG;
    };
  }

  /** {@return the unknown id} */
  public String id() {
    return id;
  }
}
