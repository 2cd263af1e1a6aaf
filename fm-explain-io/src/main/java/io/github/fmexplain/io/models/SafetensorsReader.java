package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.train.ModelSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code .safetensors}: the length of a header in 8 bytes, little-endian; the header, JSON,
 * {@code {NAME: {"dtype", "shape", "data_offsets": [from, to]}, "__metadata__": {text: text}}}; and
 * the bytes of the tensors, row by row, one tensor after the other without a gap.
 */
final class SafetensorsReader {

  private static final int LENGTH_BYTES = 8;

  /** The limit of the reference implementation. */
  private static final int LONGEST_HEADER = 100_000_000;

  private static final int MOST_SETTINGS = 1000;

  /** What a byte of the header may cost, in texts and lists. */
  private static final int COST = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(3)
                  .maxStringLength(LONGEST_HEADER)
                  .maxNameLength(1000)
                  .maxNumberLength(20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final ModelInput in;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<long[]> ranges = new ArrayList<>();
  private long start;

  private SafetensorsReader(ModelInput in) {
    this.in = in;
  }

  static ModelSource read(ModelInput in) throws IOException {
    return new SafetensorsReader(in).read();
  }

  private ModelSource read() throws IOException {
    long size = Files.size(in.path());
    byte[] header;
    try (InputStream bytes = Files.newInputStream(in.path())) {
      byte[] head = bytes.readNBytes(LENGTH_BYTES);
      long length =
          head.length < LENGTH_BYTES
              ? -1
              : ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
      in.require(
          length >= 0 && length <= Math.min(LONGEST_HEADER, size - LENGTH_BYTES),
          "file must begin with the length of its header, which must lie within the file and have"
              + " at most "
              + LONGEST_HEADER
              + " bytes, but does not; is it complete?");
      in.take(length * COST, "header");
      header = bytes.readNBytes((int) length);
      start = LENGTH_BYTES + length;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), header)) {
      header(parser);
    } catch (JacksonException e) {
      throw in.bad("header must be JSON, but is not: " + Text.quoted(e.getOriginalMessage()), e);
    }
    checkRanges(size);
    settings.remove("format");
    Map<String, List<String>> ids = new LinkedHashMap<>();
    for (String name : TensorModel.IDS) {
      ids(name, ids);
    }
    return new TensorModel(in, ModelFormat.SAFETENSORS.formatName(), tensors, settings, ids).read();
  }

  private void header(JsonParser parser) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "header");
    String name;
    while ((name = parser.nextName()) != null) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, name);
      if (name.equals("__metadata__")) {
        String key;
        while ((key = parser.nextName()) != null) {
          expect(parser.nextToken(), JsonToken.VALUE_STRING, key);
          settings.put(key, parser.getString());
          in.require(
              settings.size() <= MOST_SETTINGS,
              "__metadata__ must have at most " + MOST_SETTINGS + " entries, but has more");
        }
        expect(parser.currentToken(), JsonToken.END_OBJECT, name);
      } else {
        TensorModel.requireKnown(in, name);
        tensor(name, parser);
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT, "header");
    in.require(parser.nextToken() == null, "header must end with its bracket, but goes on");
  }

  private void tensor(String name, JsonParser parser) throws IOException {
    ElementType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    String key;
    while ((key = parser.nextName()) != null) {
      switch (key) {
        case "dtype" -> {
          expect(parser.nextToken(), JsonToken.VALUE_STRING, name);
          type = ElementType.ofSafetensors(parser.getString());
          in.require(
              type != null,
              "tensor "
                  + Text.quoted(name)
                  + " must be of F32, F64, F16, BF16 or whole numbers, but is of "
                  + Text.quoted(parser.getString()));
        }
        case "shape" -> shape = numbers(name, parser);
        case "data_offsets" -> offsets = numbers(name, parser);
        default ->
            throw in.bad(
                "tensor "
                    + Text.quoted(name)
                    + " must have dtype, shape and data_offsets, but has "
                    + Text.quoted(key));
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT, name);
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw in.bad(
          "tensor "
              + Text.quoted(name)
              + " must have dtype, shape and two data_offsets, but does not");
    }
    long from = offsets.get(0);
    long to = offsets.get(1);
    Tensor tensor =
        Tensor.of(name, type, ByteOrder.LITTLE_ENDIAN, shape, () -> open(start + from, to - from));
    boolean fits;
    try {
      fits = Math.multiplyExact(tensor.count(), type.bytes()) == to - from;
    } catch (ArithmeticException e) {
      fits = false;
    }
    in.require(
        fits,
        "tensor "
            + Text.quoted(name)
            + " must have as many bytes as its shape "
            + tensor.shapeText()
            + " of "
            + type
            + " takes, but has "
            + (to - from));
    tensors.put(name, tensor);
    ranges.add(new long[] {from, to});
  }

  private List<Long> numbers(String name, JsonParser parser) throws IOException {
    List<Long> numbers = new ArrayList<>();
    expect(parser.nextToken(), JsonToken.START_ARRAY, name);
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      numbers.add(parser.getLongValue());
      in.require(
          parser.getLongValue() >= 0,
          "numbers of tensor " + Text.quoted(name) + " must not be negative, but one is");
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY, name);
    return numbers;
  }

  private void checkRanges(long size) throws ModelFormatException {
    ranges.sort(Comparator.<long[]>comparingLong(range -> range[0]).thenComparing(r -> r[1]));
    long end = 0;
    for (long[] range : ranges) {
      in.require(
          range[0] == end,
          "data_offsets must follow each other without a gap, but one begins at "
              + range[0]
              + " where "
              + end
              + " is expected");
      end = range[1];
    }
    in.require(
        end == size - start,
        "tensors must have "
            + end
            + " bytes, but the file has "
            + (size - start)
            + "; is it complete?");
  }

  private InputStream open(long from, long length) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(in.path());
    channel.position(from);
    return new InputStream() {
      private final InputStream all = Channels.newInputStream(channel);
      private long left = length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int at, int count) throws IOException {
        if (left == 0) {
          return -1;
        }
        int read = all.read(bytes, at, (int) Math.min(left, count));
        if (read < 0) {
          throw new EOFException("the file became shorter");
        }
        left -= read;
        return read;
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Takes ids out of the settings. */
  private void ids(String name, Map<String, List<String>> into) throws IOException {
    String json = settings.remove(name);
    if (json == null) {
      return;
    }
    List<String> ids = new ArrayList<>();
    boolean whole;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      whole = parser.nextToken() == JsonToken.START_ARRAY;
      JsonToken next = parser.nextToken();
      while (whole && (next == JsonToken.VALUE_STRING || next == JsonToken.VALUE_NUMBER_INT)) {
        in.take(100, "ids");
        ids.add(parser.getString());
        next = parser.nextToken();
      }
      whole &= next == JsonToken.END_ARRAY && parser.nextToken() == null;
    } catch (JacksonException e) {
      throw in.bad(idsMessage(name), e);
    }
    in.require(whole, idsMessage(name));
    into.put(name, ids);
  }

  private static String idsMessage(String name) {
    return "'" + name + "' must be a JSON array of texts or whole numbers, but is not";
  }

  private void expect(@Nullable JsonToken found, JsonToken expected, String what)
      throws ModelFormatException {
    in.require(
        found == expected,
        "header must have "
            + expected
            + " at "
            + Text.quoted(what)
            + ", but has "
            + (found == null ? "its end" : found));
  }
}
