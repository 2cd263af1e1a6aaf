package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ArtifactProperties {

  /** Small whole numbers, which every type holds exactly; a third of them zero. */
  private static double[] values(Random random, int size, ParamsType type) {
    double[] values = new double[size];
    for (int j = 0; j < size; j++) {
      int value = random.nextInt(3) == 0 ? 0 : random.nextInt(100);
      boolean signed = !type.name().startsWith("U") && random.nextBoolean();
      values[j] = type == ParamsType.BOOL ? value % 2 : signed ? -value + 0.0 : value;
    }
    return values;
  }

  private static void add(
      ParamsBuilder list, Random random, String name, long[] shape, double[] values) {
    switch (random.nextInt(6)) {
      case 0 -> list.dense(0, name, shape, values);
      case 1 -> list.dense(ParamsBuilder.V1, name, shape, values);
      case 2 -> list.dense(ParamsBuilder.V2, name, shape, values);
      case 3 -> list.dense(ParamsBuilder.V3, name, shape, values);
      case 4 -> addRowSparse(list, name, shape, values);
      default -> addCsr(list, name, shape, values);
    }
  }

  private static void addRowSparse(ParamsBuilder list, String name, long[] shape, double[] values) {
    int columns = (int) shape[1];

    long[] rows =
        LongStream.range(0, shape[0])
            .filter(
                row ->
                    Arrays.stream(values, (int) row * columns, (int) (row + 1) * columns)
                        .anyMatch(value -> value != 0))
            .toArray();
    double[] stored =
        LongStream.of(rows)
            .boxed()
            .flatMapToDouble(
                row -> Arrays.stream(values, (int) (row * columns), (int) ((row + 1) * columns)))
            .toArray();
    list.rowSparse(name, shape, rows, stored);
  }

  private static void addCsr(ParamsBuilder list, String name, long[] shape, double[] values) {
    int columns = (int) shape[1];

    long[] starts = new long[(int) shape[0] + 1];
    LongStream.Builder where = LongStream.builder();
    for (int j = 0; j < values.length; j++) {
      if (values[j] != 0) {
        where.add(j % columns);
        starts[j / columns + 1]++;
      }
    }
    for (int row = 1; row < starts.length; row++) {
      starts[row] += starts[row - 1];
    }
    double[] stored = Arrays.stream(values).filter(value -> value != 0).toArray();
    list.csr(name, shape, starts, where.build().toArray(), stored);
  }

  private static float[] floats(double[] values, int rows, int columns, boolean transposed) {
    float[] floats = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        floats[row * columns + column] =
            (float) values[transposed ? column * rows + row : row * columns + column];
      }
    }
    return floats;
  }

  @Property(tries = 500, seed = "1")
  void everyStorageAndType_givesTheModel(
      @ForAll long seed,
      @ForAll ParamsType type,
      @ForAll boolean sparse,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 5) int k)
      throws IOException {
    Random random = new Random(seed);
    double[] v = values(random, n * k, type);
    double[] w = values(random, n, type);
    double[] w0 = values(random, 1, type);
    ParamsBuilder list = new ParamsBuilder().type(type);
    list.indexType(random.nextBoolean() ? ParamsType.INT64 : ParamsType.INT32);
    add(list, random, "arg:v", sparse ? new long[] {n, k} : new long[] {k, n}, v);
    String[] names =
        sparse
            ? new String[] {"w1_weight", "w0_weight"}
            : new String[] {"Linear_Plus_Bias_weight", "Linear_Plus_Bias_bias"};
    add(list, random, names[0], sparse ? new long[] {n, 1} : new long[] {1, n}, w);
    add(list, random, names[1], new long[] {1, 1}, w0);
    FmModel expected =
        FmModel.of(
            PredictorType.BINARY_CLASSIFIER,
            k,
            (float) w0[0],
            floats(w, n, 1, false),
            floats(v, n, k, !sparse));
    FmModel read =
        SageMakerArtifact.read(
                new ByteArrayInputStream(Archives.artifact(list.build())), "model.tar.gz")
            .model();
    assertEquals(expected.fingerprint(), read.fingerprint());
  }

  @Property(tries = 200, seed = "1")
  void written_isReadBackBitForBit(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 20) int k)
      throws IOException {
    Random random = new Random(seed);
    FmModel.Builder builder = FmModel.builder(type, n, k).bias(bits(random));
    for (int f = 0; f < n; f++) {
      builder.linearWeight(f, bits(random));
      for (int c = 0; c < k; c++) {
        builder.factor(f, c, bits(random));
      }
    }
    FmModel model = builder.build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SageMakerArtifact.write(model, out);
    SageMakerArtifact read =
        SageMakerArtifact.read(new ByteArrayInputStream(out.toByteArray()), "model.tar.gz");
    assertEquals(model.fingerprint(), read.model().fingerprint());
  }

  /** Any finite float, −0 and subnormal numbers among them. */
  private static float bits(Random random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : -0f;
  }

  @Property(tries = 2000, seed = "1")
  void reader_throwsNothingButItsException(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] artifact = Golden.file("mxnet/model-denseinput-regressor.tar.gz");
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(artifact)).readAllBytes();
    byte[] bytes = Arrays.copyOf(tar, 512 + 2852 + 652 + 1024);
    for (int flips = 0; flips <= random.nextInt(6); flips++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    Refusals.refuses(
        Archives.gzip(bytes), ArtifactLimits.builder().maximumParameters(1 << 12).build());
  }
}
