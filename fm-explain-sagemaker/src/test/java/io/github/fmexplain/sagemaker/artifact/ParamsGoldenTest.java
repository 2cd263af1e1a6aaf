package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParamsGoldenTest {

  private int arrays;

  @Test
  void index_findsEveryArrayOfMxnetsFiles() throws IOException {
    int files = 0;
    for (JsonNode file : Golden.mxnet().get("files")) {
      String name = file.get("file").asString();
      if (!name.equals(Golden.FOREIGN)) {
        check(name, Golden.file("mxnet/" + name), file.get("arrays"));
        files++;
      }
    }
    assertEquals(12, files);
    assertEquals(37, arrays);
  }

  @Test
  void index_findsEveryArrayOfALegacyFileOfMxnet() throws IOException {
    Assumptions.assumeTrue(Golden.hasForeign(), Golden.FOREIGN + " is not given");
    for (JsonNode file : Golden.mxnet().get("files")) {
      String name = file.get("file").asString();
      if (name.equals(Golden.FOREIGN)) {
        check(name, Files.readAllBytes(Golden.foreign()), file.get("arrays"));
      }
    }
    assertEquals(6, arrays);
  }

  private void check(String file, byte[] bytes, JsonNode expected) throws IOException {
    Map<String, ParamsTensor> tensors =
        ParamsIndex.of(new ByteArrayInputStream(bytes), file, ArtifactLimits.defaults());
    assertEquals(expected.size(), tensors.size(), file);
    ParamsLoader loader = new ParamsLoader(new ByteArrayInputStream(bytes), file);
    for (JsonNode array : expected) {
      String name = array.get("name").asString();
      ParamsTensor tensor = tensors.get(name);
      assertNotNull(tensor, file + " " + name);
      assertEquals(array.get("shape").toString().replace(",", ", "), tensor.shapeText(), name);
      assertEquals(array.get("dtype").asString(), dtype(tensor.type()), name);
      checkStored(array, tensor, bytes);
      double[] dense = new double[(int) tensor.size()];
      loader.load(
          tensor, (row, column, value) -> dense[(int) (row * tensor.rowLength()) + column] = value);
      checkDense(array, tensor, dense);
      arrays++;
    }
  }

  private static String dtype(ParamsType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static void checkStored(JsonNode array, ParamsTensor tensor, byte[] bytes) {
    byte[] stored = HexFormat.of().parseHex(array.get("data_hex").asString());
    int from = (int) tensor.data();
    assertEquals(stored.length, tensor.stored() * tensor.type().bytes());
    assertArrayEquals(stored, Arrays.copyOfRange(bytes, from, from + stored.length));
  }

  private static void checkDense(JsonNode array, ParamsTensor tensor, double[] dense) {
    if (array.has("dense_values")) {
      assertEquals(array.get("dense_values").size(), dense.length);
      for (int j = 0; j < dense.length; j++) {
        assertEquals(array.get("dense_values").get(j).asDouble(), dense[j]);
      }
    }
    if (tensor.rows() == null && tensor.columns() == null) {
      ByteBuffer raw =
          ByteBuffer.wrap(HexFormat.of().parseHex(array.get("data_hex").asString()))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (double value : dense) {
        assertEquals(tensor.type().decode(raw), value);
      }
    }
  }

  @Test
  void types_decodeTheValuesThatNumpyWrote() throws IOException {
    byte[] bytes = Golden.file("mxnet/other-dtypes.params");
    Map<String, ParamsTensor> tensors =
        ParamsIndex.of(new ByteArrayInputStream(bytes), "params", ArtifactLimits.defaults());
    Map<String, double[]> expected =
        Map.of(
            "f64", new double[] {0.1, -1e300, 3},
            "f16", new double[] {1, -2, 65504, Math.scalb(1.0, -24)},
            "u8", new double[] {255, 1},
            "i32", new double[] {-5, 1 << 30},
            "i8", new double[] {-1, 127},
            "i64", new double[] {-1, 0x1p40},
            "bool", new double[] {1, 0},
            "f32_4d", new double[] {1, 2, 3, 4, 5, 6});
    ParamsLoader loader = new ParamsLoader(new ByteArrayInputStream(bytes), "params");
    for (Map.Entry<String, ParamsTensor> entry : tensors.entrySet()) {
      ByteArrayOutputStream seen = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8);
      loader.load(
          entry.getValue(),
          (row, column, value) -> seen.writeBytes(buffer.putDouble(0, value).array().clone()));
      ByteBuffer values = ByteBuffer.wrap(seen.toByteArray());
      for (double value : expected.getOrDefault(entry.getKey(), new double[0])) {
        assertEquals(value, values.getDouble(), entry.getKey());
      }
      assertEquals(0, values.remaining(), entry.getKey());
    }
    assertEquals(expected.keySet(), tensors.keySet());
  }
}
