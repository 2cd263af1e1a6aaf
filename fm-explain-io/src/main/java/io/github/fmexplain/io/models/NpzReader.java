package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.train.ModelSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads NumPy's {@code .npz}: a zip of {@code NAME.npy}, each 6 bytes of magic, a version, the
 * length of a header, the header (a dictionary of Python: {@code descr}, {@code fortran_order},
 * {@code shape}) and the values. Single values that are no parameters are settings; {@code
 * user_ids} and {@code item_ids} are texts or whole numbers.
 */
final class NpzReader {

  private static final String SUFFIX = ".npy";
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy's own limit, see {@code max_header_size}. */
  private static final int LONGEST_HEADER = 10_000;

  /** The most characters of a text. */
  static final int LONGEST_TEXT = 10_000;

  /** The most values of a setting that is a list. */
  private static final int MOST_VALUES = 10;

  private static final Set<String> OURS = Set.of("loss", "target", "ridge", "range");
  private static final Set<String> FIELDS = Set.of("descr", "fortran_order", "shape");
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*'(\\w{1,20})'\\s*:\\s*('[^']{0,100}'|True|False|\\([0-9, ]{0,1000}\\))\\s*(,|\\})");
  private static final Pattern DESCR = Pattern.compile("([<>|=]?)([a-zA-Z]\\d{0,8})");

  /** Single values that are no parameters: what the library implicit saves. */
  private static final Set<String> SETTINGS =
      Set.of(
          "regularization",
          "alpha",
          "factors",
          "iterations",
          "learning_rate",
          "verify_negative_samples",
          "neg_prop",
          "num_threads",
          "use_native",
          "use_cg",
          "cg_steps",
          "calculate_training_loss",
          "dtype",
          "random_state");

  private final ModelInput in;
  private final ModelZip zip;

  private NpzReader(ModelInput in, ModelZip zip) {
    this.in = in;
    this.zip = zip;
  }

  static ModelSource read(ModelInput in) throws IOException {
    try (ModelZip zip = ModelZip.open(in)) {
      return new NpzReader(in, zip).read();
    }
  }

