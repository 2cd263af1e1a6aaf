package io.github.fmexplain.sagemaker.internal;

import java.util.regex.Pattern;

/**
 * Takes out of a text what must not be shown: access keys, signatures, session tokens and the names
 * of role sessions, which messages of AWS can carry; and what is too long to be shown.
 */
public final class Redaction {

  /** What AWS explains fits into this; a container can write anything. */
  private static final int MAXIMUM_LENGTH = 1024;

  private static final String HIDDEN = "***";
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern ROLE_SESSION =
      Pattern.compile("(assumed-role/[^/\\s\"']+/)[^\\s\"',;)]+");
  private static final Pattern FEDERATED = Pattern.compile("(federated-user/)[^\\s\"',;)]+");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:x-amz-)?(?:signature|credential|security-token)[=:]\\s*)[^&,\\s\"'<>]+");
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{8,}");
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s]+@");
  private static final Pattern LONG_TOKEN = Pattern.compile("[A-Za-z0-9/+=]{100,}");

  private Redaction() {}

  /**
   * {@return the text on one line, without secrets, and cut after 1024 characters} Takes time
   * proportional to its length.
   *
   * @param text any text
   */
  public static String of(String text) {
    String result =
        BLANKS.matcher(text.strip()).replaceAll(r -> isOnOneLine(r.group()) ? "$0" : " ");
    result = ROLE_SESSION.matcher(result).replaceAll("$1" + HIDDEN);
    result = FEDERATED.matcher(result).replaceAll("$1" + HIDDEN);
    result = PARAMETER.matcher(result).replaceAll("$1" + HIDDEN);
    result = ACCESS_KEY.matcher(result).replaceAll(HIDDEN);
    result = USER_INFO.matcher(result).replaceAll("$1" + HIDDEN + "@");
    return cut(LONG_TOKEN.matcher(result).replaceAll(HIDDEN));
  }

  private static boolean isOnOneLine(String blanks) {
    return blanks.indexOf('\n') < 0 && blanks.indexOf('\r') < 0;
  }

  /** Cuts last: half a secret would not be found. */
  private static String cut(String text) {
    if (text.length() <= MAXIMUM_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAXIMUM_LENGTH - 1)) ? 1 : 0;
    String kept = text.substring(0, MAXIMUM_LENGTH - end);
    return kept + "… (" + (text.length() - kept.length()) + " more characters)";
  }
}
