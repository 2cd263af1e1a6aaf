package io.github.fmexplain.internal.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The worked table of Rastegarpanah, Crovella and Gummadi (FATREC 2017): why user 164 of the data
 * set of their talk is recommended one of its 50 films, from 4 factors and 19 ratings.
 */
class PaperAttributionGoldenTest {

  private static final String FILE = "/golden/schindlers-list-user-164.json";

  @Test
  void table_isReproduced() throws IOException {
    JsonNode golden;
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(FILE))) {
      golden = JsonMapper.shared().readTree(in.readAllBytes());
    }
    JsonNode factors = golden.get("item_factors");
    JsonNode ratings = golden.get("ratings");
    int p = factors.get(0).size();
    int m = ratings.size();
    assertEquals(4, p);
    assertEquals(19, m);
    double[] q = new double[m * p];
    double[] stars = new double[m];
    for (int r = 0; r < m; r++) {
      stars[r] = ratings.get(r).get("rating").asDouble();
      JsonNode vector = factors.get(ratings.get(r).get("row").asInt());
      for (int c = 0; c < p; c++) {
        q[r * p + c] = vector.get(c).asDouble();
      }
    }
    double[] target = new double[p];
    for (int c = 0; c < p; c++) {
      target[c] = factors.get(golden.get("target_row").asInt()).get(c).asDouble();
    }

    Attribution.Quantities shares = new PaperAttribution(q, p, stars, 0).of(target);
    double[] influence = shares.influence();
    double[] impact = shares.impact();

    double sum = 0;
    for (int r = 0; r < m; r++) {
      String row = ratings.get(r).get("row").asString();
      assertEquals(golden.get("influence").get(row).asDouble(), influence[r], 1e-9, row);
      assertEquals(golden.get("impact").get(row).asDouble(), impact[r], 1e-9, row);
      sum += impact[r];
    }
    assertEquals(golden.get("sum_of_impacts").asDouble(), sum, 1e-9);
  }
}
