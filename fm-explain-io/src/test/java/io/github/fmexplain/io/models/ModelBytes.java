package io.github.fmexplain.io.models;

import io.github.fmexplain.model.FmModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of models, byte by byte, without any of the code that reads or writes them. */
final class ModelBytes {

  private ModelBytes() {}

  static byte[] f4(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static float[] linear(FmModel model) {
    float[] linear = new float[model.numFeatures()];
    for (int f = 0; f < linear.length; f++) {
      linear[f] = model.linearWeight(f);
    }
    return linear;
  }

  /** V, row by row. */
  static float[] factors(FmModel model, int from, int to) {
    float[] all = new float[(to - from) * model.numFactors()];
    for (int f = from; f < to; f++) {
      System.arraycopy(
          model.factors(f), 0, all, (f - from) * model.numFactors(), model.numFactors());
    }
    return all;
  }

  static float[] factors(FmModel model) {
    return factors(model, 0, model.numFeatures());
  }

  /**
   * Version 1 of NumPy's format: magic, 1, 0, length of the header in two bytes, header, values.
   */
  static byte[] npy(String header, byte[] values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length() % 256);
    out.write(header.length() / 256);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(values);
    return out.toByteArray();
  }

  static byte[] npy(String descr, String shape, byte[] values) {
    return npy(
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n", values);
  }

  /** An array with one text of so many characters, UTF-32. */
  static byte[] npy(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4).order(ByteOrder.LITTLE_ENDIAN);
    text.chars().forEach(bytes::putInt);
    return npy("<U" + text.length(), "", bytes.array());
  }

