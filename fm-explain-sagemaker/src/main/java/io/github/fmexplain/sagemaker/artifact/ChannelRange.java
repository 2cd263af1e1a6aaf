package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream, buffered. */
final class ChannelRange extends InputStream {

  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
  private long next;

  ChannelRange(FileChannel channel, long start, long end) {
    this.channel = channel;
    this.next = start;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int read = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, read);
    return read;
  }

  @Override
  public long skip(long bytes) {
    if (bytes <= 0) {
      return 0;
    }
    long buffered = Math.min(bytes, buffer.remaining());
    buffer.position(buffer.position() + (int) buffered);
    long beyond = Math.min(bytes - buffered, end - next);
    next += beyond;
    return buffered + beyond;
  }

  private boolean fill() throws IOException {
    if (!buffer.hasRemaining() && next < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
      int read = channel.read(buffer, next);
      next += Math.max(read, 0);
      buffer.flip();
    }
    return buffer.hasRemaining();
  }
}
