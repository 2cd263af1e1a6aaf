package io.github.fmexplain.io.models;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code .safetensors}, see {@link SafetensorsReader}. */
final class SafetensorsWriter {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Where the reference implementation lets the bytes of tensors begin. */
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  static void write(TensorWriter tensors, WritableByteChannel channel) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>(tensors.settings());
    tensors.ids().forEach((name, ids) -> metadata.put(name, JSON.writeValueAsString(ids)));
    if (!metadata.isEmpty()) {
      header.put("__metadata__", metadata);
    }
    long from = 0;
    for (Map.Entry<String, List<Integer>> array : tensors.shapes().entrySet()) {
      long to = from + Float.BYTES;
      for (int size : array.getValue()) {
        to = from + (to - from) * size;
      }
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("dtype", "F32");
      tensor.put("shape", array.getValue());
      tensor.put("data_offsets", List.of(from, to));
      header.put(array.getKey(), tensor);
      from = to;
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes(JSON.writeValueAsBytes(header));
    json.writeBytes(
        " "
            .repeat((ALIGNMENT - json.size() % ALIGNMENT) % ALIGNMENT)
            .getBytes(StandardCharsets.US_ASCII));
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.size())
            .array());
    json.writeTo(out);
    for (String name : tensors.shapes().keySet()) {
      tensors.write(name, out);
    }
    out.flush();
  }
}
