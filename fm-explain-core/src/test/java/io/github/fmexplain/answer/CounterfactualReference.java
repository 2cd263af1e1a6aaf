package io.github.fmexplain.answer;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Counterfactuals the slow way: a new explainer is made for every subset of the ratings, and the
 * catalogue is ranked anew with what it says.
 */
final class CounterfactualReference {

  private final FmExplainer explainer;
  private final History history;
  private final Map<String, Double> before = new HashMap<>();
  private final Map<String, Double> solved;

  CounterfactualReference(FmExplainer explainer, History history) {
    this.explainer = explainer;
    this.history = history;
    UserExplainer user = explainer.forHistory(history);
    explainer.catalogue().items().forEach(i -> before.put(i.id(), user.score(i.id())));
    this.solved = solvedScores(history);
  }

  private Map<String, Double> solvedScores(History edited) {
    Map<String, Double> scores = new HashMap<>();
    UserExplainer user = explainer.foldIn(edited);
    explainer.catalogue().items().forEach(i -> scores.put(i.id(), user.score(i.id())));
    return scores;
  }

  /** The score now, moved as that of the user solved again moves. */
  Map<String, Double> scoresAfter(History edited) {
    Map<String, Double> after = new HashMap<>(before);
    Map<String, Double> edit = solvedScores(edited);
    after.replaceAll((id, score) -> score + of(edit, id) - of(solved, id));
    return after;
  }

  private static double of(Map<String, Double> scores, String id) {
    return Objects.requireNonNull(scores.get(id));
  }

  /** How many items that the user has not rated have a higher score. */
  long ahead(String itemId, Map<String, Double> scores) {
    double own = of(scores, itemId);
    return scores.entrySet().stream()
        .filter(e -> history.find(e.getKey()).isEmpty() && e.getValue() > own)
        .count();
  }

  boolean isOutWithout(String itemId, int listLength, List<Interaction> removed) {
    History edited = history;
    for (Interaction rating : removed) {
      edited = edited.without(rating.itemId());
    }
    return ahead(itemId, scoresAfter(edited)) >= listLength;
  }

  /** The size of the smallest set, leaving at least one rating; the history's size if none. */
  int smallest(String itemId, int listLength) {
    int m = history.size();
    int smallest = m;
    for (int bits = 1; bits < (1 << m) - 1; bits++) {
      if (Integer.bitCount(bits) < smallest) {
        int set = bits;
        List<Interaction> removed =
            IntStream.range(0, m)
                .filter(r -> ((set >> r) & 1) == 1)
                .mapToObj(history.interactions()::get)
                .toList();
        if (isOutWithout(itemId, listLength, removed)) {
          smallest = removed.size();
        }
      }
    }
    return smallest;
  }
}
