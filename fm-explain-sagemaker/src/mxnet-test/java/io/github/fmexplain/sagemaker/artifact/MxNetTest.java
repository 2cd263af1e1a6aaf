package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Pointer;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here is read, and scored, by the real MXNet library. */
class MxNetTest {

  private static byte[] entry(byte[] artifact, String name) throws IOException {
    TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(artifact)));
    tar.getNextEntry();
    ZipInputStream zip = new ZipInputStream(tar);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(name)) {
        return zip.readAllBytes();
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static FmModel model(PredictorType type, int n, int k, Random random) {
    FmModel.Builder builder = FmModel.builder(type, n, k).bias((float) random.nextGaussian());
    for (int f = 0; f < n; f++) {
      builder.linearWeight(f, (float) random.nextGaussian());
      for (int c = 0; c < k; c++) {
        builder.factor(f, c, (float) random.nextGaussian() / 4);
      }
    }
    return builder.build();
  }

  @Test
  void mxnet_readsWhatIsWrittenAndScoresTheSame(@TempDir Path folder) throws IOException {
    MxNet mxnet = MxNetLibrary.MXNET;
    assertEquals(10900, mxnet.version());
    for (PredictorType type : PredictorType.values()) {
      Random random = new Random(1);
      FmModel model = model(type, 11, 4, random);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SageMakerArtifact.write(model, out);
      Path file = folder.resolve(type + ".params");
      Files.write(file, entry(out.toByteArray(), "params"));
      Map<String, Pointer> arrays = mxnet.load(file);
      checkArrays(mxnet, model, arrays);
      checkScores(
          mxnet,
          model,
          arrays,
          new String(entry(out.toByteArray(), "symbol.json"), StandardCharsets.UTF_8),
          random);
    }
  }

  private static Pointer array(Map<String, Pointer> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  private static void checkArrays(MxNet mxnet, FmModel model, Map<String, Pointer> arrays) {
    assertEquals(Set.of("arg:v", "arg:w1_weight", "arg:w0_weight"), arrays.keySet());
    int n = model.numFeatures();
    int k = model.numFactors();
    float[] v = mxnet.values(array(arrays, "arg:v"));
    float[] w = mxnet.values(array(arrays, "arg:w1_weight"));
    for (String name : new String[] {"arg:v", "arg:w1_weight"}) {
      assertEquals(1, mxnet.storage(array(arrays, name)));
      assertArrayEquals(LongStream.range(0, n).toArray(), mxnet.rows(array(arrays, name)));
    }
    assertArrayEquals(new int[] {n, k}, mxnet.shape(array(arrays, "arg:v")));
    assertArrayEquals(new int[] {n, 1}, mxnet.shape(array(arrays, "arg:w1_weight")));
    assertArrayEquals(
        new float[] {model.bias()}, mxnet.values(array(arrays, "arg:w0_weight")));
    for (int f = 0; f < n; f++) {
      assertEquals(model.linearWeight(f), w[f]);
      assertArrayEquals(model.factors(f), Arrays.copyOfRange(v, f * k, (f + 1) * k));
    }
  }

  private static void checkScores(
      MxNet mxnet, FmModel model, Map<String, Pointer> arrays, String symbol, Random random) {
    float[][] rows = new float[20][model.numFeatures()];
    for (float[] row : rows) {
      for (int f = 0; f < row.length; f++) {
        row[f] = random.nextBoolean() ? 0 : (float) random.nextGaussian();
      }
    }
    float[] outputs = mxnet.outputs(symbol, arrays, rows);
    for (int r = 0; r < rows.length; r++) {
      FeatureVector x =
          FeatureVector.of(IntStream.range(0, model.numFeatures()).toArray(), rows[r]);
      double expected =
          model.predictorType() == PredictorType.BINARY_CLASSIFIER
              ? model.probability(x)
              : model.score(x);
      assertEquals(expected, outputs[r], 1e-5);
    }
  }

  @Test
  void mxnet_readsTheFullSizeModelBitForBit(@TempDir Path folder) throws IOException {
    MxNet mxnet = MxNetLibrary.MXNET;
    FmModel model;
    try (InputStream in =
        new ByteArrayInputStream(Golden.file("models/ml-100k-fm64-binary.tar.gz"))) {
      model = SageMakerArtifact.read(in, "model.tar.gz").model();
    }
    Path file = folder.resolve("params");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParamsWriter.write(model, out);
    Files.write(file, out.toByteArray());
    checkArrays(mxnet, model, mxnet.load(file));
  }
}
