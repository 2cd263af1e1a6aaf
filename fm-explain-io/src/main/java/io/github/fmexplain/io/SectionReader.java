package io.github.fmexplain.io;

import io.github.fmexplain.io.internal.Where;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections of a trained model's file one after the other, and checks the checksum of
 * each. Nothing that it is asked for is made before the bytes that fill it are known to be in the
 * file. Not thread-safe.
 */
final class SectionReader {

  private final String file;
  private final ReadableByteChannel channel;
  private final TrainedModelLimits limits;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final CRC32C checksum = new CRC32C();
  private final MessageDigest digest = Sections.sha256();

  /** What the file has behind the buffer's position. */
  private long fileLeft;

  /** What the section has behind the buffer's position. */
  private long sectionLeft;

  /** Where in the buffer begins what the checksums have not seen. */
  private int unchecked;

  private String section = "";

  SectionReader(String file, ReadableByteChannel channel, long size, TrainedModelLimits limits)
      throws TrainedModelFormatException {
    this.file = file;
    this.channel = channel;
    this.fileLeft = size;
    this.limits = limits;
    require(size, limits.maximumBytes(), "bytes", "maximumBytes");
  }

  TrainedModelLimits limits() {
    return limits;
  }

  /** {@return the exception for something that must hold of the section} */
  TrainedModelFormatException bad(String message) {
    return bad(message, null);
  }

  /** {@return the exception for something that must hold of the section, and what it came from} */
  TrainedModelFormatException bad(String message, @Nullable Throwable cause) {
    String where = section.isEmpty() ? "" : "section '" + section + "' of ";
    return new TrainedModelFormatException(Where.in(message, where + file), cause);
  }

  /**
   * {@return a number, if it is within a limit}
   *
   * @param what of which there are so many
   * @param setting the setting that raises the limit
   */
  long require(long number, long limit, String what, String setting)
      throws TrainedModelFormatException {
    if (number > limit) {
      throw bad(
          "there must be at most "
              + limit
              + " "
              + what
              + ", but there are "
              + number
              + "; raise the limit with TrainedModelLimits.builder()."
              + setting
              + "(…)");
    }
    return number;
  }

  /** Reads what a file begins with. */
  void begin() throws IOException {
    byte[] magic = new byte[Sections.MAGIC.length];
    if (fileLeft >= magic.length) {
      outside(magic.length).get(magic);
    }
    if (!Arrays.equals(magic, Sections.MAGIC)) {
      throw bad(
          "file must begin as TrainedModelFile writes it, but does not; is it another kind of"
              + " file?");
    }
    int version = outside(Integer.BYTES).getInt();
    if (version != Sections.VERSION) {
      throw bad(
          "format version must be "
              + Sections.VERSION
              + ", but is "
              + Integer.toUnsignedString(version)
              + "; "
              + (Integer.compareUnsigned(version, Sections.VERSION) > 0
                  ? "read it with a later version of fm-explain, or write it again with this one"
                  : "write it again with this version of fm-explain"));
    }
    check();
  }

  /** Reads the head of a section. {@return the length of what it holds} */
  long open(String name) throws IOException {
    checksum.reset();
    byte[] expected = name.getBytes(StandardCharsets.US_ASCII);
    byte[] found = new byte[Byte.toUnsignedInt(outside(1).get())];
    outside(found.length).get(found);
    if (!Arrays.equals(found, expected)) {
      throw bad(
          "section must be '"
              + name
              + "', but is '"
              + Shown.of(new String(found, StandardCharsets.ISO_8859_1))
              + "'");
    }
    long length = outside(Long.BYTES).getLong();
    section = name;
    long room = Math.max(0, fileLeft - Integer.BYTES - Sections.DIGEST);
    if (length < 0 || length > room) {
      throw bad(
          "there must be room for "
              + Long.toUnsignedString(length)
              + " bytes, but the file has "
              + room
              + " left; is it complete?");
    }
    sectionLeft = length;
    return length;
  }

  /** Checks that a section was read to its end and is whole. */
  void close() throws IOException {
    if (sectionLeft != 0) {
      throw bad("there must be nothing more, but there are " + sectionLeft + " bytes");
    }
    check();
    int expected = (int) checksum.getValue();
    int found = outside(Integer.BYTES).getInt();
    if (found != expected) {
      throw bad(
          String.format(
              "checksum must be %08x, but is %08x; the file is damaged, copy it again",
              found, expected));
    }
    check();
    section = "";
  }

