package io.github.fmexplain.io.models;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file by its directory. PyTorch's entries cannot be read in a stream: they are stored with
 * their sizes behind them. What is read must have the checksum of the directory.
 */
final class ModelZip implements Closeable {

  /** Models have a dozen. */
  private static final int MOST_ENTRIES = 10_000;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private ModelZip(ZipFile zip) {
    this.zip = zip;
  }

  static ModelZip open(ModelInput in) throws IOException {
    ModelZip opened = new ModelZip(new ZipFile(in.path().toFile()));
    try {
      in.require(
          opened.zip.size() <= MOST_ENTRIES,
          "zip must have at most " + MOST_ENTRIES + " entries, but has " + opened.zip.size());
      for (ZipEntry entry : Collections.list(opened.zip.entries())) {
        if (entry.getSize() < 0) {
          throw new ZipException("an entry does not say how long it is");
        }
        if (opened.entries.put(entry.getName(), entry) != null) {
          throw new ZipException("an entry is there twice");
        }
      }
      return opened;
    } catch (IllegalArgumentException e) {
      opened.close();
      throw in.bad("names of the zip's entries must be UTF-8, but one is not; copy it again", e);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** {@return whether it is a zip with an entry as PyTorch has it} */
  static boolean isTorch(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().endsWith("/data.pkl"));
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      // Whoever reads it says what is wrong.
      return false;
    }
  }

  /** {@return the names of the entries, in the order of the directory} */
  Iterable<String> names() {
    return entries.keySet();
  }

  /** {@return the bytes of an entry, unpacked, or −1 if there is none} */
  long size(String name) {
    ZipEntry entry = entries.get(name);
    return entry == null ? -1 : entry.getSize();
  }

  /** {@return the bytes of an entry that is there} */
  InputStream open(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new ZipException("entry '" + name + "' is missing");
    }
    return new Checked(zip.getInputStream(entry), entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Has as many bytes as the directory says, and their checksum. */
  private static final class Checked extends FilterInputStream {

    private final ZipEntry entry;
    private final CRC32 crc = new CRC32();
    private long count;

    Checked(InputStream in, ZipEntry entry) {
      super(in);
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      if (read < 0) {
        if (count != entry.getSize() || crc.getValue() != entry.getCrc()) {
          throw new EOFException("an entry does not have the length and checksum that it says");
        }
        return read;
      }
      crc.update(bytes, from, read);
      count += read;
      if (count > entry.getSize()) {
        throw new EOFException("an entry is longer than it says");
      }
      return read;
    }

    @Override
    public long skip(long bytes) {
      throw new UnsupportedOperationException("all bytes are checked");
    }
  }
}
