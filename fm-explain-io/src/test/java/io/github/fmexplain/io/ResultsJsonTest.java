package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.BatchResult;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.History;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResultsJsonTest {

  private static final Recommendation FIRST = new Recommendation(1, "i", "Title", 0.5, null);

  private static final String JSON =
      "{\"rank\":1,\"itemId\":\"i\",\"title\":\"Title\",\"score\":0.5,\"probability\":null}";

  private static void assertRefused(String message, String json) {
    assertRefused(message, json, Recommendation.class);
  }

  private static void assertRefused(String message, String json, Class<?> kind) {
    assertEquals(
        message,
        assertThrows(ResultsFormatException.class, () -> ResultsJson.read(json, kind))
            .getMessage());
  }

  @Test
  void everyKind_isReadAsItWasWritten() throws ResultsFormatException {
    Set<Class<?>> seen = new HashSet<>();
    for (Object result : Results.all()) {
      seen.add(result.getClass());
      assertEquals(result, ResultsJson.read(ResultsJson.write(result), result.getClass()));
      assertEquals(result, ResultsJson.read(ResultsJson.writeIndented(result), result.getClass()));
    }
    Set<Class<?>> missing = new HashSet<>(ResultsJson.kinds());
    missing.removeAll(seen);
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyWarning_isAmongTheSamples() {
    assertEquals(
        Set.of(Warning.class.getPermittedSubclasses()),
        Results.warnings().stream().map(Warning::getClass).collect(Collectors.toSet()));
  }

  @Test
  void lists_areReadAsTheyWereWritten() throws ResultsFormatException {
    List<Explanation> explanations =
        List.of(Results.explanation(Method.hessian()), Results.explanation(Method.paper()));

    assertEquals(
        explanations, ResultsJson.readList(ResultsJson.write(explanations), Explanation.class));
    assertEquals("[]", ResultsJson.write(List.of()));
    assertEquals(List.of(), ResultsJson.readList("[]", Explanation.class));
  }

  @Test
  void write_isOneLine_inTheOrderOfTheComponents() {
    assertEquals(JSON, ResultsJson.write(FIRST));
    assertEquals(
        """
        {
          "rank" : 1,
          "itemId" : "i",
          "title" : "Title",
          "score" : 0.5,
          "probability" : null
        }""",
        ResultsJson.writeIndented(FIRST).replace("\r\n", "\n"));
  }

  @Test
  void methodsWarningsAndTargets_haveNames() {
    String json = ResultsJson.write(Results.explanation(Method.hessian().solvedAgain()));

    assertContains(json, "\"method\":{\"name\":\"hessian-solved-again\"},\"unit\":\"logit\"");
    assertContains(json, "\"target\":{\"kind\":\"like\",\"threshold\":-0.0}");
    assertContains(json, "{\"kind\":\"low-rank\",\"rank\":2,\"dimension\":3,\"ratings\":4}");
    assertContains(json, "{\"kind\":\"labels-as-logits\"}");
    assertContains(json, "\"replay\":{\"path\":\"retraced\",\"thinning\":2.0,\"distance\":0.01}");
    assertContains(
        json, "\"time\":\"+12345-01-31T12:00:00.000000001Z\",\"context\":[\"a\",\"b\",\"c\"]");
    assertContains(
        ResultsJson.write(Results.explanation(Method.replay().firstOrder().thinnedBy(2))),
        "\"method\":{\"name\":\"replay-first-order\",\"thinning\":2}");
    assertContains(
        ResultsJson.write(Results.explanation(Method.paper())),
        "\"method\":{\"name\":\"paper\",\"lambda\":0.0,\"itemVectors\":\"factors-and-linear\","
            + "\"ratings\":\"likes\",\"values\":\"target\"}");
  }

  private static void assertContains(String json, String part) {
    assertTrue(json.contains(part), json);
  }

  @Test
  void write_refusesWhatIsNoResult() {
    String kinds =
        ResultsJson.kinds().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    assertEquals(
        "result must be one of " + kinds + ", but is String",
        assertThrows(IllegalArgumentException.class, () -> ResultsJson.write("x")).getMessage());
    BatchResult<String> batch =
        new BatchResult<>(History.ofNewUser(List.of()), null, new IllegalStateException());
    assertThrows(IllegalArgumentException.class, () -> ResultsJson.write(batch));
    assertEquals(
        "result must be one of " + kinds + ", but is Object",
        assertThrows(IllegalArgumentException.class, () -> ResultsJson.read("{}", Object.class))
            .getMessage());
    assertEquals(
        "results of a list must be of one kind, but are of Recommendation and Diagnostics",
        assertThrows(
                IllegalArgumentException.class,
                () -> ResultsJson.write(List.of(FIRST, Results.diagnostics())))
            .getMessage());
  }

  @Test
  void write_refusesNumbersThatAreNotFinite() {
    for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "score must be finite to be written as JSON, but was " + number,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ResultsJson.write(new Recommendation(1, "i", "t", number, null)))
              .getMessage());
      assertEquals(
          "probability must be finite to be written as JSON, but was " + number,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ResultsJson.write(new Recommendation(1, "i", "t", 1, number)))
              .getMessage());
    }
  }

  /** Such as a program has. */
  public record Report(String name, Map<String, Part> parts) {

    /** One of its parts. */
    public record Part(double value, List<Integer> counts) {}
  }

  @Test
  void writeReport_writesRecordsOfOthers_andNullForWhatIsNotFinite() {
    Map<String, Report.Part> parts = new LinkedHashMap<>();
    parts.put("b", new Report.Part(0.5, List.of(1, 2)));
    parts.put("a", new Report.Part(Double.NaN, List.of()));
    assertEquals(
        "{\"name\":\"r\",\"parts\":{\"b\":{\"value\":0.5,\"counts\":[1,2]},"
            + "\"a\":{\"value\":null,\"counts\":[]}}}",
        ResultsJson.writeReport(new Report("r", parts)).replaceAll("\\s+", ""));
  }

  @Test
  void read_saysWhatIsWrongAndWhere() {
    assertRefused(
        "more is unknown; was it written by a later version?", JSON.replace("}", ",\"more\":1}"));
    assertRefused("title must be a text, but is missing", JSON.replace("\"title\":\"Title\",", ""));
    assertRefused("title must be a text, but is null", JSON.replace("\"Title\"", "null"));
    assertRefused("title must be a text, but is 1", JSON.replace("\"Title\"", "1"));
    assertRefused("score must be a finite number, but is \"0.5\"", JSON.replace("0.5", "\"0.5\""));
    assertRefused("score must be a finite number, but is null", JSON.replace("0.5", "null"));
    assertRefused("score must be a finite number, but is Infinity", JSON.replace("0.5", "1e999"));
    assertRefused(
        "rank must be a whole number from -2147483648 to 2147483647, but is 1.0",
        JSON.replace("\"rank\":1", "\"rank\":1.0"));
    assertRefused(
        "rank must be a whole number from -2147483648 to 2147483647, but is 2147483648",
        JSON.replace("\"rank\":1", "\"rank\":2147483648"));
    assertRefused("document must be an object, but is an array", "[]");
    assertRefused("document must be an object, but is missing", "");
    assertEquals(
        "document must be an array, but is an object",
        assertThrows(
                ResultsFormatException.class,
                () -> ResultsJson.readList(JSON, Recommendation.class))
            .getMessage());
    assertEquals(
        "[0] must be an object, but is null",
        assertThrows(
                ResultsFormatException.class,
                () -> ResultsJson.readList("[null]", Recommendation.class))
            .getMessage());
    String explanation = ResultsJson.write(Results.explanation(Method.hessian()));
    assertRefused(
        "provenance.method.name must be one of replay, replay-first-order, hessian,"
            + " hessian-solved-again, least-squares, paper, removal, but is \"unrolled\"",
        explanation.replace("\"name\":\"hessian\"", "\"name\":\"unrolled\""),
        Explanation.class);
    assertRefused(
        "provenance.diagnostics.warnings[6].kind must be one of does-not-compare, folded-in,"
            + " history-differs, ill-conditioned, labels-as-logits, low-rank, not-liked,"
            + " not-stationary, nothing-liked, other-method, poor-fit, ratings-left-out,"
            + " replay-differs, singular, tags-differ, but is \"low\"",
        explanation.replace("low-rank", "low"),
        Explanation.class);
    assertRefused(
        "provenance.unit must be one of logit, rating, but is \"LOGIT\"",
        explanation.replace("\"logit\"", "\"LOGIT\""),
        Explanation.class);
    assertRefused(
        "contributions[0].interaction.time must be a time such as 2020-01-31T12:00:00Z, but is"
            + " \"yesterday\"",
        explanation.replaceAll("\\+12345[^\"]*", "yesterday"),
        Explanation.class);
    assertRefused(
        "contributions[0].interaction.context must have no element twice, but has one",
        explanation.replace("[\"a\",\"b\",\"c\"]", "[\"a\",\"a\"]"),
        Explanation.class);
    assertRefused(
        "contributions[0].interaction is refused: tag must not be empty",
        explanation.replace("[\"a\",\"b\",\"c\"]", "[\"\"]"),
        Explanation.class);
    assertRefused(
        "provenance.diagnostics.foldedIn must be true or false, but is 1",
        explanation.replace("\"foldedIn\":true", "\"foldedIn\":1"),
        Explanation.class);
  }

  @Test
  void read_refusesHostileText() {
    assertStartsRefused("text must be JSON within the limits, but is not at line 1", "{");
    assertStartsRefused("text must be JSON within the limits, but is not at line 1", JSON + "{}");
    assertStartsRefused(
        "text must be JSON within the limits, but is not at line 1",
        JSON.replace("\"rank\":1", "\"rank\":1,\"rank\":2"));
    assertStartsRefused("text must be JSON within the limits, but is not", "[".repeat(1_000_000));
    assertStartsRefused(
        "text must be JSON within the limits, but is not", JSON.replace("0.5", "1".repeat(1001)));
    assertStartsRefused(
        "text must be JSON within the limits, but is not",
        JSON.replace("Title", "t".repeat(1_000_001)));
    assertStartsRefused("score must be a finite number", JSON.replace("0.5", "1".repeat(999)));
    assertStartsRefused(
        "text must be JSON within the limits, but is not", JSON.replace("0.5", "NaN"));
    char[] name = new char[300];
    Arrays.fill(name, '\n');
    assertStartsRefused(
        "?".repeat(200) + "… is unknown",
        JSON.replace("{", "{\"" + new String(name).replace("\n", "\\n") + "\":1,"));
  }

  private static void assertStartsRefused(String start, String json) {
    String message =
        String.valueOf(
            assertThrows(
                    ResultsFormatException.class,
                    () -> ResultsJson.read(json, Recommendation.class))
                .getMessage());
    assertTrue(message.startsWith(start), message);
    assertTrue(message.length() < 1000 && message.lines().count() == 1, message);
  }
}
