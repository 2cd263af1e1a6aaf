package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecordIoTensorTest {

  private static final RecordIoTensor TWO = RecordIoTensor.float32(1, 2);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RecordIoWriter writer = RecordIoWriter.to(out);

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void values_mustBeFinite() {
    assertRefused(
        "value 1 must be finite, but was NaN", () -> RecordIoTensor.float32(1, Float.NaN));
    assertRefused(
        "value 0 must be finite, but was -Infinity",
        () -> RecordIoTensor.float64(Double.NEGATIVE_INFINITY));
  }

  @Test
  void keys_mustFit() {
    assertRefused("width must be at least 1, but was 0", () -> TWO.withKeys(new int[] {0, 1}, 0));
    assertRefused(
        "keys must be as many as the values, 2, but are 1", () -> TWO.withKeys(new int[] {0}, 3));
    assertRefused(
        "keys must be from 0 to 2, but one was 3", () -> TWO.withKeys(new int[] {3, 0}, 3));
    assertRefused(
        "keys must be from 0 to 2, but one was -1", () -> TWO.withKeys(new int[] {2, -1}, 3));
    assertRefused(
        "keys must be different, but 2 is there twice", () -> TWO.withKeys(new int[] {2, 2}, 3));
  }

  @Test
  void label_mustBeOneValue() {
    assertRefused(
        "label of row 1 must be one value without keys, but was RecordIoTensor[FLOAT32, 2 values]",
        () -> writer.write(TWO, TWO));
    assertRefused(
        "label of row 1 must be one value without keys, but was RecordIoTensor[INT32, 1 of 3"
            + " values]",
        () -> writer.write(TWO, RecordIoTensor.int32(1).withKeys(new int[] {0}, 3)));
  }

  @Test
  void rowsWithoutFeatures_areRefused() {
    assertRefused("row 1 has no values", () -> writer.write(RecordIoTensor.float64()));
    assertRefused(
        "row 1 has no features; allow such rows with EmptyRows.ALLOW",
        () -> writer.write(RecordIoTensor.float64().withKeys(new int[0], 3)));
  }

  @Test
  void float32_makesTheBytesOfTheConvenientMethods() throws IOException {
    writer.write(TWO.withKeys(new int[] {1, 200}, 300), RecordIoTensor.float32(3));
    writer.write(TWO);
    writer.flush();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (RecordIoWriter other = RecordIoWriter.to(expected)) {
      other.write(FeatureVector.of(new int[] {1, 200}, new float[] {1, 2}), 300, 3);
      other.writeDense(new float[] {1, 2});
    }
    assertArrayEquals(expected.toByteArray(), out.toByteArray());
  }

  @Test
  void arrays_areCopied() throws IOException {
    double[] values = {1, 2};
    int[] keys = {1, 0};
    RecordIoTensor tensor = RecordIoTensor.float64(values).withKeys(keys, 2);
    values[0] = 7;
    keys[0] = 7;
    writer.write(tensor);
    writer.flush();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (RecordIoWriter other = RecordIoWriter.to(expected)) {
      other.write(RecordIoTensor.float64(1, 2).withKeys(new int[] {1, 0}, 2));
    }
    assertArrayEquals(expected.toByteArray(), out.toByteArray());
  }
}
