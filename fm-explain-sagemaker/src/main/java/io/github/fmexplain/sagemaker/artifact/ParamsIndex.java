package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tensors of an NDArray list, the format of MXNet's {@code params} files, without reading
 * their elements: the names, which tell what a tensor is, come last. What is kept is small beside
 * the elements, and every length was seen to be there before anything is made of it.
 *
 * <p>After apache/mxnet 1.9.1, {@code src/ndarray/ndarray.cc}, {@code NDArray::Save} and {@code
 * Load}.
 */
final class ParamsIndex {

  static final long LIST_MAGIC = 0x112;
  static final int V2 = 0xF993FAC9;

  private static final int V1 = 0xF993FAC8;
  private static final int V3 = 0xF993FACA;
  private static final int MAXIMUM_DIMENSIONS = 32;
  private static final int MAXIMUM_NAME_BYTES = 1 << 12;
  private static final long[] NONE = {};

  private final ParamsInput in;
  private final ArtifactLimits limits;
  private long memory;

  private ParamsIndex(ParamsInput in, ArtifactLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /**
   * {@return the tensors by name, in the order of the file; {@code #0}, {@code #1} and so on where
   * the list has no names} A tensor that was never given a shape is left out.
   */
  static Map<String, ParamsTensor> of(InputStream in, String place, ArtifactLimits limits)
      throws IOException {
    return new ParamsIndex(new ParamsInput(in, place), limits).readList();
  }

  private Map<String, ParamsTensor> readList() throws IOException {
    long magic = in.int64();
    require(
        magic == LIST_MAGIC,
        0,
        "list must start with 0x112, but starts with 0x" + Long.toHexString(magic));
    in.int64(); // reserved
    int count = count("list has more tensors");
    List<@Nullable ParamsTensor> tensors = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      ParamsTensor tensor = readTensor("tensor " + t);
      memory += tensor == null ? 0 : tensor.memory();
      tensors.add(tensor);
    }
    long at = in.position();
    int names = count("list has more names");
    require(
        names == 0 || names == count,
        at,
        "list must have a name for each of its " + count + " tensors, but has " + names);
    Map<String, ParamsTensor> byName = new LinkedHashMap<>();
    for (int t = 0; t < count; t++) {
      long nameAt = in.position();
      String name = names == 0 ? "#" + t : readName();
      ParamsTensor tensor = tensors.get(t);
      if (tensor != null) {
        require(
            byName.put(name, tensor) == null,
            nameAt,
            "tensor " + ArtifactFormatException.quoted(name) + " must be there once");
      }
    }
    in.requireEnd();
    return byName;
  }

  private int count(String what) throws IOException {
    long at = in.position();
    long count = in.int64();
    if (count < 0 || count > limits.maximumEntries()) {
      throw ArtifactFormatException.overLimit(
          in.place(at), what, limits.maximumEntries(), "", "maximumEntries");
    }
    return (int) count;
  }

