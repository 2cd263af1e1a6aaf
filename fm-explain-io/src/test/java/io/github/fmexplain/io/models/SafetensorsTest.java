package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  @TempDir private Path folder;

  private ModelSource read(String header, byte[] data) throws IOException {
    return ModelFiles.safetensors(
        Files.write(folder.resolve("m.safetensors"), ModelBytes.safetensors(header, data)));
  }

  private static String factors(String type, int bytes) {
    return "\"V\":{\"dtype\":\"" + type + "\",\"shape\":[2,1],\"data_offsets\":[0," + bytes + "]}";
  }

  private void assertRefused(String message, String header, byte[] data) {
    assertEquals(
        Where.in(message, "m.safetensors"),
        assertThrows(ModelFormatException.class, () -> read(header, data)).getMessage());
  }

  @Test
  void types_areThoseOfTheFormat() throws IOException {
    // 1 and −2 in 16 bits of two kinds, and in 64.
    byte[] half = {0, 0x3c, 0, (byte) 0xc0};
    byte[] brain = {(byte) 0x80, 0x3f, 0, (byte) 0xc0};
    byte[] whole = {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, (byte) 0xc0};
    for (ModelSource source :
        List.of(
            read("{" + factors("F16", 4) + "}", half),
            read("{" + factors("BF16", 4) + "}", brain),
            read("{" + factors("F64", 16) + "}  ", whole))) {
      assertArrayEquals(new float[] {1}, source.model().factors(0));
      assertArrayEquals(new float[] {-2}, source.model().factors(1));
    }
  }

  @Test
  void halves_haveTheirSmallestNumbers() throws IOException {
    // The least one above 0, and the largest below the normal ones.
    ModelSource source = read("{" + factors("F16", 4) + "}", new byte[] {1, 0, -1, 3});
    assertEquals(Math.scalb(1f, -24), source.model().factors(0)[0]);
    assertEquals(1023 * Math.scalb(1f, -24), source.model().factors(1)[0]);
    assertRefused(
        "factor 0 of feature 0 must be finite, but was Infinity",
        "{" + factors("F16", 4) + "}",
        new byte[] {0, 0x7c, 0, 0});
  }

  @Test
  void metadata_tellOfTheTraining() throws IOException {
    ModelSource source =
        read(
            "{\"__metadata__\":{\"format\":\"pt\",\"loss\":\"squared\",\"ridge\":\"fixed 1 2\","
                + "\"user_ids\":\"[\\\"u\\\"]\",\"item_ids\":\"[\\\"i\\\"]\",\"by\":\"me\"},"
                + factors("F16", 4)
                + "}",
            new byte[4]);

    assertEquals(Loss.SQUARED, source.loss());
    assertEquals(Ridge.fixed(1, 2), source.ridge());
    assertEquals(OneHotEncoder.of(List.of("u"), List.of("i")), source.encoder());
    assertEquals(List.of("not used: by"), source.notes());
  }

  @Test
  void ids_mayBeNumbers() throws IOException {
    ModelSource source =
        read(
            "{\"__metadata__\":{\"user_ids\":\"[18446744073709551615]\","
                + "\"item_ids\":\"[-9007199254740993]\"},"
                + factors("U16", 4)
                + "}",
            new byte[] {1, 0, -1, -1});
    assertArrayEquals(new float[] {65535}, source.model().factors(1));
    assertEquals(
        OneHotEncoder.of(List.of("18446744073709551615"), List.of("-9007199254740993")),
        source.encoder());
    // The same as tensors: 2^53 + 1, which a double has not, and the largest of 64 bits.
    ModelSource tensors =
        read(
            "{\"user_ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[4,12]},"
                + "\"item_ids\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[12,20]},"
                + factors("I16", 4)
                + "}",
            new byte[] {1, 0, -1, -1, 1, 0, 0, 0, 0, 0, 32, 0, -1, -1, -1, -1, -1, -1, -1, -1});
    assertArrayEquals(new float[] {-1}, tensors.model().factors(1));
    assertEquals(
        OneHotEncoder.of(List.of("9007199254740993"), List.of("18446744073709551615")),
        tensors.encoder());
  }

  @Test
  void otherHeaders_areRefused() throws IOException {
    byte[] data = new byte[4];
    assertRefused("header must have START_OBJECT at 'header', but has START_ARRAY", "[]", data);
    assertRefused(
        "header must have START_OBJECT at 'V', but has VALUE_NUMBER_INT", "{\"V\":1}", data);
    assertRefused(
        "tensor 'V' must be of F32, F64, F16, BF16 or whole numbers, but is of 'F8_E4M3'",
        "{" + factors("F8_E4M3", 4) + "}",
        data);
    assertRefused(
        "tensor 'V' must have as many bytes as its shape [2, 1] of F32 takes, but has 4",
        "{" + factors("F32", 4) + "}",
        data);
    assertRefused(
        "tensor 'V' must have dtype, shape and data_offsets, but has 'size'",
        "{\"V\":{\"size\":1}}",
        data);
    assertRefused(
        "tensor 'V' must have dtype, shape and two data_offsets, but does not",
        "{\"V\":{\"dtype\":\"F32\"}}",
        data);
    assertRefused(
        "numbers of tensor 'V' must not be negative, but one is",
        "{\"V\":{\"dtype\":\"F32\",\"shape\":[-1,-1]}}",
        data);
    assertRefused(
        "data_offsets must follow each other without a gap, but one begins at 2 where 0 is"
            + " expected",
        "{\"V\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[2,4]}}",
        data);
    assertRefused(
        "tensors must have 4 bytes, but the file has 5; is it complete?",
        "{" + factors("F16", 4) + "}",
        new byte[5]);
    assertRefused(
        "header must end with its bracket, but goes on", "{" + factors("F16", 4) + "} {}", data);
    assertRefused(
        "'user_ids' and 'item_ids' must both be there or none of them, but one is missing",
        "{\"__metadata__\":{\"user_ids\":\"[]\"}," + factors("F16", 4) + "}",
        data);
    for (String ids : List.of("[", "[1.5]", "[true]", "[[]]", "1", "", "[1] 2", "{}")) {
      assertRefused(
          "'user_ids' must be a JSON array of texts or whole numbers, but is not",
          "{\"__metadata__\":{\"user_ids\":\"" + ids + "\"}," + factors("F16", 4) + "}",
          data);
    }
    assertRefused(
        "'user_ids' must be there once, but is there twice",
        "{\"__metadata__\":{\"user_ids\":\"[]\"},"
            + "\"user_ids\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]},"
            + factors("F16", 4)
            + "}",
        data);
    assertRefused(
        "'V' must have at most 32 axes, but has 40",
        "{\"V\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(39) + "1],\"data_offsets\":[0,4]}}",
        data);
    assertRefused(
        "array 'mlp' must be one of a factorization machine (w0, w, V, user_factors, item_factors,"
            + " user_biases, item_biases), but is not; a model that has more than these scores"
            + " otherwise, and what is no part of the score must be left out",
        "{\"mlp\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        data);
    StringBuilder many = new StringBuilder("{\"__metadata__\":{\"k\":\"\"");
    for (int j = 0; j < 1000; j++) {
      many.append(",\"").append(j).append("\":\"\"");
    }
    assertRefused("__metadata__ must have at most 1000 entries, but has more", many + "}}", data);
    for (String json : List.of("{\"V\":", "{\"V\":{},\"V\":{}}", "[[[[[[]]]]]]", "{\"\0\":1}")) {
      String message =
          String.valueOf(
              assertThrows(ModelFormatException.class, () -> read(json, data)).getMessage());
      assertTrue(message.startsWith("header must ") || message.startsWith("tensor 'V'"), message);
    }
    Path file = Files.write(folder.resolve("m.safetensors"), new byte[] {9, 0, 0, 0, 0, 0, 0, 0});
    assertEquals(
        "file must begin with the length of its header, which must lie within the file and have at"
            + " most 100000000 bytes, but does not, in m.safetensors; is it complete?",
        assertThrows(ModelFormatException.class, () -> ModelFiles.safetensors(file)).getMessage());
  }
}
