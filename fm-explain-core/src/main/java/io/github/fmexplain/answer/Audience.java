package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an item suits several users together, such as a household or a segment: by the mean of their
 * scores, {@code offset + Σ meanImpact + residual = score}, and the members' shares add up to it
 * too.
 *
 * @param itemId the item
 * @param title its title
 * @param unit the unit of all numbers
 * @param method the method that was asked for; a member's diagnostics tell if another ran
 * @param score the mean score of the members
 * @param offset the mean offset
 * @param residual the mean residual
 * @param ratedItems the items that a member has rated, largest mean removal effect first
 * @param members the users, in the order given
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 */
public record Audience(
    String itemId,
    String title,
    ScoreUnit unit,
    Method method,
    double score,
    double offset,
    double residual,
    List<RatedItem> ratedItems,
    List<Member> members,
    String modelFingerprint) {

  public Audience {
    ratedItems = List.copyOf(ratedItems);
    members = List.copyOf(members);
  }

  /**
   * An item that members have rated. Means are over all members; who has not rated it counts zero.
   *
   * @param itemId the rated item
   * @param title its title
   * @param ratedBy how many members' ratings carry a contribution
   * @param meanRating the mean of those ratings
   * @param totalImpact the sum of their impacts
   * @param meanImpact the mean impact
   * @param meanRemovalEffect the mean removal effect
   */
  public record RatedItem(
      String itemId,
      String title,
      int ratedBy,
      double meanRating,
      double totalImpact,
      double meanImpact,
      double meanRemovalEffect) {}

  /**
   * A user.
   *
   * @param userId the user, or null for a new one
   * @param score the user's own score of the item
   * @param share the score divided by the number of members: what the user adds to the mean score
   * @param offset the user's offset
   * @param impact the sum of the user's impacts
   * @param residual the user's residual
   * @param diagnostics what the user's explanation rests on
   */
  public record Member(
      @Nullable String userId,
      double score,
      double share,
      double offset,
      double impact,
      double residual,
      Diagnostics diagnostics) {

    /** {@return the user, the score and the diagnostics} */
    @Override
    public String toString() {
      return Text.of("Member[%s, score %.4f, %s]", Text.user(userId), score, diagnostics);
    }
  }

  /**
   * {@return why an item suits these users}
   *
   * @param explainer explains the model
   * @param histories one per user, at least one
   * @param itemId an item of the catalogue
   * @throws IllegalArgumentException if there is no history
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public static Audience of(FmExplainer explainer, List<History> histories, String itemId) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(itemId, "itemId");
    if (histories.isEmpty()) {
      throw new IllegalArgumentException("histories must hold at least 1 user, but are empty");
    }
    List<Explanation> explanations =
        histories.stream().map(h -> explainer.forHistory(h).explain(itemId)).toList();
    int n = explanations.size();
    return new Audience(
        itemId,
        explainer.catalogue().item(itemId).title(),
        explanations.get(0).unit(),
        explainer.method(),
        explanations.stream().mapToDouble(Explanation::score).sum() / n,
        explanations.stream().mapToDouble(Explanation::offset).sum() / n,
        explanations.stream().mapToDouble(Explanation::residual).sum() / n,
        ratedItems(explanations),
        explanations.stream().map(e -> member(e, n)).toList(),
        explainer.trained().model().fingerprint());
  }

  private static Member member(Explanation e, int n) {
    return new Member(
        e.userId(),
        e.score(),
        e.score() / n,
        e.offset(),
        e.totalImpact(),
        e.residual(),
        e.diagnostics());
  }

  private static List<RatedItem> ratedItems(List<Explanation> explanations) {
    Map<String, List<Contribution>> byItem = new LinkedHashMap<>();
    for (Explanation explanation : explanations) {
      for (Contribution c : explanation.contributions()) {
        byItem.computeIfAbsent(c.interaction().itemId(), any -> new ArrayList<>()).add(c);
      }
    }
    List<RatedItem> items = new ArrayList<>();
    byItem.forEach(
        (id, contributions) -> items.add(ratedItem(id, contributions, explanations.size())));
    items.sort(Comparator.comparingDouble(item -> -item.meanRemovalEffect()));
    return items;
  }

  private static RatedItem ratedItem(String itemId, List<Contribution> contributions, int n) {
    double impact = contributions.stream().mapToDouble(Contribution::impact).sum();
    return new RatedItem(
        itemId,
        contributions.get(0).title(),
        contributions.size(),
        contributions.stream().mapToDouble(c -> c.interaction().rating()).average().orElseThrow(),
        impact,
        impact / n,
        contributions.stream().mapToDouble(Contribution::removalEffect).sum() / n);
  }

  /** {@return the item, the score, and the numbers of members and of rated items} */
  @Override
  public String toString() {
    return Text.of(
        "Audience[item '%s', score %.4f, %d members, %d rated items, %s]",
        itemId, score, members.size(), ratedItems.size(), method.name());
  }
}
