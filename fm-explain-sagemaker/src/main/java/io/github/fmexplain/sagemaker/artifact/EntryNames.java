package io.github.fmexplain.sagemaker.artifact;

/** Checks the names of archive entries. Nothing is unpacked under them, but none may try. */
final class EntryNames {

  /** The longest path of Linux. Names are kept until the archive is read. */
  private static final int LONGEST = 4096;

  private EntryNames() {}

  /**
   * {@return the name without a leading {@code ./}}
   *
   * @throws ArtifactFormatException if the name is too long, is absolute or leads out of the
   *     archive
   */
  static String checked(String name, String place) throws ArtifactFormatException {
    if (name.length() > LONGEST) {
      throw ArtifactFormatException.at(
          place,
          "entry "
              + ArtifactFormatException.quoted(name)
              + " must have a name of at most "
              + LONGEST
              + " characters, but has "
              + name.length());
    }
    String plain = name;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    boolean absolute = plain.startsWith("/") || (plain.length() > 1 && plain.charAt(1) == ':');
    boolean climbs = ("/" + plain + "/").contains("/../");
    if (absolute || climbs || plain.indexOf('\\') >= 0 || plain.indexOf('\0') >= 0) {
      throw ArtifactFormatException.at(
          place,
          "entry "
              + ArtifactFormatException.quoted(name)
              + " must have a name that stays inside the archive");
    }
    return plain;
  }
}
