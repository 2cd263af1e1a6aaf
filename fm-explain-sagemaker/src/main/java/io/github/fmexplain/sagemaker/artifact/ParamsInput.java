package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian numbers from a stream, with the byte where each started. */
final class ParamsInput {

  private final InputStream in;
  private final String place;
  private final byte[] bytes = new byte[1 << 16];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0).order(ByteOrder.LITTLE_ENDIAN);
  private long filled;
  private boolean ended;

  ParamsInput(InputStream in, String place) {
    this.in = in;
    this.place = place;
  }

  /** {@return the byte of the next number} */
  long position() {
    return filled - buffer.remaining();
  }

  int int32() throws IOException {
    return need(Integer.BYTES).getInt();
  }

  long int64() throws IOException {
    return need(Long.BYTES).getLong();
  }

  double element(ParamsType type) throws IOException {
    return type.decode(need(type.bytes()));
  }

  byte[] text(int length) throws IOException {
    byte[] text = new byte[length];
    for (int j = 0; j < length; j++) {
      text[j] = need(1).get();
    }
    return text;
  }

  void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      int step = (int) Math.min(left, need(1).remaining());
      buffer.position(buffer.position() + step);
      left -= step;
    }
  }

  void requireEnd() throws IOException {
    fill(1);
    if (buffer.hasRemaining()) {
      throw failure(position(), "list must end here, but does not");
    }
  }

  private ByteBuffer need(int length) throws IOException {
    if (buffer.remaining() < length) {
      fill(length);
      if (buffer.remaining() < length) {
        throw failure(filled, "list ends too early");
      }
    }
    return buffer;
  }

  private void fill(int length) throws IOException {
    buffer.compact();
    while (!ended && buffer.position() < length) {
      int read = in.read(bytes, buffer.position(), buffer.remaining());
      ended = read < 0;
      filled += Math.max(read, 0);
      buffer.position(buffer.position() + Math.max(read, 0));
    }
    buffer.flip();
  }

  ArtifactFormatException failure(long position, String message) {
    return ArtifactFormatException.at(place + " at byte " + position, message);
  }

  /** {@return the place of a byte} */
  String place(long position) {
    return place + " at byte " + position;
  }
}
