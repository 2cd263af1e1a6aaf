package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    require(
        !recommendations.isEmpty(),
        "recommendations must hold at least one item; has the user rated everything?");
    for (Recommendation recommendation : recommendations) {
      require(
          items.add(recommendation.itemId()),
          "recommendations must hold an item once, but have '%s' twice",
          recommendation.itemId());
    }
  }

  private static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }

  List<List<Explanation>> methods(List<List<Explanation>> methods) {
    List<List<Explanation>> ordered = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (List<Explanation> explanations : methods) {
      List<Explanation> method = inOrder(explanations);
      Explanation first = method.get(0);
      require(
          given.add(first.method().name()),
          "method '%s' was given twice; call explanations once for each method",
          first.method().name());
      method.forEach(explanation -> requireSame(first, explanation));
      ordered.add(method);
    }
    return List.copyOf(ordered);
  }

  Map<String, RatingEdits> counterfactuals(Collection<RatingEdits> counterfactuals) {
    Map<String, RatingEdits> byItem = new HashMap<>();
    for (RatingEdits counterfactual : counterfactuals) {
      String item = counterfactual.item().itemId();
      requireOurs("counterfactual", item, counterfactual.provenance());
      require(
          byItem.put(item, counterfactual) == null,
          "counterfactuals must be one per item, but '%s' has two",
          item);
    }
    return byItem;
  }

  Map<String, StrongestGroup> groups(Collection<StrongestGroup> groups) {
    Map<String, StrongestGroup> byItem = new HashMap<>();
    for (StrongestGroup group : groups) {
      requireOurs("group", group.itemId(), group.provenance());
      require(
          byItem.put(group.itemId(), group) == null,
          "groups must be one per item, but '%s' has two",
          group.itemId());
    }
    return byItem;
  }

  private List<Explanation> inOrder(List<Explanation> explanations) {
    Map<String, Explanation> byItem = new HashMap<>();
    for (Explanation explanation : explanations) {
      String item = explanation.itemId();
      requireOurs("explanation", item, explanation.provenance());
      require(
          isFinite(explanation),
          "explanation of item '%s' must have finite numbers to be shown, but does not",
          item);
      require(
          byItem.put(item, explanation) == null,
          "explanations of a method must be one per item, but '%s' has two",
          item);
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

  private static boolean isFinite(Explanation explanation) {
    return Double.isFinite(explanation.score())
        && Double.isFinite(explanation.offset())
        && Double.isFinite(explanation.residual())
        && explanation.contributions().stream()
            .allMatch(
                c -> Arrays.stream(Quantity.values()).allMatch(q -> Double.isFinite(q.of(c))));
  }

  private void requireOurs(String what, String item, Provenance provenance) {
    require(
        items.contains(item),
        "%s of item '%s' must be of a recommended item; explain that list",
        what,
        item);
    require(
        Objects.equals(provenance.userId(), history.userId()),
        "%s of item '%s' must be of %s, but is of %s",
        what,
        item,
        user(history.userId()),
        user(provenance.userId()));
    String model = fingerprint == null ? provenance.modelFingerprint() : fingerprint;
    fingerprint = model;
    require(
        provenance.modelFingerprint().equals(model),
        "%s of item '%s' must be of the model '%s' like the rest, but is of '%s'",
        what,
        item,
        model,
        provenance.modelFingerprint());
  }

  private static String user(@Nullable String userId) {
    return userId == null ? "a new user" : "user '" + userId + "'";
  }

  private void requireSame(Explanation first, Explanation other) {
    require(
        other.method().equals(first.method()),
        "explanations must be of one method per call, but item '%s' has '%s' and item '%s' has"
            + " '%s'",
        first.itemId(),
        first.method().name(),
        other.itemId(),
        other.method().name());
    for (Interaction rating : ratings(other)) {
      require(
          rated.contains(rating),
          "explanation of item '%s' must rest on the history, but that has no such rating of item"
              + " '%s'",
          other.itemId(),
          rating.itemId());
    }
    require(
        other.diagnostics().equals(first.diagnostics()) && ratings(other).equals(ratings(first)),
        "explanations of a method must rest on the same ratings, but those of items '%s' and '%s'"
            + " do not",
        first.itemId(),
        other.itemId());
  }

  private static List<Interaction> ratings(Explanation explanation) {
    return explanation.contributions().stream().map(Contribution::interaction).toList();
  }
}