  /** Stored entries, as NumPy and PyTorch write them. */
  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        ZipEntry head = new ZipEntry(entry.getKey());
        head.setMethod(ZipEntry.STORED);
        head.setSize(entry.getValue().length);
        head.setCrc(crc.getValue());
        head.setTime(0);
        zip.putNextEntry(head);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] npz(FmModel model) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int n = model.numFeatures();
    entries.put("w0.npy", npy("<f4", "", f4(model.bias())));
    entries.put("w.npy", npy("<f4", n + ",", f4(linear(model))));
    entries.put("V.npy", npy("<f4", n + ", " + model.numFactors(), f4(factors(model))));
    return zip(entries);
  }

  static byte[] safetensors(String header, byte[] data) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).put(data);
    return bytes.array();
  }

  static byte[] safetensors(FmModel model) {
    int n = model.numFeatures();
    int k = model.numFactors();
    int end = 4 + 4 * n;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(f4(model.bias()));
    data.writeBytes(f4(linear(model)));
    data.writeBytes(f4(factors(model)));
    return safetensors(
        "{\"w0\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + ("\"w\":{\"dtype\":\"F32\",\"shape\":[" + n + "],\"data_offsets\":[4," + end + "]},")
            + ("\"V\":{\"dtype\":\"F32\",\"shape\":[" + n + "," + k + "],")
            + ("\"data_offsets\":[" + end + "," + (end + 4 * n * k) + "]}}"),
        data.toByteArray());
  }

  /** libFM: each block has a head; numbers of {@code ostream}, six digits. */
  static byte[] libfm(FmModel model) {
    StringBuilder text = new StringBuilder("#global bias W0\n" + model.bias() + "\n");
    text.append("#unary interactions Wj\n");
    for (float w : linear(model)) {
      text.append(w).append('\n');
    }
    text.append("#pairwise interactions Vj,f\n");
    rows(text, model, "");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void rows(StringBuilder text, FmModel model, String name) {
    for (int f = 0; f < model.numFeatures(); f++) {
      text.append(name.isEmpty() ? "" : name + f + ": ");
      float[] row = model.factors(f);
      for (int c = 0; c < row.length; c++) {
        text.append(c == 0 ? "" : " ").append(row[c]);
      }
      text.append('\n');
    }
  }

  static byte[] xlearnText(FmModel model) {
    StringBuilder text = new StringBuilder("bias: " + model.bias() + "\n");
    for (int f = 0; f < model.numFeatures(); f++) {
      text.append("i_" + f + ": " + model.linearWeight(f) + "\n");
    }
    rows(text, model, "v_");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * xLearn's binary model with AdaGrad, which keeps two numbers per parameter: w, then its gradient
   * cache; v, filled up to a multiple of four, then its cache.
   */
  static byte[] xlearnBinary(FmModel model, String loss) {
    return xlearnBinary(model, "fm", loss);
  }

  static byte[] xlearnBinary(FmModel model, String kind, String loss) {
    int n = model.numFeatures();
    int k = model.numFactors();
    int padded = (k + 3) / 4 * 4;
    ByteBuffer bytes =
        ByteBuffer.allocate(
                8 + kind.length() + 8 + loss.length() + 24 + 4 * (2 * n + 2 + 2 * n * padded))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(kind.length()).put(kind.getBytes(StandardCharsets.US_ASCII));
    bytes.putLong(loss.length()).put(loss.getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(n).putInt(0).putInt(k).putInt(2).putInt(2 * n).putInt(2 * n * padded);
    for (float w : linear(model)) {
      bytes.putFloat(w).putFloat(7);
    }
    bytes.putFloat(model.bias()).putFloat(8);
    for (int f = 0; f < n; f++) {
      float[] row = model.factors(f);
      for (int c = 0; c < 2 * padded; c++) {
        bytes.putFloat(c < k ? row[c] : c < padded ? 0 : 9);
      }
    }
    return bytes.array();
  }

  /** A state dictionary: a zip of a pickle of protocol 2 and of a storage for each tensor. */
  static byte[] torch(Map<String, float[]> tensors, Map<String, List<Integer>> shapes) {
    Pickle pickle = new Pickle().ordered().mark();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", new byte[0]);
    entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    int key = 0;
    for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
      List<Integer> shape = shapes.getOrDefault(tensor.getKey(), List.of());
      pickle.text(tensor.getKey()).tensor("FloatStorage", key, tensor.getValue().length, shape);
      entries.put("archive/data/" + key, f4(tensor.getValue()));
      key++;
    }
    entries.put("archive/data.pkl", pickle.op('u').attributes().end());
    entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return zip(entries);
  }

  /** torchfm's factorization machine. */
  static byte[] torch(FmModel model) {
    int n = model.numFeatures();
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put("embedding.embedding.weight", factors(model));
    tensors.put("linear.bias", new float[] {model.bias()});
    tensors.put("linear.fc.weight", linear(model));
    return torch(
        tensors,
        Map.of(
            "embedding.embedding.weight", List.of(n, model.numFactors()),
            "linear.bias", List.of(1),
            "linear.fc.weight", List.of(n, 1)));
  }

  /** Operations of a pickle, as {@code torch.save} writes them. */
  static final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
      out.writeBytes(new byte[] {(byte) 0x80, 2});
    }

    Pickle op(int code) {
      out.write(code);
      return this;
    }

    Pickle mark() {
      return op('(');
    }

    Pickle global(String module, String name) {
      op('c').out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    /** An empty OrderedDict. */
    Pickle ordered() {
      return global("collections", "OrderedDict").op(')').op('R');
    }

    Pickle text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      op('X').int32(bytes.length).out.writeBytes(bytes);
      return this;
    }

    Pickle number(int value) {
      return op('J').int32(value);
    }

    private Pickle int32(int value) {
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }

    /** A tensor with a storage of its own, row by row. */
    Pickle tensor(String type, int key, int count, List<Integer> shape) {
      global("torch._utils", "_rebuild_tensor_v2").mark();
      mark().text("storage").global("torch", type).text("" + key).text("cpu").number(count);
      op('t').op('Q').number(0).mark();
      shape.forEach(this::number);
      op('t').mark();
      for (int axis = 0; axis < shape.size(); axis++) {
        number(shape.subList(axis + 1, shape.size()).stream().reduce(1, Math::multiplyExact));
      }
      return op('t').op(0x89).ordered().op('t').op('R');
    }

    /** The attributes of a state dictionary, which PyTorch always writes. */
    Pickle attributes() {
      return op('}').text("_metadata").ordered().op('s').op('b');
    }

    byte[] end() {
      return op('.').out.toByteArray();
    }
  }
}
