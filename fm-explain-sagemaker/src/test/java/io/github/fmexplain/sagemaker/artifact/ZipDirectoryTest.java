package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zip file of one entry, whose headers are changed one field at a time. */
class ZipDirectoryTest {

  private static final byte[] CONTENT = "content content".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME_BYTES = 6;

  @TempDir Path folder;

  private final byte[] zip = zip(new byte[0]);
  private final int central = ZipBytes.central(zip);
  private final int end = ZipBytes.end(zip);

  private static byte[] zip(byte[] extra) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream stream = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry("params");
      entry.setExtra(extra);
      stream.putNextEntry(entry);
      stream.write(CONTENT);
      stream.closeEntry();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** An extra field that no reader knows, with eight bytes of ones. */
  private static byte[] unknownExtra() {
    byte[] extra = new byte[12];
    Arrays.fill(extra, (byte) -1);
    extra[2] = 8;
    extra[3] = 0;
    return extra;
  }

  /** The same file with its numbers in the records of zip64. */
  private byte[] zip64() {
    ByteBuffer out = ByteBuffer.allocate(zip.length + 76).order(ByteOrder.LITTLE_ENDIAN);
    out.put(zip, 0, end);
    out.putInt(0x06064B50).putLong(44).putShort((short) 45).putShort((short) 45);
    out.putInt(0).putInt(0).putLong(1).putLong(1).putLong(end - central).putLong(central);
    out.putInt(0x07064B50).putInt(0).putLong(end).putInt(1);
    out.put(zip, end, 22);
    byte[] bytes = out.array();
    putShort(bytes, ZipBytes.end(bytes) + 10, 0xFFFF);
    return bytes;
  }

  private static void putShort(byte[] zip, int at, int value) {
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
  }

  private byte[] read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("model_algo-1"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      ZipDirectory directory = ZipDirectory.of(channel, "model_algo-1", ArtifactLimits.defaults());
      try (InputStream in = Objects.requireNonNull(directory.open("params"))) {
        return in.readAllBytes();
      }
    }
  }

  private void assertRefused(String message, byte[] bytes) {
    ArtifactFormatException failure =
        assertThrows(ArtifactFormatException.class, () -> read(bytes));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void entry_isReadFromEitherDirectory() throws IOException {
    assertArrayEquals(CONTENT, read(zip));
    assertArrayEquals(CONTENT, read(zip64()));
    assertArrayEquals(CONTENT, read(zip(unknownExtra())));
  }

  @Test
  void directory_mustLieWithinTheFile() {
    ZipBytes.putInt(zip, end + 16, end + 1);
    assertRefused("directory must lie within the file, in model_algo-1 at byte " + end, zip);
  }

  @Test
  void directory_mustNotBeLongerThanItsPlace() {
    ZipBytes.putInt(zip, end + 12, end - central + 1);
    assertRefused("directory must lie within the file, in model_algo-1 at byte " + end, zip);
  }

  @Test
  void zip64Locator_mustBeThere() {
    putShort(zip, end + 10, 0xFFFF);
    assertRefused("zip64 locator must start with PK 6 7, in model_algo-1 at byte " + end, zip);
  }

  @Test
  void zip64End_mustBeWhereItsLocatorSays() {
    byte[] zip64 = zip64();
    ZipBytes.putInt(zip64, end, 0);
    assertRefused("zip64 end must start with PK 6 6, in model_algo-1 at byte " + end, zip64);
  }

  @Test
  void zip64Directory_mustLieWithinTheFile() {
    byte[] zip64 = zip64();
    ZipBytes.putInt(zip64, end + 48 + 4, -1); // the upper half of its start
    assertRefused("directory must lie within the file, in model_algo-1 at byte " + end, zip64);
  }

  @Test
  void zip64Directory_hasAtMostTheEntriesOfTheLimit() {
    byte[] zip64 = zip64();
    ZipBytes.putInt(zip64, end + 32 + 4, 1); // the upper half of its count
    assertRefused(
        "zip has more entries than the limit of "
            + ArtifactLimits.defaults().maximumEntries()
            + "; raise it with ArtifactLimits.builder().maximumEntries(…), in model_algo-1",
        zip64);
  }

  @Test
  void directory_mustHaveAsManyEntriesAsItSays() {
    putShort(zip, end + 10, 0);
    assertRefused(
        "directory must have as many entries as it says, in model_algo-1 at byte " + central, zip);
  }

  @Test
  void directory_mustNotEndInsideAnEntry() {
    byte[] shorter = zip.clone();
    ZipBytes.putInt(shorter, end + 12, 45);
    assertRefused("directory ends inside an entry, in model_algo-1 at byte " + central, shorter);
    byte[] longerName = zip.clone();
    ZipBytes.centralShort(longerName, 28, NAME_BYTES + 1);
    assertRefused("directory ends inside an entry, in model_algo-1 at byte " + central, longerName);
  }

  @Test
  void directoryEntry_mustHaveItsSignature() {
    ZipBytes.centralInt(zip, 0, 0);
    assertRefused(
        "directory entry must start with PK 1 2, in model_algo-1 at byte " + central, zip);
  }

  @Test
  void extraField_mustNotEndInsideAnElement() {
    byte[] extra = zip(unknownExtra());
    ZipBytes.centralShort(extra, 46 + NAME_BYTES + 2, 9);
    assertRefused(
        "extra field ends inside an element, in model_algo-1 at byte " + ZipBytes.central(extra),
        extra);
  }

  @Test
  void zip64Sizes_mustNotBeNegative() {
    byte[] extra = zip(unknownExtra());
    ZipBytes.centralShort(extra, 46 + NAME_BYTES, 1);
    ZipBytes.centralInt(extra, 20, -1);
    assertRefused(
        "sizes and offsets must not be negative, in model_algo-1 at byte "
            + ZipBytes.central(extra),
        extra);
  }

  @Test
  void localHeader_mustLieWithinTheFile() {
    ZipBytes.centralInt(zip, 42, zip.length);
    assertRefused("zip ends too early, in model_algo-1 at byte " + zip.length, zip);
  }

  @Test
  void entry_mustLieWithinTheFile() {
    ZipBytes.centralInt(zip, 20, zip.length);
    assertRefused("entry 'params' must lie within the file, in model_algo-1 at byte 0", zip);
  }

  @Test
  void entry_mustBeDeflatedData() {
    zip[30 + NAME_BYTES] = -1;
    assertRefused("entry must be deflated data, but is not, in model_algo-1!params at byte 0", zip);
  }
}
