package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a model as {@code model.tar.gz}. The zip file inside is stored, not deflated: the gzip
 * around it compresses once, and the size that the tar header needs is found by writing it to
 * nowhere first, so that nothing of it has to be held.
 */
final class ArtifactWriter {

  private static final String MEMBER = "model_algo-1";
  private static final int MODE = 0100644;

  /**
   * A fixed time. The first that a zip file can tell, 1980-01-01 0:00, stands for all before it
   * too, and would bring a second time with it that depends on the time zone.
   */
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 2, 0, 0);

  private final FmModel model;
  private final Map<String, Content> entries = new LinkedHashMap<>();

  /** Writes the bytes of an entry, the same each time. */
  private interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  private ArtifactWriter(FmModel model, byte[] meta) {
    this.model = model;
    byte[] symbol = symbol();
    entries.put("symbol.json", out -> out.write(symbol));
    entries.put("params", out -> ParamsWriter.write(model, out));
    entries.put("meta.json", out -> out.write(meta));
  }

  static ArtifactWriter of(FmModel model, @Nullable FmHyperparameters hyperparameters) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("feature_dim", Integer.toString(model.numFeatures()));
    settings.put("num_factors", Integer.toString(model.numFactors()));
    settings.put("predictor_type", model.predictorType().hyperparameterValue());
    if (hyperparameters != null) {
      check(hyperparameters.predictorType() == model.predictorType(), model, hyperparameters);
      check(hyperparameters.numFactors() == model.numFactors(), model, hyperparameters);
      settings.putAll(hyperparameters.toMap());
    }
    return new ArtifactWriter(model, meta(settings));
  }

  private static void check(boolean holds, FmModel model, FmHyperparameters hyperparameters) {
    if (!holds) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hyperparameters are of a %s with %d factors, but the model is a %s with %d",
              hyperparameters.predictorType().hyperparameterValue(),
              hyperparameters.numFactors(),
              model.predictorType().hyperparameterValue(),
              model.numFactors()));
    }
  }

  private static byte[] meta(Map<String, String> settings) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("training_parameters");
      settings.forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] symbol() {
    boolean binary = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    try (InputStream in = ArtifactWriter.class.getResourceAsStream("symbol.json")) {
      if (in == null) {
        throw new IllegalStateException("the library must hold its own symbol.json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@features@", Integer.toString(model.numFeatures()))
          .replace("@factors@", Integer.toString(model.numFactors()))
          .replace("@output@", binary ? "LogisticRegressionOutput" : "LinearRegressionOutput")
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(OutputStream out) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(MEMBER);
    Counter counter = new Counter(OutputStream.nullOutputStream());
    writeZip(counter);
    entry.setSize(counter.bytes);
    entry.setMode(MODE);
    entry.setModTime(0);
    GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.putArchiveEntry(entry);
    writeZip(tar);
    tar.closeArchiveEntry();
    tar.finish();
    gzip.finish();
    out.flush();
  }

  private void writeZip(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Content> entry : entries.entrySet()) {
      Counter counter = new Counter(OutputStream.nullOutputStream());
      entry.getValue().writeTo(counter);
      ZipEntry header = new ZipEntry(entry.getKey());
      header.setMethod(ZipEntry.STORED);
      header.setTimeLocal(ZIP_EPOCH);
      header.setSize(counter.bytes);
      header.setCompressedSize(counter.bytes);
      header.setCrc(counter.crc.getValue());
      zip.putNextEntry(header);
      entry.getValue().writeTo(zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static final class Counter extends FilterOutputStream {

    private final CRC32 crc = new CRC32();
    private long bytes;

    private Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) {
      crc.update(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
      crc.update(b, offset, length);
      bytes += length;
    }
  }
}
