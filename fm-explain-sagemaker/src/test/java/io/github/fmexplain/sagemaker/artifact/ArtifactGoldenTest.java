package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.recordio.Ml100k;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ArtifactGoldenTest {

  private static final String ML_100K = "models/ml-100k-fm64-binary.tar.gz";

  private static SageMakerArtifact read(String path) throws IOException {
    return SageMakerArtifact.read(new ByteArrayInputStream(Golden.file(path)), path);
  }

  private static JsonNode named(JsonNode list, String key, String name) {
    for (JsonNode node : list) {
      if (node.get(key).asString().equals(name)) {
        return node;
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Test
  void everyArtifact_givesItsParametersAndScoresLikeMxnet() throws IOException {
    JsonNode golden = Golden.mxnet();
    int scores = 0;
    for (JsonNode artifact : golden.get("artifacts")) {
      JsonNode expected = named(golden.get("models"), "model", artifact.get("model").asString());
      SageMakerArtifact read = read("mxnet/" + artifact.get("file").asString());
      FmModel model = read.model();
      assertEquals(
          expected.get("predictor_type").asString(), model.predictorType().hyperparameterValue());
      checkParameters(
          named(golden.get("files"), "file", expected.get("params").asString()).get("arrays"),
          read);
      for (int j = 0; j < expected.get("inputs").size(); j++) {
        FeatureVector x = vector(expected.get("inputs").get(j));
        double score =
            model.predictorType() == PredictorType.BINARY_CLASSIFIER
                ? model.probability(x)
                : model.score(x);
        assertEquals(expected.get("scores_by_mxnet").get(j).asDouble(), score, 1e-6);
        assertEquals(expected.get("scores_by_formula_float64").get(j).asDouble(), score, 1e-12);
        scores++;
      }
    }
    assertEquals(7 * 6, scores);
  }

  private static FeatureVector vector(JsonNode input) {
    FeatureVector x = FeatureVector.empty();
    for (int f = 0; f < input.size(); f++) {
      float value = (float) input.get(f).asDouble();
      if (value != 0) {
        x = x.and(FeatureVector.of(new int[] {f}, new float[] {value}));
      }
    }
    return x;
  }

  private static void checkParameters(JsonNode arrays, SageMakerArtifact read) {
    FmModel model = read.model();
    boolean sparse = read.provenance().layout() == ParameterLayout.SPARSE_TRAINED;
    JsonNode v = named(arrays, "name", "arg:v").get("dense_values");
    JsonNode w =
        named(arrays, "name", sparse ? "arg:w1_weight" : "arg:Linear_Plus_Bias_weight")
            .get("dense_values");
    JsonNode w0 =
        named(arrays, "name", sparse ? "arg:w0_weight" : "arg:Linear_Plus_Bias_bias")
            .get("dense_values");
    assertEquals((float) w0.get(0).asDouble(), model.bias());
    assertEquals(7, model.numFeatures());
    assertEquals(3, model.numFactors());
    for (int f = 0; f < 7; f++) {
      assertEquals((float) w.get(f).asDouble(), model.linearWeight(f));
      for (int c = 0; c < 3; c++) {
        JsonNode expected = v.get(sparse ? 3 * f + c : 7 * c + f);
        assertEquals((float) expected.asDouble(), model.factors(f)[c]);
      }
    }
  }

  @Test
  void provenance_tellsWhatWasDecided() throws IOException {
    assertEquals(
        new ArtifactProvenance(
            "mxnet/model-two-workers.tar.gz",
            "model_algo-1",
            List.of("model_algo-2", "model_algo-1"),
            ParameterLayout.SPARSE_TRAINED,
            PredictorTypeSource.META_JSON,
            Map.of(),
            List.of()),
        read("mxnet/model-two-workers.tar.gz").provenance());
    assertEquals(
        PredictorTypeSource.SYMBOL_JSON,
        read("mxnet/model-densestorage-binary.tar.gz").provenance().predictorTypeSource());
    assertEquals(
        ParameterLayout.DENSE_TRAINED,
        read("mxnet/model-denseinput-binary.tar.gz").provenance().layout());
  }

  @Test
  void hyperparameters_areThereWhereMetaJsonIs() throws IOException {
    assertEquals(
        "FmHyperparameters{predictor_type=binary_classifier, num_factors=3}",
        read("mxnet/model-sparse-binary.tar.gz").hyperparameters().orElseThrow().toString());
    assertEquals(
        Optional.empty(), read("mxnet/model-sparse-some-rows-binary.tar.gz").hyperparameters());
  }

  @Test
  void ml100kModel_isReadAndWrittenBack() throws IOException {
    FmModel model = read(ML_100K).model();
    assertEquals(2625, model.numFeatures());
    assertEquals(64, model.numFactors());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SageMakerArtifact.write(model, out);
    FmModel back =
        SageMakerArtifact.read(new ByteArrayInputStream(out.toByteArray()), "model.tar.gz").model();
    assertEquals(model.fingerprint(), back.fingerprint());
    for (int f = 0; f < model.numFeatures(); f++) {
      assertArrayEquals(model.factors(f), back.factors(f));
    }
  }

  @Test
  void ml100kModel_isAsAccurateAsItWasTrained() throws IOException {
    Assumptions.assumeTrue(Ml100k.folder().isPresent(), Ml100k.SKIPPED);
    Path test = Ml100k.folder().orElseThrow().resolve("ua.test");
    FmModel model = read(ML_100K).model();
    int right = 0;
    double crossEntropy = 0;
    List<String> lines = Files.readAllLines(test);
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      FeatureVector x =
          FeatureVector.ones(Integer.parseInt(fields[0]) - 1, 942 + Integer.parseInt(fields[1]));
      boolean liked = Integer.parseInt(fields[2]) >= 4;
      double probability = model.probability(x);
      right += (probability >= 0.5) == liked ? 1 : 0;
      crossEntropy -= Math.log(liked ? probability : 1 - probability);
    }
    assertEquals(9430, lines.size());
    assertEquals(6662, right); // 0.7065
    assertEquals(0.567, crossEntropy / lines.size(), 0.0005);
  }
}
