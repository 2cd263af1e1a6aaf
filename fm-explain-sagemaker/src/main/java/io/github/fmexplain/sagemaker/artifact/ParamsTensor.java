package io.github.fmexplain.sagemaker.artifact;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of an NDArray list: where its elements lie in the file and which they are. A tensor of
 * more than two dimensions counts as a matrix of its first and all others.
 */
final class ParamsTensor {

  private final long header;
  private final long[] shape;
  private final ParamsType type;
  private final long data;
  private final long stored;
  private final int @Nullable [] rows;
  private final int @Nullable [] rowStarts;
  private final int @Nullable [] columns;

  private ParamsTensor(
      long header,
      long[] shape,
      ParamsType type,
      long data,
      long stored,
      int @Nullable [] rows,
      int @Nullable [] rowStarts,
      int @Nullable [] columns) {
    this.header = header;
    this.shape = shape;
    this.type = type;
    this.data = data;
    this.stored = stored;
    this.rows = rows;
    this.rowStarts = rowStarts;
    this.columns = columns;
  }

  static ParamsTensor dense(long header, long[] shape, ParamsType type, long data, long stored) {
    return new ParamsTensor(header, shape, type, data, stored, null, null, null);
  }

  static ParamsTensor rowSparse(
      long header, long[] shape, ParamsType type, long data, long stored, int[] rows) {
    int[] kept = rows.length == shape[0] ? null : rows;
    return new ParamsTensor(header, shape, type, data, stored, kept, null, null);
  }

  static ParamsTensor csr(
      long header, long[] shape, ParamsType type, long data, int[] rowStarts, int[] columns) {
    int stored = columns.length;
    return new ParamsTensor(header, shape, type, data, stored, null, rowStarts, columns);
  }

  /** {@return the byte at which the tensor starts} */
  long header() {
    return header;
  }

  /** {@return the logical shape} Not a copy. */
  long[] shape() {
    return shape;
  }

  /** {@return the type of the elements} */
  ParamsType type() {
    return type;
  }

  /** {@return the byte at which the elements start} */
  long data() {
    return data;
  }

  /** {@return how many elements are stored} */
  long stored() {
    return stored;
  }

  /** {@return the stored rows of a row_sparse tensor, ascending, or null if all are stored} */
  int @Nullable [] rows() {
    return rows;
  }

  /** {@return where the rows of a csr tensor start, [rows + 1], or null} */
  int @Nullable [] rowStarts() {
    return rowStarts;
  }

  /** {@return the columns of the elements of a csr tensor, or null} */
  int @Nullable [] columns() {
    return columns;
  }

  /** {@return the bytes that an index takes, and once more while it grows} */
  static long memory(long indices) {
    return 2L * Integer.BYTES * indices;
  }

  /** {@return the bytes of memory that the rows and the columns take} */
  long memory() {
    return memory(length(rows) + length(rowStarts) + length(columns));
  }

  private static long length(int @Nullable [] indices) {
    return indices == null ? 0 : indices.length;
  }

  /** {@return the shape as {@code [7, 3]}} */
  String shapeText() {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** {@return the number of logical elements, stored or not} */
  long size() {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return size;
  }

  /** {@return the elements of a row} */
  long rowLength() {
    return shape.length == 0 || shape[0] == 0 ? size() : size() / shape[0];
  }
}
