package io.github.fmexplain.sagemaker.internal;

import java.util.regex.Pattern;

/**
 * Takes out of a text what must not be shown: access keys, signatures, session tokens and the names
 * of role sessions, which messages of AWS can carry.
 */
public final class Redaction {

  private static final String HIDDEN = "***";
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
   * {@return the text on one line and without secrets}
   *
   * @param text any text
   */
  public static String of(String text) {
    String result = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    result = ROLE_SESSION.matcher(result).replaceAll("$1" + HIDDEN);
    result = FEDERATED.matcher(result).replaceAll("$1" + HIDDEN);
    result = PARAMETER.matcher(result).replaceAll("$1" + HIDDEN);
    result = ACCESS_KEY.matcher(result).replaceAll(HIDDEN);
    result = USER_INFO.matcher(result).replaceAll("$1" + HIDDEN + "@");
    return LONG_TOKEN.matcher(result).replaceAll(HIDDEN);
  }
}
