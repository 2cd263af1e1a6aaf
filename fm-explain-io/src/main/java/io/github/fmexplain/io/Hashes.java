package io.github.fmexplain.io;

import io.github.fmexplain.data.HistoryHash;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Hashes of histories as 32 hexadecimal digits: numbers of JSON have 53 bits in most languages. */
final class Hashes {

  private static final HexFormat HEX = HexFormat.of();

  private Hashes() {}

  static String write(HistoryHash hash) {
    return HEX.toHexDigits(hash.ratings()) + HEX.toHexDigits(hash.tags());
  }

  /** {@return the hash, or null if the text is none} */
  static @Nullable HistoryHash read(String text) {
    return text.matches("[0-9a-f]{32}")
        ? new HistoryHash(
            HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32))
        : null;
  }
}
