package io.github.fmexplain.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.Sentences;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that everything on a page is of one user, one model and one list. */
final class InputChecks {

  private final History history;
  private final List<Recommendation> recommendations;
  private final Set<Interaction> rated;
  private final Set<String> items = new HashSet<>();
  private @Nullable String fingerprint;

  InputChecks(History history, List<Recommendation> recommendations) {
    this.history = history;
    this.recommendations = recommendations;
    this.rated = new HashSet<>(history.interactions());
    if (recommendations.isEmpty()) {
      throw new IllegalArgumentException(
          "recommendations must hold at least one item; has the user rated everything?");
    }
    for (Recommendation recommendation : recommendations) {
      if (!items.add(recommendation.itemId())) {
        throw new IllegalArgumentException(
            "recommendations must hold an item once, but have '"
                + recommendation.itemId()
                + "' twice");
      }
    }
  }

  PageInput checked(
      List<List<Explanation>> methods,
      Collection<Counterfactual> counterfactuals,
      @Nullable Catalogue catalogue,
      Words words,
      Sentences sentences) {
    List<List<Explanation>> ordered = new ArrayList<>();
    Set<Influence> given = new HashSet<>();
    for (List<Explanation> explanations : methods) {
      List<Explanation> method = inOrder(explanations);
      Explanation first = method.get(0);
      if (!given.add(first.method())) {
        throw new IllegalArgumentException(
            "method '"
                + first.method().name()
                + "' was given twice; call explanations once for"
                + " each method");
      }
      for (Explanation explanation : method) {
        requireSame(first, explanation);
      }
      ordered.add(method);
    }
    Map<String, Counterfactual> byItem = new HashMap<>();
    for (Counterfactual counterfactual : counterfactuals) {
      String item = counterfactual.item().itemId();
      requireOurs(
          "counterfactual", item, counterfactual.userId(), counterfactual.modelFingerprint());
      if (byItem.put(item, counterfactual) != null) {
        throw new IllegalArgumentException(
            "counterfactuals must be one an item, but '" + item + "' has two");
      }
    }
    return new PageInput(
        history, recommendations, List.copyOf(ordered), byItem, catalogue, words, sentences);
  }

  private List<Explanation> inOrder(List<Explanation> explanations) {
    Map<String, Explanation> byItem = new HashMap<>();
    for (Explanation explanation : explanations) {
      String item = explanation.itemId();
      requireOurs("explanation", item, explanation.userId(), explanation.modelFingerprint());
      if (byItem.put(item, explanation) != null) {
        throw new IllegalArgumentException(
            "explanations of a method must be one an item, but '" + item + "' has two");
      }
    }
    List<Explanation> ordered = new ArrayList<>();
    for (Recommendation recommendation : recommendations) {
      Explanation explanation = byItem.get(recommendation.itemId());
      if (explanation == null) {
        throw new IllegalArgumentException(
            "explanations of a method must cover every recommendation, but item '"
                + recommendation.itemId()
                + "' has none");
      }
      ordered.add(explanation);
    }
    return List.copyOf(ordered);
  }

  private void requireOurs(String what, String item, @Nullable String userId, String itsModel) {
    if (!items.contains(item)) {
      throw new IllegalArgumentException(
          what + " of item '" + item + "' must be of a recommended item; explain that list");
    }
    if (!Objects.equals(userId, history.userId())) {
      throw new IllegalArgumentException(
          what
              + " of item '"
              + item
              + "' must be of "
              + user(history.userId())
              + ", but is of "
              + user(userId));
    }
    if (fingerprint == null) {
      fingerprint = itsModel;
    }
    if (!itsModel.equals(fingerprint)) {
      throw new IllegalArgumentException(
          what
              + " of item '"
              + item
              + "' must be of the model '"
              + fingerprint
              + "' like the rest, but is of '"
              + itsModel
              + "'");
    }
  }

  private static String user(@Nullable String userId) {
    return userId == null ? "a new user" : "user '" + userId + "'";
  }

  private void requireSame(Explanation first, Explanation other) {
    if (!other.method().equals(first.method())) {
      throw new IllegalArgumentException(
          "explanations must be of one method a call, but item '"
              + first.itemId()
              + "' has '"
              + first.method().name()
              + "' and item '"
              + other.itemId()
              + "' has '"
              + other.method().name()
              + "'");
    }
    for (Contribution contribution : other.contributions()) {
      if (!rated.contains(contribution.interaction())) {
        throw new IllegalArgumentException(
            "explanation of item '"
                + other.itemId()
                + "' must rest on the history, but that has"
                + " no such rating of item '"
                + contribution.interaction().itemId()
                + "'");
      }
    }
    if (!other.diagnostics().equals(first.diagnostics())
        || !ratings(other).equals(ratings(first))) {
      throw new IllegalArgumentException(
          "explanations of a method must rest on the same ratings, but those of items '"
              + first.itemId()
              + "' and '"
              + other.itemId()
              + "' do not");
    }
  }

  private static List<Interaction> ratings(Explanation explanation) {
    return explanation.contributions().stream().map(Contribution::interaction).toList();
  }
}
