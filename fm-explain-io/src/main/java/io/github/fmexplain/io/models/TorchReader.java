package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.train.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.PickleException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PyTorch's files since version 1.6: a zip with {@code NAME/data.pkl}, a pickle, and {@code
 * NAME/data/KEY} with the numbers of each storage, in the order of {@code NAME/byteorder} (little
 * if there is none).
 */
final class TorchReader {

  private static final String PICKLE = "/data.pkl";

  /** A state dictionary takes some hundred bytes per tensor. */
  private static final int LONGEST_PICKLE = 1 << 20;

  /** What a byte of the pickle may cost, in objects. */
  private static final int COST = 64;

  private final ModelInput in;
  private final ModelZip zip;

  private TorchReader(ModelInput in, ModelZip zip) {
    this.in = in;
    this.zip = zip;
  }

  static ModelSource read(ModelInput in) throws IOException {
    try (ModelZip zip = ModelZip.open(in)) {
      return new TorchReader(in, zip).read();
    }
  }

  private ModelSource read() throws IOException {
    String folder = folder();
    Map<?, ?> saved = stateOf(unpickled(folder + PICKLE));
    ByteOrder order = order(folder);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : saved.entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof TorchPickle.Array array)) {
        throw in.bad(
            "state dictionary must have tensors by name, but has "
                + Text.quoted(
                    String.valueOf(entry.getKey() instanceof String ? entry.getKey() : "a number"))
                + " without one");
      }
      tensors.put(name, tensor(name, array, folder, order));
    }
    return new TensorModel(
            in,
            ModelFormat.TORCH.formatName(),
            tensors,
            new LinkedHashMap<>(),
            new LinkedHashMap<>())
        .read();
  }

  private String folder() throws ModelFormatException {
    String folder = null;
    for (String name : zip.names()) {
      if (name.endsWith(PICKLE)) {
        in.require(folder == null, "zip must have one data.pkl, but has more");
        folder = name.substring(0, name.length() - PICKLE.length());
      }
    }
    if (folder == null) {
      throw in.bad(
          "zip must have NAME/data.pkl, as torch.save makes it since PyTorch 1.6, but has not");
    }
    return folder;
  }

  private @Nullable Object unpickled(String entry) throws IOException {
    long size = zip.size(entry);
    in.require(
        size <= LONGEST_PICKLE,
        "data.pkl must have at most " + LONGEST_PICKLE + " bytes, but has " + size);
    in.take(size * COST, "data.pkl");
    byte[] pickle;
    try (InputStream bytes = zip.open(entry)) {
      pickle = bytes.readAllBytes();
    }
    try {
      return TorchPickle.read(pickle);
    } catch (PickleException e) {
      throw in.bad(ModelInput.line(e), e);
    }
  }

  /** Checkpoints have the state dictionary of the model within them. */
  private Map<?, ?> stateOf(@Nullable Object saved) throws ModelFormatException {
    if (saved instanceof Map<?, ?> map) {
      for (String name : List.of("state_dict", "model_state_dict")) {
        if (map.get(name) instanceof Map<?, ?> state) {
          return state;
        }
      }
      return map;
    }
    throw in.bad("file must hold a state dictionary, but does not");
  }

  private ByteOrder order(String folder) throws IOException {
    String entry = folder + "/byteorder";
    if (zip.size(entry) < 0) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order;
    try (InputStream bytes = zip.open(entry)) {
      order = new String(bytes.readNBytes(7), StandardCharsets.US_ASCII);
    }
    in.require(
        order.equals("little") || order.equals("big"),
        "byteorder must be 'little' or 'big', but is " + Text.quoted(order));
    return order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private Tensor tensor(String name, TorchPickle.Array array, String folder, ByteOrder order)
      throws ModelFormatException {
    TorchPickle.Storage storage = array.storage();
    String entry = folder + "/data/" + storage.key();
    List<Long> shape = array.shape();
    boolean columns = isColumnMajor(shape, array.strides());
    Tensor tensor =
        new Tensor(name, storage.type(), 0, false, order, shape, columns, () -> zip.open(entry));
    boolean whole;
    try {
      whole =
          array.offset() == 0
              && tensor.count() == storage.count()
              && zip.size(entry) == Math.multiplyExact(storage.count(), storage.type().bytes())
              && (columns || array.strides().equals(rowStrides(shape)));
    } catch (ArithmeticException e) {
      whole = false;
    }
    in.require(
        whole,
        "tensor "
            + Text.quoted(name)
            + " of shape "
            + tensor.shapeText()
            + " must fill a storage of its own, which must be in the file, but does not; save"
            + " tensor.clone(), and copy a damaged file again");
    return tensor;
  }

  private static boolean isColumnMajor(List<Long> shape, List<Long> strides) {
    return shape.size() == 2
        && strides.equals(List.of(1L, shape.get(0)))
        && !strides.equals(List.of(Math.max(1, shape.get(1)), 1L));
  }

  private static List<Long> rowStrides(List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      strides.add(0, stride);
      stride = Math.multiplyExact(stride, Math.max(1, shape.get(axis)));
    }
    return strides;
  }
}
