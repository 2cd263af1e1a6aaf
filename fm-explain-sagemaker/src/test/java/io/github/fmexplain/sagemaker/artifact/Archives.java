package io.github.fmexplain.sagemaker.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes artifacts around given bytes. */
final class Archives {

  static final String BINARY_META =
      "{\"training_parameters\": {\"predictor_type\": \"binary_classifier\"}}";

  private Archives() {}

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] tar(Map<TarArchiveEntry, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Map.Entry<TarArchiveEntry, byte[]> entry : entries.entrySet()) {
        entry.getKey().setSize(entry.getValue().length);
        tar.putArchiveEntry(entry.getKey());
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] tarGz(String name, byte[] bytes) {
    return tarGz(new TarArchiveEntry(name, true), bytes);
  }

  static byte[] tarGz(TarArchiveEntry entry, byte[] bytes) {
    return gzip(tar(Map.of(entry, bytes)));
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An artifact of a binary classifier. */
  static byte[] artifact(byte[] params) {
    return artifact(params, BINARY_META);
  }

  static byte[] artifact(byte[] params, String meta) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("params", params);
    entries.put("meta.json", meta.getBytes(StandardCharsets.UTF_8));
    return tarGz("model_algo-1", zip(entries));
  }
}
