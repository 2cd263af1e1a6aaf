package io.github.fmexplain.sagemaker.artifact;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Reads artifacts that ask for more than there is, and prints how each was refused. The long name
 * and the many entries are about twice the heap of 64 MiB: a reader that kept them would fail.
 */
final class Bombs {

  private static final long TEN_GIGABYTES = 10_000_000_000L;
  private static final String RAISE = "; raise it with ArtifactLimits.builder().";

  static final List<String> EXPECTED =
      List.of(
          "entry 'model_algo-1' is larger than the limit of 2147483648 bytes"
              + RAISE
              + "maximumBytes(…), in zeros",
          "archive must be a whole tar file, but cannot be read, in long name",
          "archive has more entries than the limit of 1000" + RAISE + "maximumEntries(…), in many",
          "entry 'params' is larger than the limit of 2147483648 bytes"
              + RAISE
              + "maximumBytes(…), in zip!model_algo-1",
          "zip has more entries than the limit of 1000"
              + RAISE
              + "maximumEntries(…), in many in zip!model_algo-1",
          "entry has more bytes than its header says, in lying zip!model_algo-1!params at byte"
              + " 65536",
          "tensor 0 has more values than the limit of 1000000"
              + RAISE
              + "maximumParameters(…), in shape!model_algo-1!params at byte 24",
          "tensor 0 must have ascending rows below 1000000, but has 1, in rows!model_algo-1!params at"
              + " byte 108");

  private Bombs() {}

  private interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("bomb", ".tar.gz");
    StringBuilder text = new StringBuilder();
    text.append(refusal(file, "zeros", out -> header(out, "model_algo-1", '0', TEN_GIGABYTES)));
    text.append(
        refusal(
            file,
            "long name",
            out -> {
              header(out, "././@LongLink", (char) TarConstants.LF_GNUTYPE_LONGNAME, TEN_GIGABYTES);
              zeros(out, 128 << 20);
            }));
    text.append(refusal(file, "many", Bombs::manyTarEntries));
    text.append(refusal(file, "zip", out -> member(out, declared(TEN_GIGABYTES))));
    text.append(refusal(file, "many in zip", Bombs::manyZipEntries));
    text.append(refusal(file, "lying zip", out -> member(out, declared(100))));
    ParamsBuilder shape = new ParamsBuilder();
    shape.name("v").int32(ParamsBuilder.V2, 0).shape(1L << 40, 1L << 40);
    text.append(refusal(file, "shape", out -> member(out, params(shape))));
    // A million rows are announced, and none is there.
    ParamsBuilder rows = new ParamsBuilder().name("v").int32(ParamsBuilder.V2, 1);
    rows.shape(1_000_000, 0).shape(1_000_000, 0).int32(1, 0, 0).int32(6).shape(1_000_000);
    text.append(refusal(file, "rows", out -> member(out, params(rows))));
    System.out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    Files.delete(file);
  }

  private static String refusal(Path file, String name, Content tar) throws IOException {
    try (OutputStream out = new FastGzip(new BufferedOutputStream(Files.newOutputStream(file)))) {
      tar.writeTo(out);
    }
    ArtifactLimits limits = ArtifactLimits.builder().maximumParameters(1_000_000).build();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      SageMakerArtifact.reader().limits(limits).read(in, name);
      return name + " was read\n";
    } catch (ArtifactFormatException e) {
      return e.getMessage() + "\n";
    }
  }

  private static void header(OutputStream out, String name, char kind, long size)
      throws IOException {
    out.write(header(name, kind, size));
  }

  static byte[] header(String name, char kind, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name, (byte) kind);
    entry.setSize(size);
    byte[] header = new byte[512];
    try {
      entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return header;
  }

  private static void zeros(OutputStream out, long bytes) throws IOException {
    byte[] block = new byte[1 << 16];
    for (long left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(left, block.length));
    }
  }

  private static void manyTarEntries(OutputStream out) throws IOException {
    for (int j = 0; j < 300_000; j++) {
      header(out, "f" + j, '0', 0);
    }
  }

  private static void member(OutputStream out, byte[] zip) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    TarArchiveEntry entry = new TarArchiveEntry("model_algo-1");
    entry.setSize(zip.length);
    tar.putArchiveEntry(entry);
    tar.write(zip);
    tar.closeArchiveEntry();
    tar.finish();
  }

  private static byte[] params(ParamsBuilder list) {
    return Archives.zip(Map.of("params", list.build()));
  }

  /** A zip file that says how large its entry is; the entry itself is 10 MB of zeros. */
  private static byte[] declared(long size) {
    byte[] zip = Archives.zip(Map.of("params", new byte[10_000_000]));
    byte[] field = new byte[zip.length + 12];
    if (size <= 0xFFFFFFFFL) {
      ZipBytes.centralInt(zip, 24, (int) size);
      return zip;
    }
    int extra = ZipBytes.central(zip) + 46 + "params".length();
    System.arraycopy(zip, 0, field, 0, extra);
    ByteBuffer.wrap(field, extra, 12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 1)
        .putShort((short) 8)
        .putLong(size);
    System.arraycopy(zip, extra, field, extra + 12, zip.length - extra);
    ZipBytes.centralInt(field, 24, -1);
    ZipBytes.centralShort(field, 30, 12);
    ZipBytes.putInt(field, ZipBytes.end(field) + 12, 46 + "params".length() + 12);
    return field;
  }

  private static void manyZipEntries(OutputStream out) throws IOException {
    Path file = Files.createTempFile("bomb", ".zip");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (int j = 0; j < 60_000; j++) {
        zip.putNextEntry(new ZipEntry("f" + j));
        zip.closeEntry();
      }
    }
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    TarArchiveEntry entry = new TarArchiveEntry("model_algo-1");
    entry.setSize(Files.size(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
    tar.finish();
    Files.delete(file);
  }

  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
