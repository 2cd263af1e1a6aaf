package io.github.fmexplain.internal.edit;

import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.model.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
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
 * <p>Cost: the shifts of E edits once, O(E d) for each plan, one refit for each confirmation.
 */
public final class EditSearch {

  /** With more items than this only those with the strongest response are tried. */
  private static final int MOST_CANDIDATES = 256;

  private final UserItems space;
  private final double[][] shifts;
  private final Function<int[], double[]> refit;
  private final Goal goal;
  private final int largest;

  /** θ of the last set that met the goal. */
  private double[] found = new double[0];

  private EditSearch(
      UserItems space, double[][] shifts, Function<int[], double[]> refit, Goal goal, int largest) {
    this.space = space;
    this.shifts = shifts;
    this.refit = refit;
    this.goal = goal;
    this.largest = Math.min(largest, shifts.length);
  }

  /**
   * {@return the fewest rows without which one of the N best items is no longer one of them, or
   * null if none are found} The edits are places of rows.
   */
  public static @Nullable Found removals(UserItems space, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    return new EditSearch(
            space,
            refit.removalShifts(),
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
   * @param target what their targets change to
   */
  public static @Nullable Found changes(
      UserItems space, int[] rows, double target, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    return new EditSearch(
            space,
            refit.changeShifts(rows, target),
            chosen -> refit.changed(Arrays.stream(chosen).map(e -> rows[e]).toArray(), target),
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
   * @param target y of each new row
   */
  public static @Nullable Found additions(
      UserItems space, int[] items, double target, int item, int listLength, int largest) {
    Refit refit = space.user().refit();
    List<FeatureVector> rows = Arrays.stream(items).mapToObj(space::features).toList();
    return new EditSearch(
            space,
            refit.additionShifts(rows, target),
            chosen -> refit.with(Arrays.stream(chosen).mapToObj(rows::get).toList(), target),
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
    double[] response = Cholesky.of(problem.normal(problem.curvatures(theta))).solve(a);
    return space.strongest(response, MOST_CANDIDATES, j -> j == item || space.isLeftOut(j));
  }

  private @Nullable Found search() {
    List<Plan> plans = new ArrayList<>();
    for (double[] direction : goal.directions()) {
      plans.add(new Plan(direction));
    }
    int[] best = confirmed(plans);
    if (best == null) {
      return null;
    }
    int[] sorted = thinned(shortened(best, plans)).clone();
    Arrays.sort(sorted);
    return new Found(space, sorted, found);
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
    private final double[] theta = space.user().refit().all().clone();
    private int size;

    Plan(double[] direction) {
      double[] effects = new double[shifts.length];
      List<Integer> helpful = new ArrayList<>();
      for (int e = 0; e < effects.length; e++) {
        effects[e] = Kernels.dot(direction, shifts[e]);
        if (effects[e] < 0) {
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
      add(shifts[order[size]], theta);
      size++;
      return true;
    }
  }
}
