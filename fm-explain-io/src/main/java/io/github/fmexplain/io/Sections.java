package io.github.fmexplain.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What writing and reading sections have in common, and sections of lists. */
final class Sections {

  /** As in PNG: not text, and changed by whatever changes the ends of lines. */
  static final byte[] MAGIC = {(byte) 0x89, 'F', 'M', 'X', '\r', '\n', 0x1a, '\n'};

  static final int VERSION = 1;

  /** The length of a SHA-256. */
  static final int DIGEST = 32;

  private Sections() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes the contents of a section. */
  interface Content {
    void write(SectionWriter out) throws IOException;
  }

  static SectionWriter.Section of(String name, long length, Content content) {
    return new SectionWriter.Section() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void write(SectionWriter out) throws IOException {
        content.write(out);
      }
    };
  }

  /** {@return a section of ids or tags} */
  static SectionWriter.Section ofIds(String name, List<String> ids) {
    return of(name, lengthOf(ids), out -> write(out, ids));
  }

  /** {@return how many bytes ids take with their number in front} */
  static long lengthOf(List<String> ids) {
    long length = Integer.BYTES;
    for (String id : ids) {
      length += Integer.BYTES + utf8Length(id);
    }
    return length;
  }

  static void write(SectionWriter out, List<String> ids) throws IOException {
    out.int32(ids.size());
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      out.int32(bytes.length);
      out.bytes(bytes);
    }
  }

  static SectionWriter.Section ofInts(String name, int[] values) {
    return of(name, (long) values.length * Integer.BYTES, out -> out.int32s(values));
  }

  private static long utf8Length(String id) {
    long length = 0;
    for (int c = 0; c < id.length(); c++) {
      char character = id.charAt(c);
      if (Character.isSurrogate(character)) {
        boolean pair =
            c + 1 < id.length() && Character.isSurrogatePair(character, id.charAt(c + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              "id '" + Shown.of(id) + "' must be text to be written, but has half a character");
        }
        c++;
        length += 4;
      } else {
        length += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
      }
    }
    return length;
  }
}
