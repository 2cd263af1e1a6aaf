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

  /** {@return a sink of float32 that refuses what is not finite} */
  Sink finite(String name, ParamsTensor tensor, FloatSink sink) {
    return (row, column, value) -> {
      float rounded = (float) value;
      if (!Float.isFinite(rounded)) {
        throw in.failure(
            in.position() - tensor.type().bytes(),
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
      sink.accept(row, column, rounded);
    };
  }

  /** Takes a stored element, rounded to float32. */
  interface FloatSink {

    void accept(int row, int column, float value);
  }
}
