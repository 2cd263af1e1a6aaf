package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;

/**
 * An artifact that cannot be read: broken, hostile, larger than the limits, or no artifact at all.
 * The message ends with the place, such as {@code model.tar.gz!model_algo-1!params at byte 4120}.
 */
public final class ArtifactFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_QUOTE = 80;

  /** The archive, the entries that lead to the fault and, where it is known, the byte. */
  private final String place;

  private ArtifactFormatException(String message, String place) {
    super(message);
    this.place = place;
  }

  /** {@return the archive, the entries that lead to the fault and, where it is known, the byte} */
  public String place() {
    return place;
  }

  static ArtifactFormatException at(String place, String message) {
    return new ArtifactFormatException(message + ", in " + place, place);
  }

  static ArtifactFormatException at(String place, String message, Throwable cause) {
    ArtifactFormatException failure = at(place, message);
    failure.initCause(cause);
    return failure;
  }

  static ArtifactFormatException overLimit(
      String place, String what, long limit, String unit, String setting) {
    return new ArtifactFormatException(
        what
            + " than the limit of "
            + limit
            + unit
            + "; raise it with ArtifactLimits.builder()."
            + setting
            + "(…), in "
            + place,
        place);
  }

  /** Quotes a name from an artifact so that it stays one short line. */
  static String quoted(String name) {
    StringBuilder text = new StringBuilder("'");
    for (int j = 0; j < Math.min(name.length(), LONGEST_QUOTE); j++) {
      char c = name.charAt(j);
      boolean plain = c >= ' ' && c != 0x7F && (c < 0x80 || Character.isLetterOrDigit(c));
      text.append(plain ? c : '?');
    }
    return text.append(name.length() > LONGEST_QUOTE ? "…'" : "'").toString();
  }
}
