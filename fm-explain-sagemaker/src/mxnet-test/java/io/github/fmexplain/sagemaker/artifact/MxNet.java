package io.github.fmexplain.sagemaker.artifact;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The C interface of the real MXNet library 1.9.1, as far as the tests need it. */
final class MxNet {

  private static final int CPU = 1;
  private static final int ROW_SPARSE = 1;
  private static final int CSR = 2;
  private static final int FLOAT32 = 0;
  private static final int INT64 = 6;
  private static final int LAZY_AND_GLOBAL = 0x101;

  private final NativeLibrary library;

  /** Unpacks the library to a folder and loads it. */
  MxNet(Path folder) throws IOException {
    folder.toFile().deleteOnExit(); // files that are registered later go first
    List<NativeLibrary> loaded = new ArrayList<>();
    for (String name :
        List.of(
            "libquadmath.so.0",
            "libgfortran.so.3",
            "libgomp.so.1",
            "libopenblas.so.0",
            "libmxnet.so")) {
      Path file = folder.resolve(name);
      try (InputStream in = Library.class.getResourceAsStream("/native/lib/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), file);
      }
      loaded.add(
          NativeLibrary.getInstance(
              file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, LAZY_AND_GLOBAL)));
      file.toFile().deleteOnExit();
    }
    library = loaded.get(loaded.size() - 1);
  }

  int version() {
    IntByReference version = new IntByReference();
    call("MXGetVersion", version);
    return version.getValue();
  }

  private void call(String name, Object... arguments) {
    if (library.getFunction(name).invokeInt(arguments) != 0) {
      throw new IllegalStateException(
          name + ": " + library.getFunction("MXGetLastError").invokeString(new Object[0], false));
    }
  }

  /** {@return the arrays of a file by name} */
  Map<String, Pointer> load(Path file) {
    IntByReference count = new IntByReference();
    IntByReference nameCount = new IntByReference();
    PointerByReference arrays = new PointerByReference();
    PointerByReference names = new PointerByReference();
    call("MXNDArrayLoad", file.toString(), count, arrays, nameCount, names);
    Map<String, Pointer> byName = new LinkedHashMap<>();
    for (int j = 0; j < count.getValue(); j++) {
      byName.put(
          names.getValue().getPointer((long) j * Long.BYTES).getString(0),
          arrays.getValue().getPointer((long) j * Long.BYTES));
    }
    return byName;
  }

  int storage(Pointer array) {
    IntByReference storage = new IntByReference();
    call("MXNDArrayGetStorageType", array, storage);
    return storage.getValue();
  }

  int[] shape(Pointer array) {
    IntByReference dimensions = new IntByReference();
    PointerByReference shape = new PointerByReference();
    call("MXNDArrayGetShape", array, dimensions, shape);
    return shape.getValue().getIntArray(0, dimensions.getValue());
  }

  /** {@return the stored elements} */
  float[] values(Pointer array) {
    Pointer data = array;
    if (storage(array) != 0) {
      PointerByReference out = new PointerByReference();
      call("MXNDArrayGetDataNDArray", array, out);
      data = out.getValue();
    }
    int size = 1;
    for (int length : shape(data)) {
      size *= length;
    }
    Memory memory = new Memory((long) Float.BYTES * size);
    call("MXNDArraySyncCopyToCPU", data, memory, (long) size);
    return memory.getFloatArray(0, size);
  }

  /** {@return the stored rows of a row_sparse array} */
  long[] rows(Pointer array) {
    PointerByReference out = new PointerByReference();
    call("MXNDArrayGetAuxNDArray", array, 0, out);
    int size = shape(out.getValue())[0];
    Memory memory = new Memory((long) Long.BYTES * size);
    call("MXNDArraySyncCopyToCPU", out.getValue(), memory, (long) size);
    return memory.getLongArray(0, size);
  }

  private Pointer array(int type, Memory data, int elements, int... shape) {
    PointerByReference out = new PointerByReference();
    call("MXNDArrayCreateEx", shape, shape.length, CPU, 0, 0, type, out);
    call("MXNDArraySyncCopyFromCPU", out.getValue(), data, (long) elements);
    return out.getValue();
  }

  /** {@return a dense array, row by row} */
  Pointer floats(float[] values, int... shape) {
    Memory memory = new Memory((long) Float.BYTES * values.length);
    memory.write(0, values, 0, values.length);
    return array(FLOAT32, memory, values.length, shape);
  }

  private Pointer longs(long[] values) {
    Memory memory = new Memory((long) Long.BYTES * values.length);
    memory.write(0, values, 0, values.length);
    return array(INT64, memory, values.length, values.length);
  }