  /** Reads what a file ends with. */
  void end() throws IOException {
    byte[] expected = digest.digest();
    byte[] found = new byte[Sections.DIGEST];
    outside(found.length).get(found);
    if (!MessageDigest.isEqual(found, expected)) {
      throw bad("SHA-256 must be that of the file, but is not; the file is damaged, copy it again");
    }
    if (fileLeft != 0) {
      throw bad("file must end here, but has " + fileLeft + " bytes more");
    }
  }

  int int32() throws IOException {
    return inside(Integer.BYTES).getInt();
  }

  long int64() throws IOException {
    return inside(Long.BYTES).getLong();
  }

  float float32() throws IOException {
    return inside(Float.BYTES).getFloat();
  }

  double float64() throws IOException {
    return inside(Double.BYTES).getDouble();
  }

  /** {@return whether the section has bytes that were not read} */
  boolean hasMore() {
    return sectionLeft > 0;
  }

  /** {@return a count of things that take so many bytes each, or more, and fit the section} */
  int count(int bytesEach, int limit, String what, String setting) throws IOException {
    long count = require(Integer.toUnsignedLong(int32()), limit, what, setting);
    if (count * bytesEach > sectionLeft) {
      throw bad(
          "there must be room for "
              + count
              + " "
              + what
              + ", but there are "
              + sectionLeft
              + " bytes left");
    }
    return (int) count;
  }

  /** {@return so many numbers, from 0 to below a bound} */
  int[] int32s(int count, long bound, String what) throws IOException {
    int[] values = new int[count];
    for (int j = 0; j < count; j++) {
      values[j] = int32();
      if (values[j] < 0 || values[j] >= bound) {
        throw bad(what + " must be from 0 to " + (bound - 1) + ", but is " + values[j]);
      }
    }
    return values;
  }

  /** Reads numbers to the front of an array. */
  void float32s(float[] values, int count) throws IOException {
    for (int from = 0; from < count; ) {
      fill(Float.BYTES);
      int length = Math.min(buffer.remaining() / Float.BYTES, count - from);
      consume((long) length * Float.BYTES);
      buffer.asFloatBuffer().get(values, from, length);
      buffer.position(buffer.position() + length * Float.BYTES);
      from += length;
    }
  }

  /** {@return the ids or tags of a section that holds nothing else} */
  List<String> ids(String name, String what) throws IOException {
    open(name);
    List<String> ids = ids(what);
    close();
    return ids;
  }

  /** {@return ids or tags with their number in front} */
  List<String> ids(String what) throws IOException {
    // Each has its length and at least one byte.
    int count = count(Integer.BYTES + 1, limits.maximumIds(), what, "maximumIds");
    List<String> ids = new ArrayList<>(count);
    for (int j = 0; j < count; j++) {
      int length = count(1, limits.maximumIdBytes(), "bytes of an id", "maximumIdBytes");
      ids.add(text(length));
    }
    return ids;
  }

  /** {@return a text of so many bytes, which are known to be there} */
  String text(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int from = 0; from < length; ) {
      int step = Math.min(length - from, buffer.capacity());
      inside(step).get(bytes, from, step);
      from += step;
    }
    if (isAscii(bytes)) {
      // Most ids are, and millions of them need no decoder each.
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw bad("text must be UTF-8, but is not");
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte character : bytes) {
      if (character < 0) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer inside(int bytes) throws IOException {
    fill(bytes);
    consume(bytes);
    return buffer;
  }

  private void consume(long bytes) throws IOException {
    if (bytes > sectionLeft) {
      throw bad("there must be " + bytes + " bytes more, but there are " + sectionLeft);
    }
    sectionLeft -= bytes;
    fileLeft -= bytes;
  }

  private ByteBuffer outside(int bytes) throws IOException {
    fill(bytes);
    fileLeft -= bytes;
    return buffer;
  }

  /** Gets so many bytes into the buffer. */
  private void fill(int bytes) throws IOException {
    if (bytes > fileLeft) {
      throw bad(
          "file must have " + bytes + " bytes more, but has " + fileLeft + "; is it complete?");
    }
    if (buffer.remaining() >= bytes) {
      return;
    }
    check();
    buffer.compact();
    while (buffer.position() < bytes) {
      if (channel.read(buffer) < 0) {
        throw bad("file must not change while it is read, but became shorter");
      }
    }
    buffer.flip();
    unchecked = 0;
  }

  /** Shows the checksums what was taken from the buffer. */
  private void check() {
    ByteBuffer seen = buffer.duplicate().flip().position(unchecked);
    checksum.update(seen.duplicate());
    digest.update(seen);
    unchecked = buffer.position();
  }
}
