package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MD5 checksums, which is what GroupLens publishes. They find a damaged download; against a forged
 * one only https helps.
 */
final class Md5 {

  private static final Pattern HEX_NAME = Pattern.compile("([0-9a-fA-F]{32})(\\s.*)?");
  private static final Pattern NAME_HEX = Pattern.compile("MD5 \\(.*\\) = ([0-9a-fA-F]{32})");

  private Md5() {}

  static String of(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform must have MD5, but it is missing", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** {@return the checksum in a text like {@code MD5 (name) = hex} or {@code hex name}} */
  static String parse(String text, String source) throws IOException {
    String line = text.strip();
    for (Pattern pattern : new Pattern[] {HEX_NAME, NAME_HEX}) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        return matcher.group(1).toLowerCase(Locale.ROOT);
      }
    }
    throw new IOException(
        source
            + " must be 'MD5 (name) = hex' or 'hex name', but was "
            + Text.quoted(line)
            + "; give MovieLens.load a local folder");
  }
}
