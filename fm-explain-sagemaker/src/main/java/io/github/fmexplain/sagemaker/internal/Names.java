package io.github.fmexplain.sagemaker.internal;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names that SageMaker accepts, and fresh ones. */
public final class Names {

  private static final int MAXIMUM_LENGTH = 63;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Names() {}

  /**
   * {@return a name that was never used: the base, the time and four random characters} The base is
   * cut where the name would be longer than SageMaker allows.
   *
   * @param base a name
   * @param clock gives the time
   */
  public static String fresh(String base, Clock clock) {
    String end = "-" + TIME.format(clock.instant()) + "-" + token().substring(0, 4);
    String head = base.substring(0, Math.min(base.length(), MAXIMUM_LENGTH - end.length()));
    return head.replaceAll("-+$", "") + end;
  }

  /** {@return 32 random hexadecimal characters} */
  public static String token() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * {@return the name}
   *
   * @param what says in the message what has the name
   * @param name the name of a job or an endpoint
   * @throws IllegalArgumentException if SageMaker would not accept it
   */
  public static String require(String what, String name) {
    if (name.length() > MAXIMUM_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to 63 letters, digits and inner hyphens, but was '"
              + Redaction.of(name)
              + "'");
    }
    return name;
  }

  /**
   * {@return the ARN}
   *
   * @param role the ARN of a role
   * @throws IllegalArgumentException if it is something else, such as the role's bare name
   */
  public static String requireRole(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "role must be an ARN such as arn:aws:iam::123456789012:role/name, but was '"
              + Redaction.of(role)
              + "'");
    }
    return role;
  }

  /**
   * {@return the value}
   *
   * @param value any
   * @param name what the message calls it
   * @throws IllegalArgumentException if it is blank
   */
  public static String requireNotBlank(String value, String name) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    return value;
  }
}
