package io.github.fmexplain.sagemaker.artifact;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.fmexplain.model.PredictorType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Any bytes, at each layer of an artifact, are read or refused, and nothing else. */
class ArtifactFuzzTest {

  private static final ArtifactLimits LIMITS =
      ArtifactLimits.builder().maximumMemory(1 << 20).maximumBytes(1 << 24).build();

  @FuzzTest
  void artifact(byte[] bytes) throws IOException {
    Refusals.refuses(bytes, LIMITS);
  }

  @FuzzTest
  void tar(byte[] bytes) throws IOException {
    Refusals.refuses(Archives.gzip(bytes), LIMITS);
  }

  @FuzzTest
  void zip(byte[] bytes) throws IOException {
    Refusals.refuses(Archives.tarGz("model_algo-1", bytes), LIMITS);
  }

  @FuzzTest
  void params(byte[] bytes) throws IOException {
    try {
      new ModelTensors(
              ParamsIndex.of(new ByteArrayInputStream(bytes), "params", LIMITS),
              "params",
              LIMITS,
              ParameterLayout.SPARSE_TRAINED)
          .load(new ByteArrayInputStream(bytes), PredictorType.REGRESSOR);
    } catch (ArtifactFormatException e) {
      Refusals.assertTellsItsPlace(e);
    }
  }

  @FuzzTest
  void meta(byte[] bytes) throws IOException {
    ParamsBuilder list = new ParamsBuilder();
    list.dense(ParamsBuilder.V2, "v", new long[] {2, 1}, 1, 2);
    list.dense(ParamsBuilder.V2, "w0_weight", new long[] {1}, 1);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Refusals.refuses(
        Archives.tarGz(
            new TarArchiveEntry("model_algo-1"),
            Archives.zip(Map.of("params", list.build(), "meta.json", bytes, "symbol.json", bytes))),
        LIMITS);
    Refusals.refuses(
        Archives.artifact(
            list.build(),
            "{\"training_parameters\": {\"predictor_type\": \"regressor\", " + text + "}}"),
        LIMITS);
  }
}
