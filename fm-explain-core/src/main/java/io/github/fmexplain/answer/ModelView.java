package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A look at a whole model: what drives the recommendations of each item over many users, and which
 * items lie at the ends of each factor. Immutable and thread-safe.
 */
public final class ModelView {

  /** A rating counts as a driver of a recommendation if it is among this many proponents. */
  private static final int PROPONENTS = 3;

  private final FmExplainer explainer;

  private ModelView(FmExplainer explainer) {
    this.explainer = explainer;
  }

  /**
   * {@return a look at the model of an explainer}
   *
   * @param explainer explains the model
   */
  public static ModelView of(FmExplainer explainer) {
    Objects.requireNonNull(explainer, "explainer");
    return new ModelView(explainer);
  }

  /**
   * An item that is recommended, and what drives that.
   *
   * @param itemId the item
   * @param title its title
   * @param recommendedTo to how many of the users it is recommended
   * @param drivers the rated items behind that, most often first
   * @param weakest the diagnostics of the user with the fewest used ratings among those
   */
  public record ItemDrivers(
      String itemId, String title, int recommendedTo, List<Driver> drivers, Diagnostics weakest) {

    public ItemDrivers {
      drivers = List.copyOf(drivers);
    }

    /** {@return the item, to how many users it is recommended and the number of drivers} */
    @Override
    public String toString() {
      return Text.of(
          "ItemDrivers[item '%s', recommended to %s, %s drivers]",
          itemId, recommendedTo, drivers.size());
    }
  }

  /**
   * A rated item behind recommendations of another.
   *
   * @param itemId the rated item
   * @param title its title
   * @param times for how many users it is among the 3 strongest proponents, by removal effect
   * @param meanRemovalEffect its mean removal effect over those users, in score units
   */
  public record Driver(String itemId, String title, int times, double meanRemovalEffect) {}

  /**
   * The items at the ends of a factor. A factor's sign and its mixture with others are arbitrary:
   * training fixes only the products of users and items. It is a look, not an explanation.
   *
   * @param factor the factor, from 1
   * @param lowest the items with the lowest values, lowest first
   * @param highest the items with the highest values, highest first
   */
  public record FactorEnds(int factor, List<Placed> lowest, List<Placed> highest) {

    public FactorEnds {
      lowest = List.copyOf(lowest);
      highest = List.copyOf(highest);
    }

    /** {@return the factor and the number of items at its ends} */
    @Override
    public String toString() {
      return "FactorEnds[factor "
          + factor
          + ", "
          + lowest.size()
          + " lowest, "
          + highest.size()
          + " highest]";
    }
  }

  /**
   * An item on a factor.
   *
   * @param itemId the item
   * @param title its title
   * @param value Σ x_f v_f over the item's features, at this factor
   */
  public record Placed(String itemId, String title, double value) {}

  /**
   * {@return for each item that is recommended to one of the users, the rated items that most often
   * drive it} Most often recommended first. Costs listLength explanations per user.
   *
   * @param histories one per user, at least one
   * @param listLength the number of items recommended to each, at least 0
   * @param driversPerItem at most this many drivers per item, at least 1
   * @throws IllegalArgumentException if there is no history, or a number is too small
   */
  public List<ItemDrivers> itemDrivers(
      List<History> histories, int listLength, int driversPerItem) {
    if (histories.isEmpty()) {
      throw new IllegalArgumentException("histories must hold at least 1 user, but are empty");
    }
    Once.atLeast(1, driversPerItem, "drivers per item");
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (History history : histories) {
      UserExplainer user = explainer.forHistory(history);
      for (Recommendation item : user.recommend(listLength)) {
        tallies
            .computeIfAbsent(item.itemId(), any -> new Tally(item, user.provenance().diagnostics()))
            .add(
                user.explain(item.itemId()).proponents(PROPONENTS),
                user.provenance().diagnostics());
      }
    }
    return tallies.values().stream()
        .map(tally -> tally.drivers(driversPerItem))
        .sorted(Comparator.comparingInt(drivers -> -drivers.recommendedTo()))
        .toList();
  }

  /** Counts who stands behind the recommendations of one item. */
  private static final class Tally {

    private final Recommendation item;
    private final Map<String, List<Contribution>> byItem = new LinkedHashMap<>();
    private Diagnostics weakest;
    private int users;

    Tally(Recommendation item, Diagnostics first) {
      this.item = item;
      this.weakest = first;
    }

    void add(List<Contribution> proponents, Diagnostics diagnostics) {
      users++;
      if (diagnostics.rowsUsed() < weakest.rowsUsed()) {
        weakest = diagnostics;
      }
      for (Contribution c : proponents) {
        byItem.computeIfAbsent(c.interaction().itemId(), any -> new ArrayList<>()).add(c);
      }
    }

    ItemDrivers drivers(int count) {
      List<Driver> drivers = new ArrayList<>();
      byItem.forEach(
          (id, list) ->
              drivers.add(
                  new Driver(
                      id,
                      list.get(0).title(),
                      list.size(),
                      list.stream()
                          .mapToDouble(Contribution::removalEffect)
                          .average()
                          .orElseThrow())));
      drivers.sort(
          Comparator.comparingInt((Driver d) -> -d.times())
              .thenComparingDouble(d -> -d.meanRemovalEffect()));
      return new ItemDrivers(
          item.itemId(),
          item.title(),
          users,
          drivers.subList(0, Math.min(count, drivers.size())),
          weakest);
    }
  }

  /**
   * {@return the items at both ends of each factor}
   *
   * @param count how many at each end, at least 1; more than there are is all
   * @throws IllegalArgumentException if the count is less than 1
   */
  public List<FactorEnds> factorEnds(int count) {
    Once.atLeast(1, count, "count");
    Catalogue catalogue = explainer.catalogue();
    List<CatalogueItem> items = catalogue.items();
    int k = explainer.trained().model().numFactors();
    double[][] vectors = new double[items.size()][k];
    for (int j = 0; j < vectors.length; j++) {
      explainer
          .trained()
          .model()
          .addTo(vectors[j], explainer.trained().encoder().itemFeatures(items.get(j).id()));
    }
    List<FactorEnds> ends = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      int factor = c;
      List<Placed> ascending =
          IntStream.range(0, vectors.length)
              .mapToObj(
                  j -> new Placed(items.get(j).id(), items.get(j).title(), vectors[j][factor]))
              .sorted(Comparator.comparingDouble(Placed::value))
              .toList();
      List<Placed> descending =
          ascending.stream().sorted(Comparator.comparingDouble(p -> -p.value())).toList();
      ends.add(
          new FactorEnds(
              c + 1,
              ascending.subList(0, Math.min(count, ascending.size())),
              descending.subList(0, Math.min(count, descending.size()))));
    }
    return ends;
  }

  /** {@return the explainer} */
  @Override
  public String toString() {
    return "ModelView[" + explainer + "]";
  }
}
