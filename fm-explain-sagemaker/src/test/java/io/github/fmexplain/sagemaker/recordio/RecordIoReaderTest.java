package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.OtherJvm;
import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordIoReaderTest {

  private static final long[] NONE = {};

  private static ProtoRecords.Record sparse(double[] values, long[] keys, long... shape) {
    return RecordReference.features(RecordReference.tensor("float32", values, keys, shape)).build();
  }

  private static RecordIoReader reader(byte[] bytes) {
    return RecordIoReader.of(new ByteArrayInputStream(bytes));
  }

  private static void assertRefused(String message, byte[] bytes) {
    RecordIoFormatException failure =
        assertThrows(RecordIoFormatException.class, () -> reader(bytes).next());
    assertEquals(message + ", in record 1 at byte 0", failure.getMessage());
    assertEquals(1, failure.record());
    assertEquals(0, failure.position());
  }

  private static void assertRefused(String message, ProtoRecords.Record record) {
    assertRefused(message, RecordReference.frame(record));
  }

  private static byte[] good() {
    return RecordReference.frame(sparse(new double[] {1}, new long[] {2}, 3));
  }

  @Test
  void failure_tellsRecordAndByte() throws IOException {
    byte[] bytes = RecordReference.joined(List.of(good(), good(), new byte[8]));
    RecordIoReader reader = reader(bytes);
    reader.next();
    reader.next();
    RecordIoFormatException failure = assertThrows(RecordIoFormatException.class, reader::next);
    assertEquals(
        "magic must be 0xced7230a, but was 0x00000000, in record 3 at byte " + 2 * good().length,
        failure.getMessage());
    assertEquals(3, failure.record());
    assertEquals(2L * good().length, failure.position());
  }

  @Test
  void frames_thatAreBrokenAreRefused() {
    byte[] cut = good();
    assertRefused("record ends inside its header", Arrays.copyOf(cut, 7));
    assertRefused(
        "record has 28 bytes with its padding, but the data end after 1", Arrays.copyOf(cut, 9));
    byte[] part = good();
    part[7] |= 0x20;
    assertRefused("records in several parts cannot be read, but the part flag is 1", part);
    byte[] padding = good();
    padding[padding.length - 1] = 7;
    assertRefused("padding must be zero, but was 7", padding);
    assertRefused(
        "payload must be a protobuf record, but is not",
        RecordReference.frame(new byte[] {0x0A, 0x7F}));
  }

  @Test
  void frames_overTheLimitAreRefusedBeforeTheyAreRead() {
    byte[] large = good();
    large[7] = 0x1F;
    assertRefused(
        "record of 520093722 bytes is larger than the limit of 8388608 bytes; raise it with"
            + " RecordIoReader.builder(…).maximumRecordBytes(…)",
        large);
  }

  @Test
  void records_withoutARowAreRefused() {
    assertRefused(
        "features must have a tensor 'values', but have none",
        ProtoRecords.Record.getDefaultInstance());
    ProtoRecords.Value bytes =
        ProtoRecords.Value.newBuilder()
            .setBytes(ProtoRecords.Bytes.newBuilder().addValue(ByteString.copyFromUtf8("x")))
            .build();
    assertRefused(
        "features must have a tensor 'values', but have none",
        RecordReference.features(bytes).build());
  }

  @Test
  void rows_thatDoNotFitAreRefused() {
    assertRefused(
        "row has no features; allow such rows with EmptyRows.ALLOW",
        sparse(new double[0], NONE, 3));
    assertRefused(
        "shape of a sparse row must have 1 dimension, but is []",
        sparse(new double[] {1}, new long[] {2}));
    assertRefused(
        "shape of a sparse row must have 1 dimension, but is [1, 3]",
        sparse(new double[] {1}, new long[] {2}, 1, 3));
    assertRefused(
        "width must be from 1 to 2147483647, but was 18446744073709551615",
        sparse(new double[] {1}, new long[] {2}, -1));
    assertRefused(
        "shape of a sparse row must have 1 dimension, but is [1, 1, 1, 1, 1, 1, 1, 1, … of 1000]",
        sparse(
            new double[] {1}, new long[] {2}, LongStream.generate(() -> 1).limit(1000).toArray()));
    assertRefused("row has 2 keys, but 1 values", sparse(new double[] {1}, new long[] {0, 2}, 3));
    assertRefused(
        "key must be below the width, 3, but was 3", sparse(new double[] {1}, new long[] {3}, 3));
    assertRefused("feature 2 occurs twice", sparse(new double[] {1, 1}, new long[] {2, 2}, 3));
    assertRefused(
        "value of feature 2 must be finite, but was NaN",
        sparse(new double[] {Double.NaN}, new long[] {2}, 3));
    assertRefused(
        "dense row has 2 values, but its shape is [3]", sparse(new double[] {1, 2}, NONE, 3));
    assertRefused(
        "label must have 1 value, but has 2",
        sparse(new double[] {1}, new long[] {2}, 3).toBuilder()
            .putLabel("values", RecordReference.tensor("float32", new double[] {1, 2}, NONE, NONE))
            .build());
    assertRefused(
        "label must be finite, but was NaN",
        sparse(new double[] {1}, new long[] {2}, 3).toBuilder()
            .putLabel(
                "values", RecordReference.tensor("float32", new double[] {Double.NaN}, NONE, NONE))
            .build());
  }

  @Test
  void rows_ofTheOtherTypesAreRounded() throws IOException {
    RecordIoRow row =
        reader(
                RecordReference.frame(
                    RecordReference.features(
                            RecordReference.tensor(
                                "float64", new double[] {0.1}, new long[] {1}, new long[] {2}))
                        .putLabel(
                            "values",
                            RecordReference.tensor("int64", new double[] {-1}, NONE, NONE))
                        .build()))
            .next()
            .orElseThrow();
    assertEquals(FeatureVector.of(new int[] {1}, new float[] {0.1f}), row.features());
    assertEquals(-1, row.label().orElseThrow());
    assertEquals("RecordIoRow[{1: 0.1}, width 2, label -1.0]", row.toString());
    assertEquals(row.hashCode(), row.hashCode());
  }

  @Test
  void rows_withoutFeaturesAreReadWhereTheyAreAllowed() throws IOException {
    RecordIoRow row =
        RecordIoReader.builder(
                new ByteArrayInputStream(RecordReference.frame(sparse(new double[0], NONE, 3))))
            .emptyRows(EmptyRows.ALLOW)
            .build()
            .next()
            .orElseThrow();
    assertTrue(row.features().isEmpty() && row.width() == 3 && row.label().isEmpty());
  }

  @Test
  void hostileRecords_areReadOrRefusedIn320MebibytesOfHeap(@TempDir Path folder) throws Exception {
    assertEquals(RecordBombs.EXPECTED, OtherJvm.lines(RecordBombs.class, 320, folder));
  }

  @Test
  void iterator_givesEveryRowAndWrapsFailures() {
    byte[] bytes = RecordReference.joined(List.of(good(), good(), new byte[8]));
    Iterator<RecordIoRow> rows = reader(bytes).iterator();
    assertTrue(rows.hasNext());
    assertTrue(rows.hasNext());
    assertEquals(rows.next(), rows.next());
    UncheckedIOException failure = assertThrows(UncheckedIOException.class, rows::hasNext);
    assertInstanceOf(RecordIoFormatException.class, failure.getCause());
    Iterator<RecordIoRow> none = reader(new byte[0]).iterator();
    assertFalse(none.hasNext());
    assertEquals(
        "there are no more rows",
        assertThrows(NoSuchElementException.class, none::next).getMessage());
  }

  @Test
  void builder_refusesBadSettings() {
    RecordIoReader.Builder builder = RecordIoReader.builder(InputStream.nullInputStream());
    assertEquals(
        "maximumRecordBytes must be from 1 to 536870911, but was 0",
        assertThrows(IllegalArgumentException.class, () -> builder.maximumRecordBytes(0))
            .getMessage());
    builder.maximumRecordBytes(10).emptyRows(EmptyRows.REFUSE);
    assertEquals(
        "maximumRecordBytes was already set",
        assertThrows(IllegalStateException.class, () -> builder.maximumRecordBytes(10))
            .getMessage());
    assertEquals(
        "emptyRows was already set",
        assertThrows(IllegalStateException.class, () -> builder.emptyRows(EmptyRows.ALLOW))
            .getMessage());
  }

  @Test
  void failuresOfTheStream_stayWhatTheyAre() {
    IOException broken = new IOException("the network is gone");
    InputStream in = new BrokenStream(broken);
    assertSame(broken, assertThrows(IOException.class, () -> RecordIoReader.of(in).next()));
  }

  @Test
  void predictionReader_refusesWhatIsNoPrediction() {
    ProtoRecords.Record row = sparse(new double[] {1}, new long[] {2}, 3);
    assertEquals(
        "prediction must have a score, but has none, in record 1 at byte 0",
        assertThrows(
                RecordIoFormatException.class,
                () ->
                    RecordIoPredictionReader.of(
                            new ByteArrayInputStream(RecordReference.frame(row)))
                        .readAll())
            .getMessage());
    ProtoRecords.Record two =
        ProtoRecords.Record.newBuilder()
            .putLabel("score", RecordReference.tensor("float32", new double[0], NONE, NONE))
            .build();
    assertEquals(
        "score must have 1 value, but has 0, in record 1 at byte 0",
        assertThrows(
                RecordIoFormatException.class,
                () ->
                    RecordIoPredictionReader.of(
                            new ByteArrayInputStream(RecordReference.frame(two)))
                        .next())
            .getMessage());
  }

  @Test
  void longRecords_areReadThroughAGrowingBuffer() throws IOException {
    float[] values = new float[100_000];
    values[99_999] = 3;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.writeDense(values, 2);
      writer.writeDense(values);
    }
    for (RecordIoRow row : reader(out.toByteArray())) {
      assertEquals(FeatureVector.of(new int[] {99_999}, new float[] {3}), row.features());
      assertEquals(100_000, row.width());
    }
  }

  private static final class BrokenStream extends InputStream {

    private final IOException failure;

    private BrokenStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw failure;
    }
  }
}
