package io.github.fmexplain.internal.edit;

import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.model.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Searches the smallest set of edits that meets a goal.
 *
 * <p>What decides is not how much an edit lowers the item, but how much it lowers the item against
 * a rival that could take its place (Tran, Ghazimatin, Saha Roy, SIGIR 2021). So, for each of the
 * nearest rivals, the edits are taken greedily by the shift of the difference of the two scores,
 * d·Δθ_e, until their sum meets the goal; the shortest of these plans are then confirmed by finding
 * the edited user's parameters, prolonged where the sum was too hopeful, shortened where it was not
 * hopeful enough, and thinned out: a member without which the goal is still met is left out.
 *
 * <p>Each search takes the user's items, the place of the item in the catalogue, N (the length of
 * the list) and the largest size of a set.
 *
 * <p>Where a user is a bag of rows, θ of a set costs no more than a sum of shifts: it is then taken
 * in the place of the sum, and every smaller set is tried, size by size, up to a number of sets.
 *
 * <p>Cost: the shifts of E edits once, O(E d) for each plan, one refit for each confirmation.
 */
public final class EditSearch {

  /** With more items than this only those with the strongest response are tried. */
  private static final int MOST_CANDIDATES = 256;

  /** Of a bag at most so many sets are tried beside those of the plans. */
  private static final int MOST_SETS = 20_000;

  private final UserItems space;
  private final double[][] shifts;
  private final Function<int[], double[]> refit;
  private final Goal goal;
  private final int largest;

  /** Whether θ of a set is as cheap as a sum of shifts. */
  private final boolean exact;

  /** θ of the last set that met the goal. */
  private double[] found = new double[0];

  private EditSearch(
      UserItems space, double[][] shifts, Function<int[], double[]> refit, Goal goal, int largest) {
    this.space = space;
    this.shifts = shifts;
    this.refit = refit;
    this.goal = goal;
    this.largest = Math.min(largest, shifts.length);
    this.exact = space.user().isBag();
  }

  /**
   * {@return the fewest rows without which one of the N best items is no longer one of them, or
   * null if none are found} The edits are places of rows.
   *
   * @param rows how many can go: those before this one
   */
  public static @Nullable Found removals(
      UserItems space, int rows, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    return new EditSearch(
            space,
            Arrays.copyOf(refit.removalShifts(), rows),
            refit::without,
            Goal.fallOut(space, item, listLength),
            largest)
        .search();
  }

  /**
   * {@return the fewest changed targets with which one of the N best items is no longer one of
   * them, or null if none are found} The edits are places in the array of rows.
   *
   * @param rows the rows that can change. Not modified.
   * @param label what their targets and weights change to
   */
  public static @Nullable Found changes(
      UserItems space, int[] rows, Label label, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    return new EditSearch(
            space,
            refit.changeShifts(rows, label),
            chosen -> refit.changed(Arrays.stream(chosen).map(e -> rows[e]).toArray(), label),
            Goal.fallOut(space, item, listLength),
            largest)
        .search();
  }

  /**
   * {@return the fewest added rows with which another item is among the N best, or null if none are
   * found} The edits are places in the array of items.
   *
   * @param items the items that can be rated: places in the catalogue, see {@link #candidates}. Not
   *     modified.
   * @param label y and c of each new row
   */
  public static @Nullable Found additions(
      UserItems space, int[] items, Label label, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    List<FeatureVector> rows = Arrays.stream(items).mapToObj(space::features).toList();
    return new EditSearch(
            space,
            refit.additionShifts(rows, label),
            chosen -> refit.with(Arrays.stream(chosen).mapToObj(rows::get).toList(), label),
            Goal.getIn(space, item, listLength),
            largest)
        .search();
  }

  /**
   * {@return the items that the user could rate to move another item's score: all that compete, or,
   * of very many, those whose rows have the strongest response a_eᵀH⁻¹a} Places in the catalogue.
   */
  public static int[] candidates(UserItems space, int item) {
    double[] theta = space.user().theta();
    if (space.unrated() <= MOST_CANDIDATES) {
      return space.best(theta, MOST_CANDIDATES, j -> j == item || space.isLeftOut(j));
    }
    UserProblem problem = space.user().problem();
    double[] a = new double[problem.dimension()];
    space.fill(item, a);
    if (space.user().isBag()) {
      return candidatesOfBag(space, item, a);
    }
    double[] response = Cholesky.of(problem.normal(problem.curvatures(theta))).solve(a);
    return space.strongest(response, MOST_CANDIDATES, j -> j == item || space.isLeftOut(j));
  }

