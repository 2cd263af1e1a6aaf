package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecordIoWriterTest {

  private static final int USERS = 943;
  private static final int ITEMS = 1682;
  private static final int UA_BASE_ROWS = 90_570;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RecordIoWriter writer = RecordIoWriter.to(out);

  static TrainingSet oneHot(int rows) {
    TrainingSet.Builder builder = TrainingSet.builder(USERS + ITEMS);
    for (int r = 0; r < rows; r++) {
      // Keys below 128 take one byte, others two: like ids of users, few are below.
      builder.add(FeatureVector.ones(128 + r % (USERS - 128), USERS + r % ITEMS), r % 2);
    }
    return builder.build();
  }

  private static byte[] written(TrainingSet set) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RecordIoWriter.writeAll(set, bytes);
    return bytes.toByteArray();
  }

  @Test
  void writeAll_takes64BytesAOneHotRow() throws IOException {
    TrainingSet set = oneHot(UA_BASE_ROWS);
    assertEquals(5_796_480, RecordIoWriter.sizeOf(set));
    assertEquals(5_796_480, written(set).length);
  }

  @Test
  void writeAll_ofUaBaseTakes5796480Bytes() throws IOException {
    Assumptions.assumeTrue(Ml100k.folder().isPresent(), Ml100k.SKIPPED);
    Path folder = Ml100k.folder().orElseThrow();
    TrainingSet.Builder builder = TrainingSet.builder(USERS + ITEMS);
    for (String line : Files.readAllLines(folder.resolve("ua.base"))) {
      String[] fields = line.split("\t", -1);
      builder.add(
          FeatureVector.ones(
              Integer.parseInt(fields[0]) - 1, USERS + Integer.parseInt(fields[1]) - 1),
          Integer.parseInt(fields[2]) >= 4 ? 1 : 0);
    }
    TrainingSet set = builder.build();
    assertEquals(UA_BASE_ROWS, set.numRows());
    assertEquals(5_796_480, RecordIoWriter.sizeOf(set));
    assertEquals(5_796_480, written(set).length);
  }

  @Test
  void writeAll_isWritingRowByRow() throws IOException {
    TrainingSet set = oneHot(1000);
    for (int r = 0; r < set.numRows(); r++) {
      writer.write(set.features(r), set.numFeatures(), set.target(r));
    }
    writer.flush();
    assertArrayEquals(written(set), out.toByteArray());
  }

  @Test
  void shards_takeTurns() throws IOException {
    TrainingSet set = oneHot(10);
    List<RecordIoShard> shards = RecordIoWriter.shards(set, 3);
    List<Integer> sizes = new ArrayList<>();
    for (RecordIoShard shard : shards) {
      out.reset();
      shard.writeTo(out);
      assertEquals(shard.sizeInBytes(), out.size());
      int row = shard.part();
      int rows = 0;
      for (RecordIoRow read : RecordIoReader.of(new ByteArrayInputStream(out.toByteArray()))) {
        assertEquals(set.features(row), read.features());
        assertEquals(set.target(row), read.label().orElseThrow());
        row += shard.parts();
        rows++;
      }
      assertEquals(shard.numRows(), rows);
      sizes.add(rows);
    }
    assertEquals(List.of(4, 3, 3), sizes);
  }

  @Test
  void shards_areNeverEmpty() {
    TrainingSet set = oneHot(5);
    assertEquals(5, RecordIoWriter.shards(set, 5).size());
    RecordIoWriter.shards(set, 5).forEach(shard -> assertEquals(1, shard.numRows()));
    assertRefused(
        "shards must be from 1 to the number of rows, 5, but was 6",
        () -> RecordIoWriter.shards(set, 6));
    assertRefused(
        "shards must be from 1 to the number of rows, 5, but was 0",
        () -> RecordIoWriter.shards(set, 0));
  }

  @Test
  void write_refusesARowWithoutFeatures() throws IOException {
    writer.write(FeatureVector.ones(1), 3, 1f);
    assertRefused(
        "row 2 has no features; allow such rows with EmptyRows.ALLOW",
        () -> writer.write(FeatureVector.empty(), 3, 1f));
    assertRefused("row 2 has no values", () -> writer.writeDense(new float[0]));
  }

  @Test
  void write_refusesWhatDoesNotFit() {
    assertRefused(
        "row 1 has width 4, but numFeatures is 3",
        () -> writer.write(FeatureVector.ones(3), 3, 1f));
    assertRefused(
        "row 1 has width 0, but numFeatures is 0", () -> writer.write(FeatureVector.empty(), 0));
    assertRefused(
        "label of row 1 must be finite, but was NaN",
        () -> writer.write(FeatureVector.ones(3), 4, Float.NaN));
    assertRefused(
        "label of row 1 must be finite, but was Infinity",
        () -> writer.writeDense(new float[] {1}, Float.POSITIVE_INFINITY));
    assertRefused(
        "value 1 of row 1 must be finite, but was NaN",
        () -> writer.writeDense(new float[] {1, Float.NaN}));
    assertEquals(0, out.size());
  }

  @Test
  void write_refusesARecordThatAReaderCouldNotTellFromAPart() {
    assertRefused(
        "row 7 makes a record of 536870912 bytes, but a record has at most 536870911",
        () -> RecordIoWriter.checkPayload(1 << 29, 7));
  }

  @Test
  void close_writesTheRestAndClosesTheStream() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    OutputStream stream =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (RecordIoWriter last = RecordIoWriter.to(stream)) {
      last.write(FeatureVector.ones(0), 1);
      assertEquals(0, out.size());
    }
    assertTrue(out.size() > 0 && closed.get());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
