package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the elements of tensors that {@link ParamsIndex} found, one by one, to where they belong.
 * The file is read once more and in one direction: tensors must be asked for in the order of their
 * data.
 */
final class ParamsLoader {

  /** Takes a stored element. What is not stored is zero and does not come. */
  interface Sink {

    void accept(int row, int column, double value) throws IOException;
  }

  /** Elements that are read at once. */
  private static final int CHUNK = 1 << 14;

  private final ParamsInput in;

  ParamsLoader(InputStream in, String place) {
    this.in = new ParamsInput(in, place);
  }

  void load(ParamsTensor tensor, Sink sink) throws IOException {
    in.skip(tensor.data() - in.position());
    int[] starts = tensor.rowStarts();
    int[] columns = tensor.columns();
    if (starts != null && columns != null) {
      for (int row = 0; row + 1 < starts.length; row++) {
        for (int j = starts[row]; j < starts[row + 1]; j++) {
          sink.accept(row, columns[j], in.element(tensor.type()));
        }
      }
      return;
    }
    int length = (int) tensor.rowLength();
    int storedRows = length == 0 ? 0 : (int) (tensor.stored() / length);
    int[] rows = tensor.rows();
    for (int r = 0; r < storedRows; r++) {
      int row = rows == null ? r : rows[r];
      for (int column = 0; column < length; column++) {
        sink.accept(row, column, in.element(tensor.type()));
      }
    }
  }

  /** Takes the stored rows of a tensor of float32, each whole, from where it begins. */
  interface RowSink {

    void accept(int row, float[] values, int from);
  }

  /** Reads a matrix of float32, many rows at once; otherwise as {@link #load}. */
  void loadRows(String name, ParamsTensor tensor, RowSink sink) throws IOException {
    in.skip(tensor.data() - in.position());
    int length = (int) tensor.rowLength();
    int storedRows = (int) (tensor.stored() / length);
    int[] rows = tensor.rows();
    int step = Math.max(1, CHUNK / length);
    float[] values = new float[Math.min(step, storedRows) * length];
    for (int first = 0; first < storedRows; first += step) {
      int count = Math.min(step, storedRows - first);
      long at = in.position();
      in.float32(values, count * length);
      for (int j = 0; j < count * length; j++) {
        if (!Float.isFinite(values[j])) {
          int row = first + j / length;
          throw notFinite(
              name,
              at + (long) j * Float.BYTES,
              rows == null ? row : rows[row],
              j % length,
              values[j]);
        }
      }
      for (int r = 0; r < count; r++) {
        sink.accept(rows == null ? first + r : rows[first + r], values, r * length);
      }
    }
  }

  /** Reads what is left, so that a checksum is looked at. */
  void finish() throws IOException {
    in.readToEnd();
  }

  private ArtifactFormatException notFinite(
      String name, long position, int row, int column, double value) {
    return in.failure(
        position,
        "tensor '"
            + name
            + "' must be finite, but has "
            + value
            + " at ["
            + row
            + ", "
            + column
            + "]");
  }

  /** {@return a sink of float32 that refuses what is not finite} */
  Sink finite(String name, ParamsTensor tensor, FloatSink sink) {
    return (row, column, value) -> {
      float rounded = (float) value;
      if (!Float.isFinite(rounded)) {
        throw notFinite(name, in.position() - tensor.type().bytes(), row, column, value);
      }
      sink.accept(row, column, rounded);
    };
  }

  /** Takes a stored element, rounded to float32. */
  interface FloatSink {

    void accept(int row, int column, float value);
  }
}
