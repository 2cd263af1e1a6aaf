package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.KnnExport.Neighbour;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnnExportTest {

  private static final FmModel MODEL = TestData.binaryModel();
  private static final FeatureEncoder ENCODER =
      OneHotEncoder.of(List.of("u1", "u2", "u3"), List.of("a", "b", "c", "d"));
  private static final History USER = History.of("u2", List.of());

  private final KnnExport export = KnnExport.of(TestData.untrained(MODEL, ENCODER));

  @Test
  void vectors_areFactorsAndWeight() {
    float[] b = export.itemVector("b");
    assertEquals(4, export.width());
    for (int c = 0; c < 3; c++) {
      assertEquals(MODEL.factors(4)[c], b[c]);
      assertEquals(MODEL.factors(1)[c], export.userVector(USER)[c]);
    }
    assertEquals(MODEL.linearWeight(4), b[3]);
    assertEquals(1, export.userVector(USER)[3]);
  }

  @Test
  void top_isTheOrderOfTheScores() {
    List<String> byScore =
        ENCODER.items().ids().stream()
            .sorted(
                Comparator.comparingDouble(
                        (String item) ->
                            MODEL.score(ENCODER.encode("u2", Set.of(), item, Set.of())))
                    .reversed())
            .toList();
    List<Neighbour> top = export.top(USER, 4);
    assertEquals(byScore, top.stream().map(Neighbour::itemId).toList());
    assertEquals(
        byScore.subList(0, 2), export.top(USER, 2).stream().map(Neighbour::itemId).toList());
    double same = MODEL.bias() + MODEL.linearWeight(1);
    assertEquals(
        MODEL.score(ENCODER.encode("u2", Set.of(), top.get(0).itemId(), Set.of())),
        same + top.get(0).innerProduct(),
        1e-6);
  }

  @Test
  void matrices_areDenseRecords() throws IOException {
    ByteArrayOutputStream items = new ByteArrayOutputStream();
    export.writeItems(items);
    List<RecordIoRow> rows = new ArrayList<>();
    RecordIoReader.of(new ByteArrayInputStream(items.toByteArray())).forEach(rows::add);
    assertEquals(4, rows.size());
    for (int item = 0; item < 4; item++) {
      assertEquals(4, rows.get(item).width());
      assertEquals(item, rows.get(item).label().orElseThrow());
      float[] values = new float[4];
      for (int j = 0; j < rows.get(item).features().size(); j++) {
        values[rows.get(item).features().index(j)] = rows.get(item).features().value(j);
      }
      assertArrayEquals(export.itemVector(export.itemId(item)), values);
    }
    ByteArrayOutputStream users = new ByteArrayOutputStream();
    export.writeUsers(List.of(USER, USER), users);
    RecordIoReader reader = RecordIoReader.of(new ByteArrayInputStream(users.toByteArray()));
    assertEquals(1, reader.next().orElseThrow().features().value(3));
    assertEquals(true, reader.next().orElseThrow().label().isEmpty());
    assertEquals(
        Map.of(
            "feature_dim", "4",
            "k", "10",
            "index_metric", "INNER_PRODUCT",
            "predictor_type", "classifier",
            "sample_size", "4"),
        export.hyperparameters(10));
  }

  @Test
  void badArguments_areRefused() {
    assertEquals(
        "label must be a whole number from 0 to 3, but was 4.0",
        assertThrows(IllegalArgumentException.class, () -> export.itemId(4)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> export.itemId(0.5));
    assertThrows(IllegalArgumentException.class, () -> export.itemId(Double.NaN));
    assertEquals(
        "count must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> export.top(USER, 0)).getMessage());
    assertEquals(
        "history must have a user id, but has none",
        assertThrows(
                IllegalArgumentException.class,
                () -> export.userVector(History.ofNewUser(List.of())))
            .getMessage());
    assertEquals(
        "unknown user 'x'; the encoder has 3 users",
        assertThrows(UnknownIdException.class, () -> export.userVector(History.of("x", List.of())))
            .getMessage());
  }
}
