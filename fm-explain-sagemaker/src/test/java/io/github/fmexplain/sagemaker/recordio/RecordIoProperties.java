package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RecordIoProperties {

  private static FeatureVector vector(Random random, int n, int most) {
    int[] indices = random.ints(0, n).distinct().limit(1 + random.nextInt(most)).toArray();
    float[] values = new float[indices.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = random.nextBoolean() ? 1 : (float) random.nextGaussian();
    }
    return FeatureVector.of(indices, values);
  }

  private static ProtoRecords.Record message(FeatureVector x, int n, float label) {
    double[] values = new double[x.size()];
    long[] keys = new long[x.size()];
    for (int j = 0; j < x.size(); j++) {
      values[j] = x.value(j);
      keys[j] = x.index(j);
    }
    return RecordReference.features(RecordReference.tensor("float32", values, keys, new long[] {n}))
        .putLabel(
            "values",
            RecordReference.tensor("float32", new double[] {label}, new long[0], new long[0]))
        .build();
  }

  @Property(tries = 500, seed = "1")
  void writer_makesTheBytesOfTheReference(
      @ForAll long seed, @ForAll @IntRange(min = 100, max = 5_000_000) int n) throws IOException {
    Random random = new Random(seed);
    FeatureVector x = vector(random, n, 90);
    float label = (float) random.nextGaussian();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.write(x, n, label);
    }
    assertArrayEquals(RecordReference.frame(message(x, n, label)), out.toByteArray());
  }

  @Property(tries = 200, seed = "1")
  void sets_areReadBackAndAreAsLongAsTold(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 400_000) int n) throws IOException {
    Random random = new Random(seed);
    TrainingSet.Builder builder = TrainingSet.builder(n);
    int rows = 1 + random.nextInt(20);
    for (int r = 0; r < rows; r++) {
      builder.add(vector(random, n, 2), (float) random.nextGaussian());
    }
    TrainingSet set = builder.build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordIoWriter.writeAll(set, out);
    assertEquals(RecordIoWriter.sizeOf(set), out.size());
    int row = 0;
    for (RecordIoRow read : RecordIoReader.of(new ByteArrayInputStream(out.toByteArray()))) {
      assertEquals(new RecordIoRow(set.features(row), n, (double) set.target(row)), read);
      row++;
    }
    assertEquals(rows, row);
    int parts = 1 + random.nextInt(rows);
    long sum = 0;
    for (RecordIoShard shard : RecordIoWriter.shards(set, parts)) {
      sum += shard.sizeInBytes();
    }
    assertEquals(out.size(), sum);
  }

  @Property(tries = 200, seed = "1")
  void denseRows_areReadBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int n)
      throws IOException {
    Random random = new Random(seed);
    float[] values = new float[n];
    FeatureVector expected = FeatureVector.empty();
    for (int f = 0; f < n; f++) {
      if (random.nextBoolean()) {
        values[f] = (float) random.nextGaussian();
        expected = expected.and(FeatureVector.of(new int[] {f}, new float[] {values[f]}));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.writeDense(values, 1);
    }
    assertEquals(
        new RecordIoRow(expected, n, 1.0),
        RecordIoReader.of(new ByteArrayInputStream(out.toByteArray())).next().orElseThrow());
  }

  @Property(tries = 3000, seed = "1")
  void reader_throwsNothingButItsException(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.write(vector(random, 300, 5), 300, 1);
      writer.writeDense(new float[] {1, 2}, 0);
    }
    byte[] bytes = Arrays.copyOf(out.toByteArray(), out.size() - random.nextInt(3));
    for (int flips = 0; flips < 1 + random.nextInt(4); flips++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    readAll(bytes);
  }

  /** The library's own parser of the whole message reads no more and nothing else. */
  @Property(tries = 20_000, seed = "1")
  void tensors_areThoseOfTheReference(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] payload = message(vector(random, 300, 5), 300, 1).toByteArray();
    byte[] twice = Arrays.copyOf(payload, payload.length * 2);
    System.arraycopy(payload, 0, twice, payload.length, payload.length);
    for (int flips = 0; flips < random.nextInt(4); flips++) {
      twice[random.nextInt(twice.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 64);
    }
    ProtoRecords.Value expected;
    try {
      expected = ProtoRecords.Record.parseFrom(twice).getFeaturesMap().get("values");
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    @Nullable Tensor found = Tensor.of(twice, twice.length, RowEncoder.FEATURES, RowEncoder.NAME);
    if (expected == null
        || expected.getValueCase() != ProtoRecords.Value.ValueCase.FLOAT32_TENSOR) {
      boolean none =
          expected == null || !(expected.hasFloat64Tensor() || expected.hasInt32Tensor());
      assertEquals(none, found == null);
      return;
    }
    ProtoRecords.Float32Tensor tensor = expected.getFloat32Tensor();
    Tensor read = Objects.requireNonNull(found);
    assertEquals(tensor.getValuesCount(), read.numValues());
    for (int j = 0; j < tensor.getValuesCount(); j++) {
      assertEquals(tensor.getValues(j), read.value(j));
    }
    assertEquals(tensor.getKeysCount(), read.numKeys());
    FrameReader frames = new FrameReader(InputStream.nullInputStream(), 1);
    for (int j = 0; j < tensor.getKeysCount(); j++) {
      long key = tensor.getKeys(j);
      if (key >= 0 && key < Integer.MAX_VALUE) {
        assertEquals(key, read.key(frames, j, Integer.MAX_VALUE));
      }
    }
  }

  @Property(tries = 1, seed = "1")
  void everyTruncationAndEveryFlip_isReadOrRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.write(FeatureVector.ones(1, 200), 300, 1);
      writer.writeDense(new float[] {1, 2}, 0);
    }
    byte[] bytes = out.toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      readAll(Arrays.copyOf(bytes, length));
    }
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      readAll(flipped);
    }
  }

  /** Fails with anything but the reader's own exception. */
  static void readAll(byte[] bytes) throws IOException {
    try {
      RecordIoReader reader = RecordIoReader.of(new ByteArrayInputStream(bytes));
      while (reader.next().isPresent()) {}
    } catch (RecordIoFormatException e) {
      assertTellsItsPlace(e);
    }
    try {
      RecordIoPredictionReader.of(new ByteArrayInputStream(bytes)).readAll();
    } catch (RecordIoFormatException e) {
      assertTellsItsPlace(e);
    }
  }

  static void assertTellsItsPlace(RecordIoFormatException e) {
    String message = String.valueOf(e.getMessage());
    String place = ", in record " + e.record() + " at byte " + e.position();
    assertTrue(message.endsWith(place), message);
    assertTrue(!message.contains("\n") && message.length() < 1000, message);
  }
}
