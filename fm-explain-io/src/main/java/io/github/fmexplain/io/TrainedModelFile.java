package io.github.fmexplain.io;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.io.internal.AtomicFile;
import io.github.fmexplain.io.internal.Memory;
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as one file, by convention with the name's ending {@code .fmx}: everything that
 * explaining needs, but the catalogue. What is read equals what was written, so that it explains
 * with the same bits; the same model makes the same bytes.
 *
 * <p>{@code docs/trained-model-file.md} has the format. Parameters go through a small buffer
 * straight into the model.
 */
public final class TrainedModelFile {

  /** A header with the longest of everything has a tenth of this. */
  private static final int LONGEST_HEADER = 1 << 20;

  private TrainedModelFile() {}

  /**
   * The small settings.
   *
   * @param predictorType what the model predicts
   * @param features n
   * @param factors k
   * @param encoder which encoder it is
   * @param target the target
   * @param hyperparameters under SageMaker's names, or null
   * @param ridge Λ
   * @param mode how training took its steps
   * @param rows N
   * @param metrics over the training rows
   * @param constantLoss of the best constant
   * @param typicalGap how far users are from their optima
   * @param path what there is to know before a path is read, or null if there is none
   */
  record Header(
      PredictorType predictorType,
      int features,
      int factors,
      EncoderSections.Kind encoder,
      RatingTarget target,
      @Nullable Map<String, String> hyperparameters,
      Ridge ridge,
      TrainingMode mode,
      long rows,
      Metrics metrics,
      double constantLoss,
      double typicalGap,
      PathSection.@Nullable Head path) {

    static Header of(TrainedModel trained) {
      FmHyperparameters hyperparameters = trained.hyperparameters();
      TrainingSummary summary = trained.summary();
      TrainingPath path = trained.path();
      return new Header(
          trained.model().predictorType(),
          trained.model().numFeatures(),
          trained.model().numFactors(),
          EncoderSections.kindOf(trained.encoder()),
          trained.target(),
          hyperparameters == null ? null : hyperparameters.toMap(),
          trained.ridge(),
          trained.mode(),
          summary.rows(),
          summary.metrics(),
          summary.constantLoss(),
          summary.typicalGap(),
          path == null ? null : PathSection.Head.of(path));
    }
  }

  /**
   * Writes a trained model. The file is made under another name in the same folder, and takes its
   * name, and the place of an older file, when all of it is on the disk.
   *
   * @param trained the model
   * @param file where to write it
   * @throws IOException if it cannot be written; an older file is as it was
   * @throws IllegalArgumentException if the encoder is not one of this library's, or an id is not
   *     text; nothing was written then
   */
  public static void write(TrainedModel trained, Path file) throws IOException {
    AtomicFile.write(file, channel -> write(trained, new SectionWriter(channel)));
  }

  private static IOException named(Path file, IOException e) {
    return e instanceof FileSystemException || e instanceof TrainedModelFormatException
        ? e
        : new IOException("reading " + file + " failed: " + e.getMessage(), e);
  }

  private static void write(TrainedModel trained, SectionWriter out) throws IOException {
    byte[] header = RecordWriter.write(Header.of(trained), false).getBytes(StandardCharsets.UTF_8);
    out.begin();
    out.section(Sections.of("header", header.length, section -> section.bytes(header)));
    out.section(ModelSection.write(trained.model()));
    for (SectionWriter.Section section : EncoderSections.write(trained.encoder())) {
      out.section(section);
    }
    out.section(HistoriesSection.write(trained.summary(), trained.encoder().items()));
    TrainingPath path = trained.path();
    if (path != null) {
      out.section(PathSection.write(path));
    }
    out.end();
  }

  /**
   * {@return whether a file begins as {@link #write} makes it} Whether the rest is in order is for
   * {@link #read(Path)} to tell.
   *
   * @param file any file
   * @throws IOException if it cannot be read
   */
  public static boolean isTrainedModel(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(Sections.MAGIC.length), Sections.MAGIC);
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /**
   * {@return the trained model of a file, within {@link TrainedModelLimits#defaults}}
   *
   * @param file a file that {@link #write} wrote
   * @throws TrainedModelFormatException if it is not such a file, is damaged or of a later version,
   *     or is beyond the limits
   * @throws IOException if it cannot be read
   */
  public static TrainedModel read(Path file) throws IOException {
    return read(file, TrainedModelLimits.defaults());
  }

  /**
   * {@return the trained model of a file}
   *
   * @param file a file that {@link #write} wrote
   * @param limits what it may ask for
   * @throws TrainedModelFormatException if it is not such a file, is damaged or of a later version,
   *     or is beyond the limits
   * @throws IOException if it cannot be read
   */
  public static TrainedModel read(Path file, TrainedModelLimits limits) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(limits, "limits");
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(new SectionReader(file.toString(), channel, channel.size(), limits));
    } catch (IllegalArgumentException e) {
      throw new TrainedModelFormatException(
          Where.in(Shown.of(String.valueOf(e.getMessage())), file.toString()), e);
    } catch (OutOfMemoryError e) {
      throw new TrainedModelFormatException(Memory.mustHold("the model") + " to read " + file, e);
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  private static TrainedModel read(SectionReader in) throws IOException {
    in.begin();
    Header header = readHeader(in);
    FmModel model =
        ModelSection.readSection(in, header.predictorType, header.features, header.factors);
    FeatureEncoder encoder = EncoderSections.read(in, header.encoder, header.features);
    TrainingHistories histories = HistoriesSection.read(in, header.rows, encoder.items());
    TrainingPath path = header.path == null ? null : PathSection.read(in, header.path, model);
    in.end();
    return new TrainedModel(
        model,
        encoder,
        header.target,
        header.hyperparameters == null ? null : FmHyperparameters.ofMap(header.hyperparameters),
        header.ridge,
        header.mode,
        new TrainingSummary(
            header.rows, header.metrics, header.constantLoss, header.typicalGap, histories),
        path);
  }

  private static Header readHeader(SectionReader in) throws IOException {
    long length = in.open("header");
    if (length > LONGEST_HEADER) {
      throw in.bad("there must be at most " + LONGEST_HEADER + " bytes, but there are " + length);
    }
    String json = in.text((int) length);
    // Checked before it is parsed, so that a damaged file is called that.
    in.close();
    try {
      return RecordReader.read(json, Header.class);
    } catch (ResultsFormatException e) {
      throw in.bad("header must be one of a trained model: " + e.getMessage(), e);
    }
  }
}
