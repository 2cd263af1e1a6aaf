package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.report.internal.Titles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's ratings in the order of the page: the best first, equal ones as in the history. The
 * place in this order stands for a rating in the page's numbers.
 */
final class RatedItems {

  private final List<Interaction> ratings;
  private final Map<String, Integer> rows = new HashMap<>();
  private final Map<String, String> titles = new HashMap<>();

  RatedItems(History history, @Nullable Catalogue catalogue, List<List<Explanation>> explanations) {
    ratings = new ArrayList<>(history.interactions());
    ratings.sort(Comparator.comparingDouble(rating -> -rating.rating()));
    for (Interaction rating : ratings) {
      rows.put(rating.itemId(), rows.size());
      titles.put(
          rating.itemId(),
          catalogue == null ? rating.itemId() : catalogue.titleOf(rating.itemId()));
    }
    for (List<Explanation> method : explanations) {
      for (Contribution c : method.get(0).contributions()) {
        titles.put(c.interaction().itemId(), c.title());
      }
    }
  }

  int size() {
    return ratings.size();
  }

  List<Interaction> inOrder() {
    return ratings;
  }

  int rowOf(Contribution contribution) {
    return rows.getOrDefault(contribution.interaction().itemId(), -1);
  }

  /** Returns a clean title. */
  String titleOf(Interaction rating) {
    String id = rating.itemId();
    return Titles.clean(titles.getOrDefault(id, id), id);
  }

  /** Returns the contributions in the order of the page. */
  List<Contribution> inOrder(Explanation explanation) {
    return explanation.contributions().stream()
        .sorted(Comparator.comparingInt(this::rowOf))
        .toList();
  }
}
