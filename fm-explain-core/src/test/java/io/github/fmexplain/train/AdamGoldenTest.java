package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Eight steps of {@code adam_update} of the real MXNet 1.9.1 on a gradient of a few rows, lazily,
 * lazily with a bound on the gradient, and densely.
 */
class AdamGoldenTest {

  private static final String FILE = "/golden/mxnet-adam.json";

  @ParameterizedTest
  @ValueSource(strings = {"lazy", "lazy, clip_gradient 0.02", "not lazy"})
  void steps_areThoseOfMxNet(String name) throws IOException {
    JsonNode golden;
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(FILE))) {
      golden = JsonMapper.shared().readTree(in.readAllBytes());
    }
    JsonNode steps =
        golden
            .get("cases")
            .valueStream()
            .filter(each -> each.get("name").asString().equals(name))
            .findFirst()
            .orElseThrow();
    float[] theta = floats(steps.get("start"));
    int width = steps.get("start").get(0).size();
    Adam adam =
        new Adam(
            theta,
            new ParameterGroup(
                golden.get("learning_rate").asDouble(),
                golden.get("wd").asDouble(),
                Initializer.constant(0)),
            FmHyperparameters.builder()
                .predictorType(PredictorType.REGRESSOR)
                .numFactors(1)
                .eps(golden.get("epsilon").asDouble())
                .clipGradient(steps.get("clip_gradient").asDouble())
                .build());
    float rescale = (float) golden.get("rescale_grad").asDouble();
    int taken = 0;
    for (JsonNode step : steps.get("steps")) {
      taken++;
      assertEquals(taken, step.get("step").asInt());
      double correction = Adam.correction(taken);
      float[] gradient = floats(step.get("gradient"));
      int[] rows = step.get("rows").valueStream().mapToInt(JsonNode::asInt).toArray();
      for (int j = 0; j < rows.length; j++) {
        for (int c = 0; c < width; c++) {
          adam.gradient()[rows[j] * width + c] = rescale * gradient[j * width + c];
        }
        if (!name.equals("not lazy")) {
          adam.update(rows[j] * width, (rows[j] + 1) * width, correction);
        }
      }
      if (name.equals("not lazy")) {
        adam.update(0, theta.length, correction);
        Arrays.fill(adam.gradient(), 0);
      }
      float[] expected = floats(step.get("weight"));
      for (int j = 0; j < theta.length; j++) {
        assertEquals(expected[j], theta[j], 2e-7, "step " + taken + ", entry " + j);
      }
    }
    assertEquals(8, taken);
  }

  private static float[] floats(JsonNode matrix) {
    int width = matrix.get(0).size();
    float[] values = new float[matrix.size() * width];
    IntStream.range(0, values.length)
        .forEach(j -> values[j] = (float) matrix.get(j / width).get(j % width).asDouble());
    return values;
  }
}