  private ModelSource read() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String entry : zip.names()) {
      in.require(
          entry.endsWith(SUFFIX),
          "entries must be arrays, NAME.npy, but one is " + Text.quoted(entry));
      String name = entry.substring(0, entry.length() - SUFFIX.length());
      Tensor tensor = tensor(name, entry);
      if (isSetting(name, tensor)) {
        in.take(tensor.count(), tensor.bytesEach(), "'" + name + "'");
        settings.put(name, String.join(" ", tensor.texts()));
      } else {
        tensors.put(name, tensor);
      }
    }
    return new TensorModel(
            in, ModelFormat.NPZ.formatName(), tensors, settings, new LinkedHashMap<>())
        .read();
  }

  /** Ours may be lists, too: numpy.array([1, 5]) is a range. */
  private boolean isSetting(String name, Tensor tensor) throws ModelFormatException {
    if (!OURS.contains(name)) {
      return SETTINGS.contains(name) && tensor.shape().isEmpty();
    }
    in.require(
        tensor.shape().size() <= 1 && tensor.count() <= MOST_VALUES,
        "'"
            + name
            + "' must be one value, or a list of at most "
            + MOST_VALUES
            + ", but has shape "
            + tensor.shapeText());
    return true;
  }

  private Tensor tensor(String name, String entry) throws IOException {
    String header;
    int start;
    try (InputStream bytes = zip.open(entry)) {
      byte[] head = exactly(bytes, MAGIC.length + 2);
      in.require(
          Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
          "entry " + Text.quoted(entry) + " must begin as NumPy's, but does not");
      int version = head[MAGIC.length];
      in.require(
          version >= 1 && version <= 3 && head[MAGIC.length + 1] == 0,
          "entry " + Text.quoted(entry) + " must be of NumPy's format 1.0, 2.0 or 3.0, but is not");
      int sizeBytes = version == 1 ? 2 : 4;
      ByteBuffer size =
          ByteBuffer.wrap(Arrays.copyOf(exactly(bytes, sizeBytes), 4))
              .order(ByteOrder.LITTLE_ENDIAN);
      long length = Integer.toUnsignedLong(size.getInt());
      in.require(
          length <= LONGEST_HEADER,
          "header of "
              + Text.quoted(entry)
              + " must have at most "
              + LONGEST_HEADER
              + " bytes, but has "
              + length);
      header = new String(exactly(bytes, (int) length), StandardCharsets.UTF_8);
      start = MAGIC.length + 2 + sizeBytes + (int) length;
    }
    Map<String, String> fields = fields(header);
    if (fields == null) {
      throw in.bad(
          "header of "
              + Text.quoted(entry)
              + " must have descr, fortran_order and shape, but is "
              + Text.quoted(header));
    }
    return tensor(name, entry, fields, start);
  }

  private Tensor tensor(String name, String entry, Map<String, String> fields, int start)
      throws IOException {
    String descr = fields.getOrDefault("descr", "");
    Matcher matcher = DESCR.matcher(descr);
    boolean plain = matcher.matches();
    String code = plain ? matcher.group(2) : "";
    ElementType type = ElementType.ofNumpy(code);
    boolean utf8 = code.startsWith("S");
    int textBytes = utf8 || code.startsWith("U") ? textBytes(name, code) : 0;
    in.require(
        type != null || textBytes > 0,
        "array "
            + Text.quoted(name)
            + " must be of numbers or texts, but is of "
            + Text.quoted(descr)
            + (TensorModel.IDS.contains(name) || OURS.contains(name)
                ? "; save it with .astype(str)"
                : "; save it with numpy.asarray(…, 'f4'), or leave it out"));
    ByteOrder order =
        plain && matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Long> shape = new ArrayList<>();
    for (String size : fields.getOrDefault("shape", "").split("[, ]+", -1)) {
      if (!size.isEmpty()) {
        in.require(size.length() < 19, "shape must have numbers, but has " + Text.quoted(size));
        shape.add(Long.parseLong(size));
      }
    }
    Tensor tensor =
        new Tensor(
            name,
            type,
            textBytes,
            utf8,
            order,
            shape,
            "True".equals(fields.get("fortran_order")),
            () -> {
              InputStream bytes = zip.open(entry);
              exactly(bytes, start);
              return bytes;
            });
    long expected = size(tensor);
    in.require(
        zip.size(entry) - start == expected,
        "array "
            + Text.quoted(name)
            + " must have "
            + expected
            + " bytes for its shape "
            + tensor.shapeText()
            + ", but has "
            + (zip.size(entry) - start));
    return tensor;
  }

  private static long size(Tensor tensor) {
    try {
      return Math.multiplyExact(tensor.count(), tensor.bytesEach());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private int textBytes(String name, String code) throws ModelFormatException {
    int characters = code.length() == 1 ? 0 : Integer.parseInt(code.substring(1));
    in.require(
        characters <= LONGEST_TEXT,
        "texts of "
            + Text.quoted(name)
            + " must have at most "
            + LONGEST_TEXT
            + " characters, but have "
            + characters);
    return code.startsWith("S") ? characters : characters * Integer.BYTES;
  }

  /** {@return what a header has, each with its value without quotes and brackets, or null} */
  private static @Nullable Map<String, String> fields(String header) {
    String text = header.strip();
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = ENTRY.matcher(text);
    boolean open = text.startsWith("{");
    int at = 1;
    while (open && fields.size() < FIELDS.size() && matcher.region(at, text.length()).lookingAt()) {
      String value = String.valueOf(matcher.group(2));
      boolean bare = value.equals("True") || value.equals("False");
      fields.put(
          String.valueOf(matcher.group(1)), bare ? value : value.substring(1, value.length() - 1));
      at = matcher.end();
      open = ",".equals(matcher.group(3));
    }
    boolean whole = at <= text.length() && text.substring(at).strip().equals(open ? "}" : "");
    return whole && fields.keySet().equals(FIELDS) ? fields : null;
  }

  private static byte[] exactly(InputStream bytes, int count) throws IOException {
    byte[] read = bytes.readNBytes(count);
    if (read.length < count) {
      throw new EOFException("an array ends too early");
    }
    return read;
  }
}
