package io.github.fmexplain.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import java.util.List;

/**
 * All contributions as JSON, for the script that sorts them: no text, and every number once. A
 * method has the rows of its ratings, in the order of {@link RatedItems}, and for each item the
 * three quantities as columns; see {@link ScoreNumber#json}.
 *
 * <pre>{@code
 * [{"rows":[0,1],"items":[[[12,-5],[301,77],[290,81]]]}]
 * }</pre>
 */
final class PageNumbers {

  private PageNumbers() {}

  static String json(List<List<Explanation>> methods, RatedItems ratings) {
    StringBuilder json = new StringBuilder("[");
    for (List<Explanation> method : methods) {
      json.append(json.length() == 1 ? "" : ",").append("{\"rows\":[");
      List<Contribution> first = ratings.inOrder(method.get(0));
      for (int r = 0; r < first.size(); r++) {
        json.append(r == 0 ? "" : ",").append(ratings.rowOf(first.get(r)));
      }
      json.append("],\"items\":[");
      for (int i = 0; i < method.size(); i++) {
        json.append(i == 0 ? "" : ",");
        item(json, ratings.inOrder(method.get(i)));
      }
      json.append("]}");
    }
    return json.append(']').toString();
  }

  private static void item(StringBuilder json, List<Contribution> contributions) {
    String open = "[[";
    for (Quantity quantity : Quantity.values()) {
      json.append(open);
      open = ",[";
      for (int r = 0; r < contributions.size(); r++) {
        json.append(r == 0 ? "" : ",")
            .append(ScoreNumber.of(quantity.of(contributions.get(r))).json());
      }
      json.append(']');
    }
    json.append(']');
  }
}
