package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FeatureVector;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows from RecordIO-protobuf, sparse or dense, of float32, float64 or int32. Holds one
 * record at a time; the memory for it is some times the bytes that really come, up to a limit. Not
 * thread-safe.
 *
 * <p>Everything that does not fit the format is a {@link RecordIoFormatException} with the number
 * of the record and its byte. {@link #next()} throws it; an iterator, which cannot, throws it as
 * the cause of an {@link UncheckedIOException}.
 */
public final class RecordIoReader implements Iterable<RecordIoRow>, Closeable {

  private final InputStream in;
  private final EmptyRows emptyRows;
  private final FrameReader frames;

  private RecordIoReader(InputStream in, EmptyRows emptyRows, int maximumRecordBytes) {
    this.in = in;
    this.emptyRows = emptyRows;
    this.frames = new FrameReader(in, maximumRecordBytes);
  }

  /**
   * {@return a reader that refuses rows without features and records of more than 8 MiB}
   *
   * @param in the records; closed with the reader
   */
  public static RecordIoReader of(InputStream in) {
    Objects.requireNonNull(in, "in");
    return builder(in).build();
  }

  /**
   * {@return a builder of a reader}
   *
   * @param in the records; closed with the reader
   */
  public static Builder builder(InputStream in) {
    Objects.requireNonNull(in, "in");
    return new Builder(in);
  }

  /**
   * {@return the next row, or empty at the end}
   *
   * @throws RecordIoFormatException if the record is broken, holds no row, or holds one without
   *     features and such rows are refused
   * @throws IOException if the bytes cannot be read
   */
  public Optional<RecordIoRow> next() throws IOException {
    return frames.next() ? Optional.of(row()) : Optional.empty();
  }

  /**
   * {@return the next row with its numbers as they are stored: in their type, their order and with
   * explicit zeros; or empty at the end} {@link #next()} rounds to float32 and refuses what does
   * not fit. Written by {@link RecordIoWriter#write(RecordIoTensor, RecordIoTensor)} it gives the
   * same record.
   *
   * @throws RecordIoFormatException as {@link #next()}, but for numbers that float32 does not hold
   * @throws IOException if the bytes cannot be read
   */
  public Optional<RecordIoTensors> nextTensors() throws IOException {
    if (!frames.next()) {
      return Optional.empty();
    }
    RecordIoTensor features = features().exact(frames);
    Tensor label = frames.scalar(RowEncoder.NAME, "label");
    return Optional.of(new RecordIoTensors(features, label == null ? null : label.exact(frames)));
  }

  private Tensor features() throws IOException {
    Tensor tensor = frames.tensor(RowEncoder.FEATURES, RowEncoder.NAME);
    if (tensor == null) {
      throw frames.failure("features must have a tensor 'values', but have none");
    }
    if (!tensor.isDense()) {
      // An unsound shape is told before the want of features.
      tensor.width(frames);
      if (tensor.numKeys() == 0 && emptyRows == EmptyRows.REFUSE) {
        throw frames.failure("row has no features; allow such rows with EmptyRows.ALLOW");
      }
    }
    return tensor;
  }

  private RecordIoRow row() throws IOException {
    Tensor tensor = features();
    Tensor label = frames.scalar(RowEncoder.NAME, "label");
    Double y = label == null ? null : label.value(0);
    frames.require(y == null || Double.isFinite(y), () -> "label must be finite, but was " + y);
    if (tensor.isDense()) {
      return new RecordIoRow(dense(tensor), tensor.numValues(), y);
    }
    int width = tensor.width(frames);
    return new RecordIoRow(sparse(tensor, width), width, y);
  }

  private FeatureVector dense(Tensor tensor) throws IOException {
    int n = tensor.numValues();
    tensor.requireDenseShape(frames);
    int size = 0;
    for (int f = 0; f < n; f++) {
      size += (float) tensor.value(f) != 0 ? 1 : 0;
    }
    int[] indices = new int[size];
    float[] values = new float[size];
    int j = 0;
    for (int f = 0; f < n; f++) {
      float value = (float) tensor.value(f);
      if (value != 0) {
        indices[j] = f;
        values[j++] = value;
      }
    }
    return vector(indices, values);
  }

  private FeatureVector sparse(Tensor tensor, int width) throws IOException {
    int size = tensor.numKeys();
    tensor.requireValues(frames);
    int[] indices = new int[size];
    float[] values = new float[size];
    for (int j = 0; j < size; j++) {
      indices[j] = tensor.key(frames, j, width);
      values[j] = (float) tensor.value(j);
    }
    return vector(indices, values);
  }

  /** Two equal keys, and values that are not finite, are the vector's to refuse. */
  private FeatureVector vector(int[] indices, float[] values) throws IOException {
    try {
      return FeatureVector.of(indices, values);
    } catch (IllegalArgumentException e) {
      RecordIoFormatException failure = frames.failure(String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  /**
   * {@return an iterator over the rows that were not read yet} It throws an {@link
   * UncheckedIOException} where {@link #next()} throws an {@link IOException}.
   */
  @Override
  public Iterator<RecordIoRow> iterator() {
    return new Iterator<>() {
      private @Nullable RecordIoRow ahead;

      @Override
      public boolean hasNext() {
        if (ahead == null) {
          try {
            ahead = RecordIoReader.this.next().orElse(null);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return ahead != null;
      }

      @Override
      public RecordIoRow next() {
        if (!hasNext() || ahead == null) {
          throw new NoSuchElementException("there are no more rows");
        }
        RecordIoRow row = ahead;
        ahead = null;
        return row;
      }
    };
  }

  /**
   * Closes the stream.
   *
   * @throws IOException if it cannot be closed
   */
  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Collects the settings of a reader. Each can be set once. Not thread-safe. */
  public static final class Builder {

    private static final int DEFAULT_MAXIMUM_RECORD_BYTES = 8 << 20;

    private final InputStream in;
    private @Nullable EmptyRows emptyRows;
    private @Nullable Integer maximumRecordBytes;

    private Builder(InputStream in) {
      this.in = in;
    }

    /**
     * Sets what to do with a row without features; they are refused if it was not set.
     *
     * @param choice to refuse or to allow them
     * @throws IllegalStateException if it was already set
     */
    public Builder emptyRows(EmptyRows choice) {
      Objects.requireNonNull(choice, "choice");
      Once.requireUnset(emptyRows, "emptyRows");
      emptyRows = choice;
      return this;
    }

    /**
     * Sets the largest record that is read; 8 MiB if it was not set. To read it takes at most 32
     * times that memory.
     *
     * @param bytes at least 1 and below 2^29
     * @throws IllegalArgumentException if the number is not in its range
     * @throws IllegalStateException if it was already set
     */
    public Builder maximumRecordBytes(int bytes) {
      if (bytes < 1 || bytes > RowEncoder.MAXIMUM_PAYLOAD_BYTES) {
        throw new IllegalArgumentException(
            "maximumRecordBytes must be from 1 to 536870911, but was " + bytes);
      }
      Once.requireUnset(maximumRecordBytes, "maximumRecordBytes");
      maximumRecordBytes = bytes;
      return this;
    }

    /** {@return the reader} */
    public RecordIoReader build() {
      return new RecordIoReader(
          in,
          emptyRows == null ? EmptyRows.REFUSE : emptyRows,
          maximumRecordBytes == null ? DEFAULT_MAXIMUM_RECORD_BYTES : maximumRecordBytes);
    }
  }
}
