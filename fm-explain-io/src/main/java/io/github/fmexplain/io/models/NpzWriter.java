package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz}, see {@link NpzReader}. Numbers are not compressed: they hardly shrink. */
final class NpzWriter {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Where NumPy lets the values begin. */
  private static final int ALIGNMENT = 64;

  /** The first time that a zip can have, as NumPy writes it. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzWriter() {}

  static void write(TensorWriter tensors, WritableByteChannel channel) throws IOException {
    OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    ZipOutputStream zip = new ZipOutputStream(buffered);
    zip.setLevel(Deflater.NO_COMPRESSION);
    for (Map.Entry<String, List<Integer>> array : tensors.shapes().entrySet()) {
      begin(zip, array.getKey(), "<f4", array.getValue());
      tensors.write(array.getKey(), zip);
      zip.closeEntry();
    }
    for (Map.Entry<String, String> setting : tensors.settings().entrySet()) {
      texts(zip, setting.getKey(), List.of(setting.getValue()), List.of());
    }
    for (Map.Entry<String, List<String>> ids : tensors.ids().entrySet()) {
      ids.getValue().forEach(NpzWriter::requireReadable);
      texts(zip, ids.getKey(), ids.getValue(), List.of(ids.getValue().size()));
    }
    zip.finish();
    buffered.flush();
  }

  private static void requireReadable(String id) {
    if (id.codePointCount(0, id.length()) > NpzReader.LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "ids must have at most "
              + NpzReader.LONGEST_TEXT
              + " characters to be written as npz, but "
              + Text.quoted(id)
              + " has more; use writeSafetensors");
    }
    if (id.endsWith("\0")) {
      throw new IllegalArgumentException(
          "ids must not end in a NUL to be written as npz, as NumPy leaves it out, but "
              + Text.quoted(id)
              + " does; use writeSafetensors");
    }
  }

  private static void texts(
      ZipOutputStream zip, String name, List<String> texts, List<Integer> shape)
      throws IOException {
    int longest =
        texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(0);
    int length = Math.max(1, longest);
    begin(zip, name, "<U" + length, shape);
    for (String text : texts) {
      ByteBuffer bytes = ByteBuffer.allocate(length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      text.codePoints().forEach(bytes::putInt);
      zip.write(bytes.array());
    }
    zip.closeEntry();
  }

  private static void begin(ZipOutputStream zip, String name, String descr, List<Integer> shape)
      throws IOException {
    String sizes =
        shape.size() == 1
            ? shape.get(0) + ","
            : shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String header =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int unaligned = (MAGIC.length + Short.BYTES + header.length() + 1) % ALIGNMENT;
    header += " ".repeat((ALIGNMENT - unaligned) % ALIGNMENT) + "\n";
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(MAGIC);
    zip.write(header.length() & 0xFF);
    zip.write(header.length() >>> 8);
    zip.write(header.getBytes(StandardCharsets.US_ASCII));
  }
}
