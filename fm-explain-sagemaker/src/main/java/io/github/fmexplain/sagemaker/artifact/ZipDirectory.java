package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip file by its central directory, the only place that tells a link from a file
 * and has every size. Entries are stored or deflated, of any size (zip64); see PKWARE's APPNOTE
 * 6.3.10, 4.3.7 to 4.3.16. The directory is read in steps: its memory is bounded by the limit on
 * entries, where the readers at hand hold all of it, however large the file says it is.
 */
final class ZipDirectory implements ModelEntries {

  private static final int LOCAL_HEADER = 0x04034B50;
  private static final int CENTRAL_HEADER = 0x02014B50;
  private static final int END = 0x06054B50;
  private static final int END_64 = 0x06064B50;
  private static final int LOCATOR_64 = 0x07064B50;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int CENTRAL_HEADER_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64_BYTES = 20;
  private static final long UNSET = 0xFFFFFFFFL;

  private final FileChannel channel;
  private final String place;
  private final ArtifactLimits limits;
  private final Map<String, ZipEntryStream.Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(FileChannel channel, String place, ArtifactLimits limits) {
    this.channel = channel;
    this.place = place;
    this.limits = limits;
  }

  /** {@return the entries of a zip file} */
  static ZipDirectory of(FileChannel channel, String place, ArtifactLimits limits)
      throws IOException {
    ZipDirectory directory = new ZipDirectory(channel, place, limits);
    directory.readAll();
    return directory;
  }

  @Override
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public @Nullable InputStream open(String name) throws IOException {
    ZipEntryStream.Entry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    ByteBuffer header = bytes(entry.header(), LOCAL_HEADER_BYTES);
    require(
        header.getInt(0) == LOCAL_HEADER, "local header must start with PK 3 4", entry.header());
    long start = entry.header() + LOCAL_HEADER_BYTES + u16(header, 26) + u16(header, 28);
    require(
        entry.compressed() <= channel.size() - start,
        "entry " + ArtifactFormatException.quoted(name) + " must lie within the file",
        entry.header());
    return ZipEntryStream.of(entry, channel, start, place + "!" + name);
  }

  private void readAll() throws IOException {
    long end = endOfDirectory();
    ByteBuffer record = bytes(end, END_BYTES);
    long count = u16(record, 10);
    long size = u32(record, 12);
    long start = u32(record, 16);
    if (count == 0xFFFF || size == UNSET || start == UNSET) {
      ByteBuffer locator = bytes(end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
      require(locator.getInt(0) == LOCATOR_64, "zip64 locator must start with PK 6 7", end);
      end = locator.getLong(8);
      ByteBuffer record64 = bytes(end, END_64_BYTES);
      require(record64.getInt(0) == END_64, "zip64 end must start with PK 6 6", end);
      count = record64.getLong(32);
      size = record64.getLong(40);
      start = record64.getLong(48);
    }
    require(
        start >= 0 && size >= 0 && start <= end && size <= end - start,
        "directory must lie within the file",
        end);
    if (count < 0 || count > limits.maximumEntries()) {
      throw ArtifactFormatException.overLimit(
          place, "zip has more entries", limits.maximumEntries(), "", "maximumEntries");
    }
    long position = start;
    for (long j = 0; j < count; j++) {
      position = readHeader(position, start + size);
    }
    require(position == start + size, "directory must have as many entries as it says", position);
  }

  /** The end record is the last thing in the file but for a comment, whose length it has. */
  private long endOfDirectory() throws IOException {
    long size = channel.size();
    int tail = (int) Math.min(size, END_BYTES + 0xFFFF);
    ByteBuffer bytes = bytes(size - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (bytes.getInt(at) == END && at + END_BYTES + u16(bytes, at + 20) == tail) {
        return size - tail + at;
      }
    }
    throw failure("zip must end with its directory, but does not", size);
  }

  private long readHeader(long position, long end) throws IOException {
    require(position <= end - CENTRAL_HEADER_BYTES, "directory ends inside an entry", position);
    ByteBuffer header = bytes(position, CENTRAL_HEADER_BYTES);
    require(header.getInt(0) == CENTRAL_HEADER, "directory entry must start with PK 1 2", position);
    int nameBytes = u16(header, 28);
    int extraBytes = u16(header, 30);
    long next = position + CENTRAL_HEADER_BYTES + nameBytes + extraBytes + u16(header, 32);
    require(next <= end, "directory ends inside an entry", position);
    ByteBuffer rest = bytes(position + CENTRAL_HEADER_BYTES, nameBytes + extraBytes);
    byte[] stored = new byte[nameBytes];
    rest.get(stored);
    String name = EntryNames.checked(new String(stored, StandardCharsets.UTF_8), place);
    String quoted = ArtifactFormatException.quoted(name);
    int kind = header.getInt(38) >>> 28;
    boolean directory = kind == 4 || name.endsWith("/") || name.isEmpty();
    require(
        directory || kind == 0 || kind == 8,
        "entry " + quoted + " must be a plain file, but is not",
        position);
    ZipEntryStream.Entry entry = entry(header, rest, position);
    require((u16(header, 8) & 1) == 0, "entry " + quoted + " must not be encrypted", position);
    require(
        (entry.method() == 0 && entry.compressed() == entry.size()) || entry.method() == 8,
        "entry " + quoted + " must be stored or deflated, but has method " + entry.method(),
        position);
    if (entry.size() < 0 || entry.size() > limits.maximumBytes()) {
      throw TarMember.tooLarge(place, name, limits);
    }
    if (!directory) {
      require(
          entries.put(name, entry) == null, "entry " + quoted + " must be there once", position);
    }
    return next;
  }

  /** The sizes and the offset, from the zip64 field those that do not fit 32 bits. */
  private ZipEntryStream.Entry entry(ByteBuffer header, ByteBuffer extra, long position)
      throws ArtifactFormatException {
    long[] numbers = {u32(header, 24), u32(header, 20), u32(header, 42)};
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xFFFF;
      int length = extra.getShort() & 0xFFFF;
      require(length <= extra.remaining(), "extra field ends inside an element", position);
      int after = extra.position() + length;
      for (int j = 0; id == 1 && j < numbers.length; j++) {
        if (numbers[j] == UNSET && after - extra.position() >= Long.BYTES) {
          numbers[j] = extra.getLong();
        }
      }
      extra.position(after);
    }
    require(numbers[1] >= 0 && numbers[2] >= 0, "sizes and offsets must not be negative", position);
    return new ZipEntryStream.Entry(
        u16(header, 10), header.getInt(16), numbers[1], numbers[0], numbers[2]);
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    require(position >= 0 && position <= channel.size() - length, "zip ends too early", position);
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
    return bytes.flip();
  }

  private static int u16(ByteBuffer bytes, int offset) {
    return bytes.getShort(offset) & 0xFFFF;
  }

  private static long u32(ByteBuffer bytes, int offset) {
    return bytes.getInt(offset) & 0xFFFFFFFFL;
  }

  private void require(boolean holds, String message, long position)
      throws ArtifactFormatException {
    if (!holds) {
      throw failure(message, position);
    }
  }

  private ArtifactFormatException failure(String message, long position) {
    return ArtifactFormatException.at(place + " at byte " + position, message);
  }
}