  private String readName() throws IOException {
    long at = in.position();
    long length = in.int64();
    require(
        length >= 0 && length <= MAXIMUM_NAME_BYTES,
        at,
        "name must have at most 4096 bytes, but has " + Long.toUnsignedString(length));
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.text((int) length)))
          .toString();
    } catch (CharacterCodingException e) {
      throw ArtifactFormatException.at(in.place(at), "name must be UTF-8, but is not", e);
    }
  }

  private @Nullable ParamsTensor readTensor(String what) throws IOException {
    long at = in.position();
    int first = in.int32();
    if (first == V2 || first == V3) {
      return readTensor(what, at, first == V3);
    }
    long[] shape = first == V1 ? readShape(what, false) : readLegacyShape(what, at, first);
    if (shape.length == 0) {
      return null;
    }
    long size = size(what, at, shape);
    ParamsType type = readType(what);
    long data = in.position();
    in.leap(size * type.bytes());
    return ParamsTensor.dense(at, shape, type, data, size);
  }

  /** A tensor with a storage type. With numpy's semantics a shape of no dimension is a scalar. */
  private @Nullable ParamsTensor readTensor(String what, long at, boolean numpy)
      throws IOException {
    int storage = in.int32();
    require(
        storage >= 0 && storage <= 2,
        at,
        what + " must have storage 0, 1 or 2, but has " + storage);
    long[] storedShape = storage == 0 ? null : readShape(what, false);
    long[] shape = readShape(what, numpy);
    if (shape == NONE) {
      return null;
    }
    long size = size(what, at, shape);
    ParamsType type = readType(what);
    if (storedShape == null) {
      long data = in.position();
      in.leap(size * type.bytes());
      return ParamsTensor.dense(at, shape, type, data, size);
    }
    return storage == 1
        ? readRowSparse(what, at, shape, storedShape, type)
        : readCsr(what, at, shape, storedShape, type);
  }

  private ParamsTensor readRowSparse(
      String what, long at, long[] shape, long[] storedShape, ParamsType type) throws IOException {
    boolean fits = shape.length > 0 && storedShape.length == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = d == 0 ? storedShape[0] <= shape[0] : storedShape[d] == shape[d];
    }
    require(fits, at, what + " must store rows of its own shape, but does not");
    ParamsType indexType = readIndexType(what, storedShape[0]);
    long data = in.position();
    long stored = size(what, at, storedShape);
    in.leap(stored * type.bytes());
    checkMemory(what, at, storedShape[0]);
    int[] rows = readIndices(what, indexType, (int) storedShape[0], shape[0], true);
    return ParamsTensor.rowSparse(at, shape, type, data, stored, rows);
  }

  private ParamsTensor readCsr(
      String what, long at, long[] shape, long[] storedShape, ParamsType type) throws IOException {
    require(
        shape.length == 2 && storedShape.length == 1 && storedShape[0] <= shape[0] * shape[1],
        at,
        what + " must be a matrix to be stored as csr");
    ParamsType startType = readIndexType(what, shape[0] + 1);
    ParamsType columnType = readIndexType(what, storedShape[0]);
    long data = in.position();
    int stored = (int) storedShape[0];
    in.leap((long) stored * type.bytes());
    checkMemory(what, at, shape[0] + 1 + stored);
    long startsAt = in.position();
    int[] starts = readIndices(what, startType, (int) shape[0] + 1, stored + 1L, false);
    require(
        starts[0] == 0 && starts[starts.length - 1] == stored,
        startsAt,
        what + " must have row starts from 0 to its number of stored values");
    int[] columns = new int[0];
    for (int j = 0, row = 0; j < stored; j++) {
      while (starts[row + 1] <= j) {
        row++;
      }
      long columnAt = in.position();
      long column = readIndex(columnType);
      require(
          column >= 0 && column < shape[1] && (j == starts[row] || column > columns[j - 1]),
          columnAt,
          what + " must have ascending columns below " + shape[1] + ", but has " + column);
      columns = grown(columns, j, stored);
      columns[j] = (int) column;
    }
    return ParamsTensor.csr(at, shape, type, data, starts, columns);
  }

  /** Ascending numbers below a bound; kept as they come, so that none is kept that is not there. */
  private int[] readIndices(String what, ParamsType type, int count, long bound, boolean strictly)
      throws IOException {
    int[] indices = new int[0];
    long before = -1;
    for (int j = 0; j < count; j++) {
      long at = in.position();
      long index = readIndex(type);
      if (index < 0 || index >= bound || (strictly ? index <= before : index < before)) {
        throw in.failure(
            at, what + " must have ascending rows below " + bound + ", but has " + index);
      }
      before = index;
      indices = grown(indices, j, count);
      indices[j] = (int) index;
    }
    return indices;
  }

  private static int[] grown(int[] array, int needed, int most) {
    return needed < array.length
        ? array
        : Arrays.copyOf(array, (int) Math.min(most, 2L * needed + 1024));
  }

  private long readIndex(ParamsType type) throws IOException {
    return type == ParamsType.INT64 ? in.int64() : in.int32();
  }

  private ParamsType readIndexType(String what, long length) throws IOException {
    long at = in.position();
    int flag = in.int32();
    ParamsType type = ParamsType.ofFlag(flag);
    if (type != ParamsType.INT64 && type != ParamsType.INT32) {
      throw in.failure(at, what + " must have indices of type 4 or 6, but has type " + flag);
    }
    long[] shape = readShape(what, false);
    require(
        shape.length == 1 && shape[0] == length,
        at,
        what + " must have " + length + " indices, but has another shape of them");
    return type;
  }

  /** Skips the device and reads the type. */
  private ParamsType readType(String what) throws IOException {
    in.int64();
    long at = in.position();
    int flag = in.int32();
    ParamsType type = ParamsType.ofFlag(flag);
    if (type == null) {
      throw in.failure(at, what + " must have a type from 0 to 12, but has " + flag);
    }
    return type;
  }

  private long[] readShape(String what, boolean numpy) throws IOException {
    long at = in.position();
    int dimensions = in.int32();
    if (dimensions == (numpy ? -1 : 0)) {
      return NONE;
    }
    requireDimensions(what, at, dimensions);
    long[] shape = new long[dimensions];
    for (int d = 0; d < dimensions; d++) {
      at = in.position();
      shape[d] = in.int64();
      require(shape[d] >= 0, at, what + " must not have a negative dimension, but has " + shape[d]);
    }
    return shape;
  }

  private long[] readLegacyShape(String what, long at, int dimensions) throws IOException {
    requireDimensions(what, at, dimensions);
    long[] shape = new long[dimensions];
    for (int d = 0; d < dimensions; d++) {
      shape[d] = in.int32() & 0xFFFFFFFFL;
    }
    return shape;
  }

  private void requireDimensions(String what, long at, int dimensions)
      throws ArtifactFormatException {
    require(
        dimensions >= 0 && dimensions <= MAXIMUM_DIMENSIONS,
        at,
        what + " must have at most 32 dimensions, but has " + dimensions);
  }

  private long size(String what, long at, long[] shape) throws ArtifactFormatException {
    long size = 1;
    for (long length : shape) {
      if (length > limits.maximumParameters() || size * length > limits.maximumParameters()) {
        throw ArtifactFormatException.overLimit(
            in.place(at),
            what + " has more values",
            limits.maximumParameters(),
            "",
            "maximumParameters");
      }
      size *= length;
    }
    return size;
  }

  private void checkMemory(String what, long at, long indices) throws ArtifactFormatException {
    if (ParamsTensor.memory(indices) > limits.maximumMemory() - memory) {
      throw ArtifactFormatException.overLimit(
          in.place(at),
          "the index of " + what + " takes more memory",
          limits.maximumMemory(),
          " bytes",
          "maximumMemory");
    }
  }

  private void require(boolean holds, long at, String message) throws ArtifactFormatException {
    if (!holds) {
      throw in.failure(at, message);
    }
  }
}
