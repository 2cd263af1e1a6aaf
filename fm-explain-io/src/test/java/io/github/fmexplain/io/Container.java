package io.github.fmexplain.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/**
 * The bytes of a trained model's file taken apart and put together again by the description in
 * docs/trained-model-file.md, with no use of what is tested. What is put together has the right
 * checksums, whatever it holds.
 */
final class Container {

  private static final class Part {

    private final String name;
    private final byte[] bytes;

    Part(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }
  }

  private final List<Part> parts;

  private Container(List<Part> parts) {
    this.parts = parts;
  }

  static Container of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(12);
    List<Part> parts = new ArrayList<>();
    while (in.remaining() > 32) {
      byte[] name = new byte[in.get()];
      in.get(name);
      byte[] bytes = new byte[(int) in.getLong()];
      in.get(bytes);
      in.getInt();
      parts.add(new Part(new String(name, StandardCharsets.US_ASCII), bytes));
    }
    return new Container(parts);
  }

  List<String> names() {
    return parts.stream().map(part -> part.name).toList();
  }

  byte[] part(String name) {
    return parts.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow().bytes.clone();
  }

  Container with(String name, UnaryOperator<byte[]> change) {
    return new Container(
        parts.stream()
            .map(p -> p.name.equals(name) ? new Part(name, change.apply(p.bytes.clone())) : p)
            .toList());
  }

  Container withHeader(String from, String to) {
    String header = new String(part("header"), StandardCharsets.UTF_8);
    if (!header.contains(from)) {
      throw new AssertionError(header);
    }
    return with("header", h -> header.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  Container withNumber(String name, int position, int value) {
    return with(
        name,
        bytes -> {
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
          return bytes;
        });
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'F', 'M', 'X', '\r', '\n', 0x1a, '\n', 1, 0, 0, 0});
    for (Part part : parts) {
      byte[] name = part.name.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer section =
          ByteBuffer.allocate(1 + name.length + 8 + part.bytes.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) name.length)
              .put(name)
              .putLong(part.bytes.length)
              .put(part.bytes);
      CRC32C crc = new CRC32C();
      crc.update(section.array());
      out.writeBytes(section.array());
      out.writeBytes(
          ByteBuffer.allocate(4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) crc.getValue())
              .array());
    }
    out.writeBytes(sha256(out.toByteArray()));
    return out.toByteArray();
  }

  /** Returns the bytes with the checksums that they ask for, as far as they are a container. */
  static byte[] repaired(byte[] file) {
    if (file.length < 44) {
      return file;
    }
    byte[] repaired = file.clone();
    ByteBuffer bytes = ByteBuffer.wrap(repaired).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (at < file.length - 32) {
      int content = at + 1 + Byte.toUnsignedInt(file[at]) + Long.BYTES;
      long room = file.length - 36L - content;
      long length = room < 0 ? -1 : bytes.getLong(content - Long.BYTES);
      if (length < 0 || length > room) {
        break;
      }
      CRC32C crc = new CRC32C();
      int end = content + (int) length;
      crc.update(repaired, at, end - at);
      bytes.putInt(end, (int) crc.getValue());
      at = end + 4;
    }
    return signed(repaired);
  }

  /** Returns the bytes with the SHA-256 that they ask for. */
  static byte[] signed(byte[] file) {
    byte[] content = Arrays.copyOf(file, file.length - 32);
    byte[] signed = file.clone();
    System.arraycopy(sha256(content), 0, signed, content.length, 32);
    return signed;
  }

  private static byte[] sha256(byte[] bytes) {
    return Sections.sha256().digest(bytes);
  }
}
