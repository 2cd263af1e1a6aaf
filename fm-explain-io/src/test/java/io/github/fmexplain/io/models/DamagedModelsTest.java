package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were cut, and files with a bit that is another one. */
class DamagedModelsTest {

  private static final FmModel MODEL =
      FmModel.of(
          PredictorType.REGRESSOR,
          2,
          0.5f,
          new float[] {0.25f, -1, 2},
          new float[] {1.5f, 2, -3, 0.125f, 5, 6});

  @TempDir private Path folder;

  /** A whole file, and which of its bytes are more than numbers, or under a checksum. */
  static final class Whole {

    private final ModelFormat format;
    private final byte[] bytes;
    private final HeadByte isHead;

    Whole(ModelFormat format, byte[] bytes, HeadByte isHead) {
      this.format = format;
      this.bytes = bytes;
      this.isHead = isHead;
    }

    @Override
    public String toString() {
      return format + " of " + bytes.length + " bytes";
    }
  }

  interface HeadByte {
    boolean test(byte[] bytes, int at);
  }

  static Stream<Whole> files() {
    byte[] safetensors = ModelBytes.safetensors(MODEL);
    byte[] binary = ModelBytes.xlearnBinary(MODEL, "cross-entropy");
    return Stream.of(
        new Whole(ModelFormat.NPZ, ModelBytes.npz(MODEL), (bytes, at) -> true),
        new Whole(ModelFormat.TORCH, ModelBytes.torch(MODEL), (bytes, at) -> true),
        new Whole(
            ModelFormat.SAFETENSORS,
            safetensors,
            (bytes, at) -> at < bytes.length - 4 * (1 + 3 + 6)),
        new Whole(
            ModelFormat.XLEARN,
            binary,
            (bytes, at) -> at < bytes.length - 4 * (2 * 3 + 2 + 2 * 4 * 3)),
        new Whole(ModelFormat.LIBFM, ModelBytes.libfm(MODEL), DamagedModelsTest::isLetter),
        new Whole(ModelFormat.XLEARN, ModelBytes.xlearnText(MODEL), DamagedModelsTest::isLetter));
  }

  /** Of a text all but the digits, and the spaces and ends of lines between them. */
  private static boolean isLetter(byte[] bytes, int at) {
    return bytes[at] == '#' || bytes[at] == ':' || bytes[at] == '_' || bytes[at] >= 'A';
  }

  private ModelSource read(ModelFormat format, byte[] bytes) throws IOException {
    return ModelFiles.read(
        Files.write(folder.resolve("model"), bytes), format, ModelFiles.DEFAULT_MEMORY);
  }

  static void assertOneLine(ModelFormatException e) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.matches("(?s).*(, in model(; .*\\?)?|read model)"), message);
    assertFalse(message.length() > 1000, message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }

  @ParameterizedTest
  @MethodSource("files")
  void cutFile_isRefused(Whole whole) {
    for (int length = 0; length < whole.bytes.length; length++) {
      byte[] cut = Arrays.copyOf(whole.bytes, length);
      assertOneLine(
          assertThrows(ModelFormatException.class, () -> read(whole.format, cut), "at " + length));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void flippedBits_areRefusedOrDoNotMatter(Whole whole) throws IOException {
    ModelSource expected = read(whole.format, whole.bytes);
    int heads = 0;
    int refused = 0;
    for (int at = 0; at < whole.bytes.length; at++) {
      boolean head = whole.isHead.test(whole.bytes, at);
      heads += head ? 1 : 0;
      boolean any = false;
      for (int flip : new int[] {1 << at % 8, 0x20, 0xff}) {
        byte[] flipped = whole.bytes.clone();
        flipped[at] ^= (byte) flip;
        try {
          ModelSource read = read(whole.format, flipped);
          assertEquals(
              expected.model().numFeatures(), read.model().numFeatures(), "features at " + at);
          if (head) {
            assertEquals(expected, read, "at " + at + ", bits " + flip);
          }
        } catch (ModelFormatException e) {
          assertOneLine(e);
          any = true;
        }
      }
      refused += head && any ? 1 : 0;
    }
    // What does not matter are times and rights in a zip, and the number of fields in xLearn.
    assertTrue(heads > 20 && refused > 0.6 * heads, refused + " of " + heads);
  }
}
