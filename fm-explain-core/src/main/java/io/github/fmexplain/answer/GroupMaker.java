package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingGroups.Group;
import io.github.fmexplain.answer.StrongestGroup.Kind;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.model.NoAnswerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Adds up and removes a user's ratings in groups. */
final class GroupMaker {

  private final UserItems space;
  private final List<Interaction> ratings;
  private final Explanation explanation;
  private final Map<Interaction, Contribution> contributions = new HashMap<>();
  private final int item;

  GroupMaker(UserExplainer user, UserItems space, String itemId) {
    this.space = space;
    this.ratings = user.history().interactions();
    this.explanation = user.explain(itemId);
    explanation.contributions().forEach(c -> contributions.put(c.interaction(), c));
    this.item = space.place(itemId);
  }

  RatingGroups groups(Function<CatalogueItem, ? extends Collection<String>> grouping) {
    Map<String, List<Integer>> byName = new TreeMap<>();
    List<Integer> ungrouped = new ArrayList<>();
    boolean overlapping = false;
    for (int r = 0; r < ratings.size(); r++) {
      Optional<CatalogueItem> rated = space.items().find(ratings.get(r).itemId());
      Set<String> names =
          rated.isEmpty() ? Set.of() : new HashSet<>(grouping.apply(rated.orElseThrow()));
      overlapping |= names.size() > 1;
      if (names.isEmpty()) {
        ungrouped.add(r);
      }
      for (String name : names) {
        byName.computeIfAbsent(name, any -> new ArrayList<>()).add(r);
      }
    }
    List<Group> groups = new ArrayList<>();
    byName.forEach((name, rows) -> groups.add(group(name, rows)));
    groups.sort(Comparator.comparingDouble(group -> -group.jointRemovalEffect()));
    @Nullable Group rest = ungrouped.isEmpty() ? null : group("", ungrouped);
    return new RatingGroups(explanation, groups, rest, overlapping);
  }

  Group group(String name, Predicate<Interaction> test) {
    List<Integer> rows = rowsWhere(test);
    if (rows.isEmpty()) {
      throw new NoAnswerException(
          NoAnswerException.Kind.EMPTY_GROUP,
          "group '"
              + name
              + "' must hold at least 1 of the user's ratings, but holds none of "
              + ratings.size());
    }
    return group(name, rows);
  }

  Optional<StrongestGroup> strongest(Provenance provenance) {
    if (contributions.values().stream()
        .anyMatch(c -> Math.abs(c.removalEffect()) >= StrongestGroup.MATTERS)) {
      return Optional.empty();
    }
    List<StrongestGroup> all = new ArrayList<>();
    for (Group group : groups(CatalogueItem::tags).groups()) {
      all.add(new StrongestGroup(provenance, explanation.itemId(), Kind.TAG, group));
    }
    OptionalDouble likeFrom = provenance.target().likeThreshold();
    if (likeFrom.isPresent()) {
      addWhere(all, provenance, Kind.LIKED, rating -> rating.rating() >= likeFrom.getAsDouble());
      addWhere(all, provenance, Kind.NOT_LIKED, rating -> rating.rating() < likeFrom.getAsDouble());
    }
    return all.stream()
        .filter(s -> s.group().ratings().size() > 1)
        .filter(s -> s.group().ratings().size() < ratings.size())
        .max(Comparator.comparingDouble(s -> Math.abs(s.group().jointRemovalEffect())));
  }

  private void addWhere(
      List<StrongestGroup> all, Provenance provenance, Kind kind, Predicate<Interaction> test) {
    List<Integer> rows = rowsWhere(test);
    if (!rows.isEmpty() && rows.size() < ratings.size()) {
      all.add(new StrongestGroup(provenance, explanation.itemId(), kind, group("", rows)));
    }
  }

  private List<Integer> rowsWhere(Predicate<Interaction> test) {
    List<Integer> rows = new ArrayList<>();
    for (int r = 0; r < ratings.size(); r++) {
      if (test.test(ratings.get(r))) {
        rows.add(r);
      }
    }
    return rows;
  }

  private Group group(String name, List<Integer> rows) {
    List<Rated> rated = new ArrayList<>();
    double impact = 0;
    double removalEffects = 0;
    for (int row : rows) {
      Interaction rating = ratings.get(row);
      rated.add(new Rated(rating, space.items().titleOf(rating.itemId())));
      Contribution contribution = contributions.get(rating);
      if (contribution != null) {
        impact += contribution.impact();
        removalEffects += contribution.removalEffect();
      }
    }
    Refit refit = space.user().refit();
    double now = space.score(item, refit.all());
    int[] gone = rows.stream().mapToInt(Integer::intValue).toArray();
    return new Group(
        name, rated, impact, removalEffects, now - space.score(item, refit.without(gone)));
  }
}
