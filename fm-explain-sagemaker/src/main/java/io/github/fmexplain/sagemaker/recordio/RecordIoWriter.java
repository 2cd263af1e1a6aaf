package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.CodedOutputStream;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as RecordIO-protobuf in the bytes of SageMaker's Python SDK. Sparse rows hold values,
 * keys and the shape [n]; dense rows hold values only; a label is optional, as in the body of a
 * request. Vectors, arrays and sets are written as float32, the only type that SageMaker's
 * factorization machines take; a {@link RecordIoTensor} is written in its own type and order. Files
 * can be joined by writing one behind the other. Not thread-safe.
 *
 * <p>Where the bytes of a value equal the magic number of a frame they are written as they are: the
 * Python SDK does not split such records, so neither does this writer.
 */
public final class RecordIoWriter implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final CodedOutputStream coded;
  private final EmptyRows emptyRows;
  private long rows;

  private RecordIoWriter(OutputStream out, EmptyRows emptyRows) {
    this.out = out;
    this.coded = CodedOutputStream.newInstance(out, BUFFER_BYTES);
    this.emptyRows = emptyRows;
  }

  /**
   * {@return a writer that refuses rows without features}
   *
   * @param out where the records go; closed with the writer
   */
  public static RecordIoWriter to(OutputStream out) {
    return to(out, EmptyRows.REFUSE);
  }

  /**
   * {@return a writer}
   *
   * @param out where the records go; closed with the writer
   * @param emptyRows what to do with a row without features
   */
  public static RecordIoWriter to(OutputStream out, EmptyRows emptyRows) {
    Objects.requireNonNull(emptyRows, "emptyRows");
    return new RecordIoWriter(out, emptyRows);
  }

  /**
   * Writes every row of a set, sparse and with its target as label.
   *
   * @param set the rows
   * @param out where the records go; flushed, but not closed
   * @throws IOException if the bytes cannot be written
   */
  public static void writeAll(TrainingSet set, OutputStream out) throws IOException {
    writeEvery(set, 0, 1, out);
  }

  /**
   * {@return the number of bytes that {@link #writeAll} writes, exactly} Nothing is written to find
   * it.
   *
   * @param set the rows
   */
  public static long sizeOf(TrainingSet set) {
    return sizeOfEvery(set, 0, 1);
  }

  /**
   * {@return the set in parts, one for each object to upload} Row r, counted from 0, is in part r
   * mod parts: training sets come user by user, and a worker that reads one contiguous part would
   * see only some of the users.
   *
   * @param set the rows
   * @param parts how many, at least 1 and at most the number of rows
   * @throws IllegalArgumentException if there are fewer rows than parts, or no parts
   */
  public static List<RecordIoShard> shards(TrainingSet set, int parts) {
    if (parts < 1 || parts > set.numRows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shards must be from 1 to the number of rows, %d, but was %d",
              set.numRows(),
              parts));
    }
    List<RecordIoShard> shards = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      shards.add(new RecordIoShard(set, part, parts));
    }
    return List.copyOf(shards);
  }

  static void writeEvery(TrainingSet set, int first, int step, OutputStream out)
      throws IOException {
    RecordIoWriter writer = new RecordIoWriter(out, EmptyRows.REFUSE);
    RowEncoder.SetRow row = new RowEncoder.SetRow(set);
    for (long r = first; r < set.numRows(); r += step) {
      row.row = (int) r;
      writer.writeSparse(row, set.numFeatures(), true, set.target(row.row));
    }
    writer.coded.flush();
  }

  static long sizeOfEvery(TrainingSet set, int first, int step) {
    RowEncoder.SetRow row = new RowEncoder.SetRow(set);
    long bytes = 0;
    for (long r = first; r < set.numRows(); r += step) {
      row.row = (int) r;
      bytes += RowEncoder.sparseFrameBytes(row, set.numFeatures(), true);
    }
    return bytes;
  }

  /**
   * Writes a sparse row with a label.
   *
   * @param features the features that are listed
   * @param numFeatures n, the shape
   * @param label the label, finite
   * @throws IllegalArgumentException if there are no features and such rows are refused, a feature
   *     is not below n, or the label is not finite
   * @throws IOException if the bytes cannot be written
   */
  public void write(FeatureVector features, int numFeatures, float label) throws IOException {
    checkWidth(features, numFeatures);
    checkLabel(label);
    writeSparse(new RowEncoder.VectorRow(features), numFeatures, true, label);
  }

  /**
   * Writes a sparse row without a label, as in the body of a request.
   *
   * @param features the features that are listed
   * @param numFeatures n, the shape
   * @throws IllegalArgumentException if there are no features and such rows are refused, or a
   *     feature is not below n
   * @throws IOException if the bytes cannot be written
   */
  public void write(FeatureVector features, int numFeatures) throws IOException {
    checkWidth(features, numFeatures);
    writeSparse(new RowEncoder.VectorRow(features), numFeatures, false, 0);
  }

  /**
   * Writes a dense row with a label.
   *
   * @param values every value, [n] with n at least 1, all finite. Not modified.
   * @param label the label, finite
   * @throws IllegalArgumentException if there are no values, or a value or the label is not finite
   * @throws IOException if the bytes cannot be written
   */
  public void writeDense(float[] values, float label) throws IOException {
    checkLabel(label);
    writeDense(values, true, label);
  }

  /**
   * Writes a dense row without a label, as in the body of a request.
   *
   * @param values every value, [n] with n at least 1, all finite. Not modified.
   * @throws IllegalArgumentException if there are no values, or a value is not finite
   * @throws IOException if the bytes cannot be written
   */
  public void writeDense(float[] values) throws IOException {
    writeDense(values, false, 0);
  }

  /**
   * Writes a row of any type, without a label.
   *
   * @param features the features, with keys or dense
   * @throws IllegalArgumentException if there are no features and they are dense or such rows are
   *     refused
   * @throws IOException if the bytes cannot be written
   */
  public void write(RecordIoTensor features) throws IOException {
    writeTensors(features, null);
  }

  /**
   * Writes a row of any types, those of the features and of the label as given. SageMaker's
   * factorization machines take float32 only.
   *
   * @param features the features, with keys or dense
   * @param label the label, one value without keys
   * @throws IllegalArgumentException if there are no features and they are dense or such rows are
   *     refused, or the label is not one value without keys
   * @throws IOException if the bytes cannot be written
   */
  public void write(RecordIoTensor features, RecordIoTensor label) throws IOException {
    if (label.isSparse() || label.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label of row %d must be one value without keys, but was %s",
              rows + 1,
              label));
    }
    writeTensors(features, label);
  }

  private void writeTensors(RecordIoTensor features, @Nullable RecordIoTensor label)
      throws IOException {
    if (features.size() == 0) {
      if (!features.isSparse()) {
        throw new IllegalArgumentException("row " + (rows + 1) + " has no values");
      }
      checkNotEmpty(0);
    }
    int payload = checkPayload(RowEncoder.payloadBytes(features, label), rows + 1);
    RowEncoder.write(coded, features, label, payload);
    finish(payload, false, 0);
  }

  private void checkNotEmpty(int size) {
    if (size == 0 && emptyRows == EmptyRows.REFUSE) {
      throw new IllegalArgumentException(
          "row " + (rows + 1) + " has no features; allow such rows with EmptyRows.ALLOW");
    }
  }

  private void writeSparse(RowEncoder.Row row, int numFeatures, boolean labelled, float label)
      throws IOException {
    checkNotEmpty(row.size());
    int payload = checkPayload(RowEncoder.sparsePayloadBytes(row, numFeatures, labelled), rows + 1);
    RowEncoder.writeSparse(coded, row, numFeatures, payload);
    finish(payload, labelled, label);
  }

  private void writeDense(float[] values, boolean labelled, float label) throws IOException {
    if (values.length == 0) {
      throw new IllegalArgumentException("row " + (rows + 1) + " has no values");
    }
    for (int f = 0; f < values.length; f++) {
      if (!Float.isFinite(values[f])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "value %d of row %d must be finite, but was %s",
                f,
                rows + 1,
                values[f]));
      }
    }
    int payload = checkPayload(RowEncoder.densePayloadBytes(values.length, labelled), rows + 1);
    RowEncoder.writeDense(coded, values, payload);
    finish(payload, labelled, label);
  }

  private void finish(int payload, boolean labelled, float label) throws IOException {
    if (labelled) {
      RowEncoder.writeLabel(coded, label);
    }
    RowEncoder.writePadding(coded, payload);
    rows++;
  }

  private void checkWidth(FeatureVector features, int numFeatures) {
    if (features.width() > numFeatures || numFeatures < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "row %d has width %d, but numFeatures is %d",
              rows + 1,
              features.width(),
              numFeatures));
    }
  }

  private void checkLabel(float label) {
    if (!Float.isFinite(label)) {
      throw new IllegalArgumentException(
          "label of row " + (rows + 1) + " must be finite, but was " + label);
    }
  }

  static int checkPayload(long payload, long row) {
    if (payload > RowEncoder.MAXIMUM_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "row %d makes a record of %d bytes, but a record has at most %d",
              row,
              payload,
              RowEncoder.MAXIMUM_PAYLOAD_BYTES));
    }
    return (int) payload;
  }

  /**
   * Hands on what was written so far.
   *
   * @throws IOException if the bytes cannot be written
   */
  public void flush() throws IOException {
    coded.flush();
    out.flush();
  }

  /**
   * Writes what is left and closes the stream.
   *
   * @throws IOException if the bytes cannot be written
   */
  @Override
  public void close() throws IOException {
    try (out) {
      coded.flush();
    }
  }
}
