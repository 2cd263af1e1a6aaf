package io.github.fmexplain;

import io.github.fmexplain.internal.Text;

/**
 * A named part of an {@link Explanation#offset}: what one feature, or the items of one tag, add to
 * the score without the user's own parameters. The parts of an explanation add up to its offset.
 *
 * <p>A part is the feature's linear weight and its products with the other features of the row. The
 * product of a tag of the user or the situation with the item belongs to the tag, so that those
 * parts together are what the offset would lose without these tags. Of a product of two features of
 * the item, or of two tags of user and situation, each has half.
 *
 * @param kind what the part is of
 * @param name the tag; empty for the model, the item, and features that have no name
 * @param value what it adds, in score units; positive speaks for the item
 */
public record OffsetPart(Kind kind, String name, double value) {

  /** What a part of an offset is of. */
  public enum Kind {
    /** The model's bias, the same for every user and item. */
    MODEL,
    /** The user's own column, where users are bags of what they rated besides. */
    USER,
    /** The item itself, the same for every user. */
    ITEM,
    /** A tag of the item, such as a genre, the same for every user. */
    ITEM_TAG,
    /** A tag of the user, such as an age group. */
    USER_TAG,
    /** A tag of the situation, such as a time of day. */
    CONTEXT,
    /** The items that the user did not choose and training drew, all together. */
    SAMPLED
  }

  /** {@return whether the part depends on the user or the situation} */
  public boolean isPersonal() {
    return kind == Kind.USER
        || kind == Kind.USER_TAG
        || kind == Kind.CONTEXT
        || kind == Kind.SAMPLED;
  }

  /** {@return the kind, the tag and the value} */
  @Override
  public String toString() {
    return Text.of(
        "OffsetPart[%s%s, %.4f]", kind, name.isEmpty() ? "" : " " + Text.quoted(name), value);
  }
}
