package io.github.fmexplain.sagemaker.artifact;

import static io.github.fmexplain.sagemaker.artifact.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ArtifactReaderTest {

  private static final String PLACE = ", in model.tar.gz!model_algo-1";

  private static byte[] params() {
    return new ParamsBuilder()
        .dense(ParamsBuilder.V2, "arg:v", new long[] {1, 2}, 1, 2)
        .dense(ParamsBuilder.V2, "arg:w1_weight", new long[] {1, 1}, 3)
        .dense(ParamsBuilder.V2, "arg:w0_weight", new long[] {1}, 4)
        .build();
  }

  private static SageMakerArtifact read(byte[] artifact) throws IOException {
    return SageMakerArtifact.read(new ByteArrayInputStream(artifact), "model.tar.gz");
  }

  private static byte[] zipped(String name, String text) {
    return Archives.tarGz(
        "model_algo-1",
        Archives.zip(Map.of("params", params(), name, text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void predictorType_mustBeKnown() {
    assertRefused(
        "predictor type must be known, but neither meta.json nor symbol.json tells it; pass it with"
            + " SageMakerArtifact.reader().predictorType(…)"
            + PLACE,
        Archives.tarGz("./model_algo-1", Archives.zip(Map.of("params", params()))));
  }

  @Test
  void bareList_isReadWithThePredictorTypeOfTheCaller() throws IOException {
    SageMakerArtifact read =
        SageMakerArtifact.reader()
            .predictorType(PredictorType.REGRESSOR)
            .limits(ArtifactLimits.defaults())
            .read(
                new ByteArrayInputStream(Archives.tarGz("model_algo-3", params())), "model.tar.gz");
    assertEquals(PredictorTypeSource.CALLER, read.provenance().predictorTypeSource());
    assertEquals("model_algo-3", read.provenance().member());
    assertEquals(4f, read.model().bias());
  }

  @Test
  void caller_goesBeforeMetaJson() throws IOException {
    SageMakerArtifact read =
        SageMakerArtifact.reader()
            .predictorType(PredictorType.REGRESSOR)
            .read(
                new ByteArrayInputStream(
                    Archives.artifact(
                        params(),
                        "{\"training_parameters\": {\"num_factors\": 2, \"_log_level\": \"info\","
                            + " \"use_bias\": true, \"eps\": \"\", \"epochs\": null,"
                            + " \"predictor_type\": \"binary_classifier\"}}")),
                "m");
    assertEquals(PredictorType.REGRESSOR, read.model().predictorType());
    assertEquals(
        List.of("META_JSON says binary_classifier, but CALLER goes before it with regressor"),
        read.provenance().notes());
    assertEquals(2, read.hyperparameters().orElseThrow().numFactors());
  }

  @Test
  void metaJson_mustFitTheTensors() {
    assertRefused(
        "feature_dim in meta.json must be the 1 features of tensor 'v', but was '7'" + PLACE,
        zipped("meta.json", "{\"training_parameters\": {\"feature_dim\": \"7\"}}"));
    assertRefused(
        "num_factors in meta.json must be the 2 factors of tensor 'v', but was '7'" + PLACE,
        zipped("meta.json", "{\"training_parameters\": {\"num_factors\": \"7\"}}"));
  }

  @Test
  void json_mustBeJson() {
    for (String name : List.of("meta.json", "symbol.json")) {
      assertRefused(
          "entry must be one JSON object, but is not" + PLACE + "!" + name, zipped(name, "[]"));
      assertRefused(
          "entry must be one JSON object, but is not" + PLACE + "!" + name, zipped(name, "{} {}"));
      assertRefused(
          "entry must be JSON within the limits, but is not" + PLACE + "!" + name + " at byte 1",
          zipped(name, "{x"));
      assertRefused(
          "entry must have at most 1048576 bytes, but has more" + PLACE + "!" + name,
          zipped(name, " ".repeat((1 << 20) + 1)));
    }
  }

  @Test
  void metaJson_mayHaveAThousandSettings() {
    StringBuilder settings = new StringBuilder("\"_0\": 1");
    for (int j = 1; j <= 1000; j++) {
      settings.append(", \"_").append(j).append("\": 1");
    }
    assertRefused(
        "training_parameters must have at most 1000 settings, but have more" + PLACE + "!meta.json",
        zipped("meta.json", "{\"training_parameters\": {" + settings + "}}"));
  }

  @Test
  void zip_mustHaveParams() {
    assertRefused(
        "zip must have an entry 'params', but has 'readme'" + PLACE,
        Archives.tarGz("model_algo-1", Archives.zip(Map.of("readme", new byte[1]))));
  }

  @Test
  void zip_mustBeWhole() {
    byte[] good = Archives.zip(Map.of("params", params()));
    byte[] zip = good.clone();
    ZipBytes.putInt(zip, 0, 0x04FF4B50);
    assertRefused(
        "local header must start with PK 3 4" + PLACE + " at byte 0",
        Archives.tarGz("model_algo-1", zip));
    zip = good.clone();
    ZipBytes.centralShort(zip, 10, 12);
    assertRefused(
        "entry 'params' must be stored or deflated, but has method 12"
            + PLACE
            + " at byte "
            + ZipBytes.central(zip),
        Archives.tarGz("model_algo-1", zip));
    zip = good.clone();
    ZipBytes.centralShort(zip, 8, 1);
    assertRefused(
        "entry 'params' must not be encrypted" + PLACE + " at byte " + ZipBytes.central(zip),
        Archives.tarGz("model_algo-1", zip));
    zip = good.clone();
    ZipBytes.centralInt(zip, 16, 7);
    assertRefused(
        "entry does not have the checksum of its header"
            + PLACE
            + "!params at byte "
            + params().length,
        Archives.tarGz("model_algo-1", zip));
    zip = good.clone();
    ZipBytes.centralInt(zip, 24, params().length + 1);
    assertRefused(
        "entry has fewer bytes than its header says" + PLACE + "!params at byte " + params().length,
        Archives.tarGz("model_algo-1", zip));
    assertRefused(
        "zip must end with its directory, but does not" + PLACE + " at byte 30",
        Archives.tarGz("model_algo-1", Arrays.copyOf(good, 30)));
  }

  /** What is skipped while the tensors are looked for is read for its checksum all the same. */
  @Test
  void storedParameters_mustHaveTheirChecksum(@TempDir Path folder) throws IOException {
    FmModel.Builder builder = FmModel.builder(PredictorType.BINARY_CLASSIFIER, 20_000, 4);
    for (int f = 0; f < 20_000; f++) {
      builder.factors(f, new float[] {f, 1, 2, 3}, 0).linearWeight(f, 0.5f);
    }
    FmModel model = builder.build();
    Path file = folder.resolve("model.tar.gz");
    SageMakerArtifact.write(
        model,
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(4)
            .build(),
        file);
    assertEquals(model, SageMakerArtifact.read(file).model());
    byte[] tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      tar = in.readAllBytes();
    }
    tar[150_001] ^= 1;
    Files.write(file, Archives.gzip(tar));
    ArtifactFormatException refused =
        assertThrows(ArtifactFormatException.class, () -> SageMakerArtifact.read(file));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("entry does not have the checksum of its header"),
        refused.getMessage());
  }

  @Test
  void settings_canBeSetOnce() {
    ArtifactReader reader =
        SageMakerArtifact.reader()
            .predictorType(PredictorType.REGRESSOR)
            .layout(ParameterLayout.SPARSE_TRAINED)
            .limits(ArtifactLimits.defaults());
    assertSetOnce("predictorType", () -> reader.predictorType(PredictorType.REGRESSOR));
    assertSetOnce("layout", () -> reader.layout(ParameterLayout.SPARSE_TRAINED));
    assertSetOnce("limits", () -> reader.limits(ArtifactLimits.defaults()));
    ArtifactLimits.Builder limits =
        ArtifactLimits.builder()
            .maximumBytes(1)
            .maximumEntries(1)
            .maximumFeatures(1)
            .maximumFactors(1)
            .maximumParameters(1)
            .maximumMemory(1);
    assertSetOnce("maximumBytes", () -> limits.maximumBytes(1));
    assertSetOnce("maximumEntries", () -> limits.maximumEntries(1));
    assertSetOnce("maximumFeatures", () -> limits.maximumFeatures(1));
    assertSetOnce("maximumFactors", () -> limits.maximumFactors(1));
    assertSetOnce("maximumMemory", () -> limits.maximumMemory(1));
    assertSetOnce("maximumParameters", () -> limits.maximumParameters(1));
    assertEquals(
        "maximumParameters must be from 1 to 2147483639, but was 2147483640",
        assertThrows(
                IllegalArgumentException.class,
                () -> ArtifactLimits.builder().maximumParameters(2147483640))
            .getMessage());
  }

  private static void assertSetOnce(String name, Executable call) {
    assertEquals(
        name + " was already set", assertThrows(IllegalStateException.class, call).getMessage());
  }

  @Test
  void failuresOfTheStream_stayWhatTheyAre() throws IOException {
    IOException broken = new IOException("the network is gone");
    byte[] artifact = Archives.artifact(params());
    assertEquals(4f, read(artifact).model().bias());
    for (int good : new int[] {0, 15, artifact.length - 1}) {
      InputStream in =
          new FilterInputStream(new ByteArrayInputStream(artifact, 0, good)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
              int read = super.read(bytes, offset, length);
              if (read < 0) {
                throw broken;
              }
              return read;
            }
          };
      assertSame(
          broken,
          assertThrows(IOException.class, () -> SageMakerArtifact.read(in, "model.tar.gz")));
    }
  }
}
