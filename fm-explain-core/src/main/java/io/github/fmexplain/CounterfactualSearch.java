package io.github.fmexplain;

import io.github.fmexplain.Counterfactual.Rated;
import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.EditSearch;
import io.github.fmexplain.internal.Found;
import io.github.fmexplain.internal.UserSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts the question of a counterfactual into numbers, and the answer back into ratings. */
final class CounterfactualSearch {

  private CounterfactualSearch() {}

  static Optional<Counterfactual> search(
      ExplainerSettings settings,
      UserSystem system,
      History history,
      Set<String> context,
      String itemId,
      int listLength,
      int largestSize) {
    UserSpace space =
        UserSpace.of(
            settings.userSettings(),
            history,
            context,
            system.diagnostics.resolved() ? system.theta : null);
    int item = space.requireUnrated(itemId, "a counterfactual is for an item that is recommended");
    requirePositive(listLength, "list length");
    requirePositive(largestSize, "largest size");
    space.requireListed(item, listLength);
    Found found = EditSearch.removals(space, item, listLength, largestSize);
    if (found == null) {
      return Optional.empty();
    }
    Catalogue catalogue = settings.catalogue();
    return Optional.of(
        new Counterfactual(
            history.userId(),
            ScoreUnit.of(settings.model().predictorType()),
            listLength,
            rated(history, catalogue, found.edits()),
            standing(space, found, item),
            standing(space, found, found.bestNewcomer(listLength)),
            system.diagnostics,
            settings.model().fingerprint()));
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  private static List<Rated> rated(History history, Catalogue catalogue, int[] rows) {
    return Arrays.stream(rows)
        .mapToObj(
            row -> {
              Interaction interaction = history.interactions().get(row);
              return new Rated(interaction, catalogue.titleOf(interaction.itemId()));
            })
        .toList();
  }

  private static Standing standing(UserSpace space, Found found, int item) {
    CatalogueItem entry = space.item(item);
    return new Standing(
        entry.id(),
        entry.title(),
        found.rankBefore(item),
        found.rankAfter(item),
        found.before(item),
        found.after(item),
        found.estimated(item));
  }
}