  /** {@return a csr matrix with every element stored} */
  private Pointer csr(float[][] rows) {
    int columns = rows[0].length;
    int size = rows.length * columns;
    float[] values = new float[size];
    long[] starts = new long[rows.length + 1];
    long[] indices = new long[size];
    for (int row = 0; row < rows.length; row++) {
      starts[row + 1] = (long) (row + 1) * columns;
      System.arraycopy(rows[row], 0, values, row * columns, columns);
      for (int column = 0; column < columns; column++) {
        indices[row * columns + column] = column;
      }
    }
    PointerByReference out = new PointerByReference();
    call(
        "MXNDArrayCreateSparseEx",
        CSR,
        new int[] {rows.length, columns},
        2,
        CPU,
        0,
        0,
        FLOAT32,
        2,
        new int[] {INT64, INT64},
        new int[] {1, 1},
        new int[] {rows.length + 1, size},
        out);
    Pointer csr = out.getValue();
    call("MXNDArraySyncCopyFromNDArray", csr, longs(starts), 0);
    call("MXNDArraySyncCopyFromNDArray", csr, longs(indices), 1);
    call("MXNDArraySyncCopyFromNDArray", csr, floats(values, size), -1);
    return csr;
  }

  /** {@return a row_sparse matrix of some rows, ascending, which stand one after the other} */
  private Pointer rowSparse(long[] rows, float[] values, int height, int width) {
    PointerByReference out = new PointerByReference();
    call(
        "MXNDArrayCreateSparseEx",
        ROW_SPARSE,
        new int[] {height, width},
        2,
        CPU,
        0,
        0,
        FLOAT32,
        1,
        new int[] {INT64},
        new int[] {1},
        new int[] {rows.length},
        out);
    call("MXNDArraySyncCopyFromNDArray", out.getValue(), longs(rows), 0);
    call(
        "MXNDArraySyncCopyFromNDArray", out.getValue(), floats(values, rows.length, width), -1);
    return out.getValue();
  }

  /**
   * Takes a step of Adam in place, lazily, by MXNet's own operator.
   *
   * @param weight a dense matrix [height, width], as are its moments
   * @param rows the rows of the gradient, ascending
   * @param gradient their entries
   */
  void lazyAdam(
      Pointer weight,
      Pointer mean,
      Pointer variance,
      long[] rows,
      float[] gradient,
      Map<String, String> settings) {
    int[] shape = shape(weight);
    Pointer sparse = rowSparse(rows, gradient, shape[0], shape[1]);
    PointerByReference operator = new PointerByReference();
    call("NNGetOpHandle", "adam_update", operator);
    Memory outputs = new Memory(Long.BYTES);
    outputs.setPointer(0, weight);
    PointerByReference output = new PointerByReference(outputs);
    call(
        "MXImperativeInvoke",
        operator.getValue(),
        4,
        new Pointer[] {weight, sparse, mean, variance},
        new IntByReference(1),
        output,
        settings.size(),
        settings.keySet().toArray(String[]::new),
        settings.values().toArray(String[]::new));
    call("MXNDArrayWaitAll");
  }

  /** {@return what a network gives for each row, by MXNet's executor} */
  float[] outputs(String symbolJson, Map<String, Pointer> parameters, float[][] rows) {
    PointerByReference symbol = new PointerByReference();
    call("MXSymbolCreateFromJSON", symbolJson, symbol);
    IntByReference count = new IntByReference();
    PointerByReference names = new PointerByReference();
    call("MXSymbolListArguments", symbol.getValue(), count, names);
    int size = count.getValue();
    Pointer[] arguments = new Pointer[size];
    for (int j = 0; j < size; j++) {
      String name = names.getValue().getPointer((long) j * Long.BYTES).getString(0);
      arguments[j] =
          switch (name) {
            case "data" -> csr(rows);
            case "out_label" -> floats(new float[rows.length], rows.length, 1);
            default -> Objects.requireNonNull(parameters.get("arg:" + name), name);
          };
    }
    PointerByReference executor = new PointerByReference();
    call(
        "MXExecutorBindEX",
        symbol.getValue(),
        CPU,
        0,
        0,
        Pointer.NULL,
        Pointer.NULL,
        Pointer.NULL,
        size,
        arguments,
        new Pointer[size],
        new int[size],
        0,
        Pointer.NULL,
        Pointer.NULL,
        executor);
    call("MXExecutorForward", executor.getValue(), 0);
    IntByReference outputs = new IntByReference();
    PointerByReference arrays = new PointerByReference();
    call("MXExecutorOutputs", executor.getValue(), outputs, arrays);
    return values(arrays.getValue().getPointer(0));
  }
}
