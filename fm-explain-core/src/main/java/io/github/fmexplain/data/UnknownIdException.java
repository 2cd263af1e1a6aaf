package io.github.fmexplain.data;

/** An id that names nothing here: an item, a user or a tag that was never seen. */
public final class UnknownIdException extends IllegalArgumentException {

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

  /** {@return the unknown id} */
  public String id() {
    return id;
  }
}
