package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All contributions as JSON, for the script that sorts them: no text, and every number once. A
 * method has the rows of its ratings in the order of {@link RatedItems}, or only their number where
 * it uses all of them, and for each item the three quantities as columns.
 *
 * <pre>{@code
 * [{"rows":2,"items":[["2gMf7","2kthN","2kihR"]]}]   12, -5; 301, 77; 290, 81
 * }</pre>
 *
 * <p>Nearly all of a large page are these numbers, so a column is a string of counts of 0.0001: its
 * first character is the number of digits of a count, then come the counts in base 64, as many
 * digits each, half of the range below 0. Where a count is too large for that, the column is a list
 * of {@link ScoreNumber#json}.
 */
final class PageNumbers {

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final int MOST_DIGITS = 5;

  private PageNumbers() {}

  static String json(List<List<Explanation>> methods, RatedItems ratings) {
    StringBuilder json = new StringBuilder("[");
    for (List<Explanation> method : methods) {
      json.append(json.length() == 1 ? "" : ",").append("{\"rows\":");
      List<Contribution> first = ratings.inOrder(method.get(0));
      json.append(
          first.size() == ratings.size()
              ? first.size()
              : first.stream()
                  .map(c -> String.valueOf(ratings.rowOf(c)))
                  .collect(Collectors.joining(",", "[", "]")));
      json.append(",\"items\":[");
      for (int i = 0; i < method.size(); i++) {
        json.append(i == 0 ? "" : ",");
        item(json, ratings.inOrder(method.get(i)));
      }
      json.append("]}");
    }
    return json.append(']').toString();
  }

  private static void item(StringBuilder json, List<Contribution> contributions) {
    String open = "[";
    for (Quantity quantity : Quantity.values()) {
      json.append(open);
      open = ",";
      column(json, contributions.stream().map(c -> ScoreNumber.of(quantity.of(c))).toList());
    }
    json.append(']');
  }

  private static void column(StringBuilder json, List<ScoreNumber> numbers) {
    double largest = numbers.stream().mapToDouble(n -> Math.abs(n.order())).max().orElse(0);
    int digits = 1;
    while (digits <= MOST_DIGITS && largest >= half(digits)) {
      digits++;
    }
    if (digits > MOST_DIGITS) {
      json.append(
          numbers.stream().map(ScoreNumber::json).collect(Collectors.joining(",", "[", "]")));
      return;
    }
    json.append('"').append(digits);
    for (ScoreNumber number : numbers) {
      long count = (long) number.order() + half(digits);
      for (int shift = 6 * (digits - 1); shift >= 0; shift -= 6) {
        json.append(DIGITS.charAt((int) (count >> shift) & 63));
      }
    }
    json.append('"');
  }

  private static long half(int digits) {
    return 1L << (6 * digits - 1);
  }
}