  /** Those with which the item's score moves farthest: columns of a bag are not those of items. */
  private static int[] candidatesOfBag(UserItems space, int item, double[] a) {
    Refit refit = space.user().refit();
    double[] effects = new double[space.items().size()];
    Arrays.setAll(
        effects,
        j -> {
          List<FeatureVector> row = List.of(space.features(j));
          return Math.abs(Kernels.dot(a, refit.additionShifts(row, Label.of(1))[0]));
        });
    return IntStream.range(0, effects.length)
        .filter(j -> j != item && !space.isLeftOut(j))
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -effects[j]))
        .limit(MOST_CANDIDATES)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private @Nullable Found search() {
    List<Plan> plans = new ArrayList<>();
    for (double[] direction : goal.directions()) {
      plans.add(new Plan(direction));
    }
    int[] best = confirmed(plans);
    if (best != null) {
      best = thinned(shortened(best, plans)).clone();
    }
    int[] fewer = exact ? smaller(best == null ? largest + 1 : best.length) : null;
    int[] chosen = fewer == null ? best : fewer;
    if (chosen == null) {
      return null;
    }
    Arrays.sort(chosen);
    return new Found(space, chosen, found);
  }

  /** Returns a smallest set of all that are smaller than a size, null if none is found. */
  private int @Nullable [] smaller(int size) {
    int left = MOST_SETS;
    for (int count = 1; count < size; count++) {
      int[] set = IntStream.range(0, count).toArray();
      do {
        if (left-- == 0) {
          return null;
        }
        // Against the nearest rivals, so that a set costs the same in any catalogue.
        if (goal.metAmongRivals(refit.apply(set)) && isMetBy(set)) {
          return set;
        }
      } while (advance(set));
    }
    return null;
  }

  /** Makes a set the next one of its size, in the order of the dictionary; false after the last. */
  private boolean advance(int[] set) {
    int j = set.length - 1;
    while (j >= 0 && set[j] == shifts.length - set.length + j) {
      j--;
    }
    if (j < 0) {
      return false;
    }
    set[j]++;
    for (int next = j + 1; next < set.length; next++) {
      set[next] = set[next - 1] + 1;
    }
    return true;
  }

  private static void add(double[] shift, double[] theta) {
    for (int c = 0; c < theta.length; c++) {
      theta[c] += shift[c];
    }
  }

  /**
   * Confirms the shortest plans first; one that fails goes back a step longer. A plan whose sum
   * falls short even with every edit is confirmed as it is: the sum may be too timid.
   */
  private int @Nullable [] confirmed(List<Plan> plans) {
    PriorityQueue<Plan> queue = new PriorityQueue<>(Comparator.comparingInt(plan -> plan.size));
    for (Plan plan : plans) {
      plan.growUntilMet();
      if (plan.size > 0) {
        queue.add(plan);
      }
    }
    while (!queue.isEmpty()) {
      Plan plan = queue.remove();
      if (isMetBy(plan.edits())) {
        return plan.edits();
      }
      if (plan.grow()) {
        queue.add(plan);
      }
    }
    return null;
  }

  private boolean isMetBy(int[] chosen) {
    double[] theta = refit.apply(chosen);
    boolean met = goal.metAt(theta);
    if (met) {
      found = theta;
    }
    return met;
  }

  /** Tries the plans with one edit less, where the sum of the shifts was not hopeful enough. */
  private int[] shortened(int[] chosen, List<Plan> plans) {
    int[] best = chosen;
    boolean shorter = true;
    while (shorter && best.length > 1) {
      int[] last = best;
      shorter = false;
      for (Plan plan : plans) {
        int[] fewer = plan.first(last.length - 1);
        if (!shorter && fewer.length == last.length - 1 && isMetBy(fewer)) {
          best = fewer;
          shorter = true;
        }
      }
    }
    return best;
  }

  /** Leaves out members one by one, the last chosen first, while the goal is still met. */
  private int[] thinned(int[] chosen) {
    int[] kept = chosen;
    for (int j = chosen.length - 1; j >= 0 && kept.length > 1; j--) {
      int candidate = chosen[j];
      int[] fewer = Arrays.stream(kept).filter(e -> e != candidate).toArray();
      // The larger set's own parameters, without the member's shift, tell a hopeless set.
      double[] nearly = found.clone();
      for (int c = 0; c < nearly.length; c++) {
        nearly[c] -= shifts[candidate][c];
      }
      if (goal.metAt(nearly) && isMetBy(fewer)) {
        kept = fewer;
      }
    }
    return kept;
  }

  /** The edits that lower d·θ most, one after the other. */
  private final class Plan {
    private final Integer[] order;
    private double[] theta = space.user().refit().all().clone();
    private int size;

    Plan(double[] direction) {
      double[] effects = new double[shifts.length];
      List<Integer> helpful = new ArrayList<>();
      for (int e = 0; e < effects.length; e++) {
        effects[e] = Kernels.dot(direction, shifts[e]);
        // One that does not help alone may do so with others, where n is in the scale of all.
        if (exact || effects[e] < 0) {
          helpful.add(e);
        }
      }
      helpful.sort(Comparator.comparingDouble(e -> effects[e]));
      order = helpful.toArray(new Integer[0]);
    }

    int[] edits() {
      return first(size);
    }

    /** Returns the best edits, up to a number. */
    int[] first(int count) {
      return Arrays.stream(order).limit(count).mapToInt(Integer::intValue).toArray();
    }

    /** Takes edits until the goal is met by their sum, or there are no more. */
    void growUntilMet() {
      boolean met = false;
      while (!met && grow()) {
        met = goal.metAmongRivals(theta);
      }
    }

    /** Takes the best edit that is left; false if the set is full or no edit helps. */
    boolean grow() {
      if (size >= largest || size >= order.length) {
        return false;
      }
      size++;
      if (exact) {
        theta = refit.apply(edits());
      } else {
        add(shifts[order[size - 1]], theta);
      }
      return true;
    }
  }
}
