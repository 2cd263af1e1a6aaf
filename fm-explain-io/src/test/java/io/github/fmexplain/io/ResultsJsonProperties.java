package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Recommendation;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ResultsJsonProperties {

  private static final List<String> PIECES =
      List.of(
          "null", "-1", "1e999", "true", "\"\"", "[", "]", "{", "}", ",", ":", "\"", "\\u0000",
          "0");

  private final List<Object> results = Results.all();

  @Property(seed = "1", tries = 3000)
  void texts_areReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    Object result = results.get(random.nextInt(results.size()));
    String text = ResultsJson.write(result);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(8));
      text =
          text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
    }
    try {
      Object read = ResultsJson.read(text, result.getClass());
      assertEquals(read, ResultsJson.read(ResultsJson.write(read), result.getClass()));
    } catch (ResultsFormatException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(!message.isEmpty() && message.length() < 2000, message);
      assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    }
  }

  @Property(seed = "1", tries = 2000)
  void numbersAndTexts_areReadAsTheyWereWritten(
      @ForAll double score, @ForAll Double probability, @ForAll int rank, @ForAll String title)
      throws ResultsFormatException {
    Recommendation result = new Recommendation(rank, title, title, score, probability);

    assertEquals(result, ResultsJson.read(ResultsJson.write(result), Recommendation.class));
  }
}
