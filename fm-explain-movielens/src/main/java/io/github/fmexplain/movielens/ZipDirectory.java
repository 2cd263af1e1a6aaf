package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Text;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the directory at the end of a zip file, which alone says whether an entry is a link (PKWARE
 * APPNOTE 6.3, sections 4.3.12 and 4.3.16), and refuses entries that could land outside of the
 * folder they are unpacked to.
 */
final class ZipDirectory {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;
  private static final int MAXIMUM_DIRECTORY = 1 << 20;
  private static final int MAXIMUM_ENTRIES = 1000;
  private static final int FILE_TYPE = 0xF000;
  private static final int LINK = 0xA000;

  private ZipDirectory() {}

  /** {@return the names of the entries, each safe to unpack} */
  static Set<String> names(Path zip) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(zip)) {
      ByteBuffer end = end(channel, zip);
      int entries = Short.toUnsignedInt(end.getShort(10));
      long size = Integer.toUnsignedLong(end.getInt(12));
      long start = Integer.toUnsignedLong(end.getInt(16));
      if (entries > MAXIMUM_ENTRIES || size > MAXIMUM_DIRECTORY) {
        throw refused(zip, "must have at most " + MAXIMUM_ENTRIES + " entries, but has " + entries);
      }
      return names(read(channel, start, (int) size, zip), entries, zip);
    }
  }

  private static Set<String> names(ByteBuffer directory, int entries, Path zip)
      throws UnsafeArchiveException {
    Set<String> names = new LinkedHashSet<>();
    Set<String> folded = new LinkedHashSet<>();
    for (int entry = 0; entry < entries; entry++) {
      int at = directory.position();
      if (directory.remaining() < ENTRY_SIZE || directory.getInt(at) != ENTRY_SIGNATURE) {
        throw damaged(zip);
      }
      int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
      int extra =
          Short.toUnsignedInt(directory.getShort(at + 30))
              + Short.toUnsignedInt(directory.getShort(at + 32));
      if (directory.remaining() < ENTRY_SIZE + nameLength + extra) {
        throw damaged(zip);
      }
      byte[] bytes = new byte[nameLength];
      directory.get(at + ENTRY_SIZE, bytes);
      String name = new String(bytes, StandardCharsets.UTF_8);
      check(zip, name, (directory.getInt(at + 38) >>> 16 & FILE_TYPE) == LINK);
      // Some file systems take names that differ in case for the same.
      String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
      if (!folded.add(path.toLowerCase(Locale.ROOT))) {
        throw refused(zip, "must have each entry once, but has " + quoted(name) + " twice");
      }
      names.add(name);
      directory.position(at + ENTRY_SIZE + nameLength + extra);
    }
    return names;
  }

  private static void check(Path zip, String name, boolean link) throws UnsafeArchiveException {
    if (link) {
      throw refused(zip, "must have files and folders only, but " + quoted(name) + " is a link");
    }
    boolean valid = !name.isEmpty() && name.indexOf('\\') < 0 && name.indexOf(':') < 0;
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String part : path.split("/", -1)) {
      valid &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!valid || name.chars().anyMatch(Character::isISOControl)) {
      throw refused(zip, "must have entries with plain relative paths, but one is " + quoted(name));
    }
  }

  private static ByteBuffer end(SeekableByteChannel channel, Path zip) throws IOException {
    int length = (int) Math.min(channel.size(), END_SIZE + 0xFFFF);
    ByteBuffer tail = read(channel, channel.size() - length, length, zip);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        return tail.slice(at, length - at).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw damaged(zip);
  }

  private static ByteBuffer read(SeekableByteChannel channel, long start, int length, Path zip)
      throws IOException {
    if (start + length > channel.size()) {
      throw damaged(zip);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(start);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("'" + zip + "' became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static String quoted(String name) {
    return Text.quoted(name);
  }

  static UnsafeArchiveException damaged(Path zip) {
    return refused(zip, "must be a complete zip file, but is damaged");
  }

  static UnsafeArchiveException refused(Path zip, String why) {
    return new UnsafeArchiveException(
        "archive "
            + zip.getFileName()
            + " "
            + why
            + "; it was deleted, give MovieLens.load a local folder");
  }
}
