package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records are plain enough for Jackson to serialise without annotations. */
class ExplanationJsonTest {

  @Test
  void explanation_isWrittenWhole() {
    RandomWorld world = new RandomWorld(5, PredictorType.REGRESSOR, 10, 3);
    Explanation explanation =
        world.explainer().build().forHistory(world.history("u1", 4)).explain("i1");
    JsonNode json = JsonMapper.shared().valueToTree(explanation);
    assertEquals("u1", json.get("userId").asString());
    assertEquals("RATING", json.get("unit").asString());
    assertTrue(json.get("probability").isNull());
    assertEquals(explanation.score(), json.get("score").asDouble());
    assertEquals(4, json.get("contributions").size());
    JsonNode first = json.get("contributions").get(0);
    Contribution contribution = explanation.contributions().get(0);
    assertEquals(
        contribution.interaction().itemId(), first.get("interaction").get("itemId").asString());
    assertEquals(contribution.influence(), first.get("influence").asDouble());
    assertEquals(contribution.impact(), first.get("impact").asDouble());
    assertEquals(contribution.removalEffect(), first.get("removalEffect").asDouble());
    assertEquals(
        explanation.diagnostics().conditionNumber(),
        json.get("diagnostics").get("conditionNumber").asDouble());
  }

  @Test
  void recommendations_survive() {
    List<Recommendation> list = List.of(new Recommendation(1, "a", "Amber", -0.5, 0.25));
    String json = JsonMapper.shared().writeValueAsString(list);
    Recommendation read = JsonMapper.shared().readValue(json, Recommendation[].class)[0];
    assertEquals(list.get(0), read);
  }
}
