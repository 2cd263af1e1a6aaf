package io.github.fmexplain.sagemaker.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a zip entry: exactly as many as its header says, and with its checksum. An entry
 * that is stored as it is can be skipped without being read; its checksum is then not looked at.
 */
final class ZipEntryStream extends InputStream {

  /** What a directory says of an entry; the checksum is an unsigned number of 32 bits. */
  record Entry(int method, int crc, long compressed, long size, long header) {}

  private final InputStream in;
  private final Inflater inflater;
  private final Entry entry;
  private final String place;
  private final CRC32 crc = new CRC32();
  private long position;
  private boolean isWhole = true;

  private ZipEntryStream(InputStream in, Inflater inflater, Entry entry, String place) {
    this.in = in;
    this.inflater = inflater;
    this.entry = entry;
    this.place = place;
  }

  static ZipEntryStream of(Entry entry, FileChannel channel, long start, String place) {
    InputStream range = new ChannelRange(channel, start, start + entry.compressed());
    Inflater inflater = new Inflater(true);
    InputStream in =
        entry.method() == 0 ? range : new InflaterInputStream(range, inflater, 1 << 16);
    return new ZipEntryStream(in, inflater, entry, place);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (ZipException | EOFException e) {
      throw ArtifactFormatException.at(
          place + " at byte " + position, "entry must be deflated data, but is not", e);
    }
    if (read < 0) {
      require(position == entry.size(), "has fewer bytes than its header says");
      require(
          !isWhole || (int) crc.getValue() == entry.crc(),
          "does not have the checksum of its header");
      return -1;
    }
    position += read;
    require(position <= entry.size(), "has more bytes than its header says");
    crc.update(bytes, offset, read);
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (entry.method() != 0) {
      return super.skip(bytes);
    }
    long skipped = in.skip(Math.min(bytes, entry.size() - position));
    position += skipped;
    isWhole = isWhole && skipped == 0;
    return skipped;
  }

  private void require(boolean holds, String message) throws ArtifactFormatException {
    if (!holds) {
      throw ArtifactFormatException.at(place + " at byte " + position, "entry " + message);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
