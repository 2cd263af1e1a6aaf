package io.github.fmexplain.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Searches the smallest set of edits that meets a goal.
 *
 * <p>What decides is not how much an edit lowers the item, but how much it lowers the item against
 * a rival that could take its place (Tran, Ghazimatin, Saha Roy, SIGIR 2021). So, for each of the
 * nearest rivals, the edits are taken greedily by their effect on the difference of the two scores
 * until the goal is met by estimate; the shortest of these plans are then confirmed by solving the
 * edited problem exactly, prolonged where the estimate was too hopeful, and thinned out: a member
 * without which the goal is still met is left out.
 *
 * <p>The estimate is the quadratic model of the loss at θ*, kept exact for the set chosen so far:
 * each edit is a rank-one change of the system (see {@link Edits}), so that with q = aᵀH⁻¹a, g =
 * dᵀH⁻¹a, and u = H⁻¹a of the chosen edit r,
 *
 * <pre>
 *   effect on d·θ   g_e γ_e / (1 + κ_e q_e)
 *   g_e −= κ_r (a_e·u) g_r / (1 + κ_r q_r)        q_e −= κ_r (a_e·u)² / (1 + κ_r q_r)
 *   γ_e −= κ_e (a_e·u) γ_r / (1 + κ_r q_r)
 * </pre>
 *
 * <p>Cost: O(E d²) once, O(E d) for each step of each plan, one Newton solve for each confirmation.
 */
public final class EditSearch {

  private final UserSpace space;
  private final Edits edits;
  private final Goal goal;
  private final int largest;
  private final double[] start;
  private final double[][] responses;

  /** θ* of the last set that met the goal. */
  private double[] solution;

  private EditSearch(UserSpace space, Edits edits, Goal goal, int largest) {
    this.space = space;
    this.edits = edits;
    this.goal = goal;
    this.largest = Math.min(largest, edits.size());
    this.start = space.resolved();
    this.solution = start;
    UserProblem problem = space.problem();
    Cholesky system = Cholesky.of(problem.normal(problem.curvatures(start)));
    responses = new double[edits.size()][];
    for (int e = 0; e < responses.length; e++) {
      responses[e] = system.solve(edits.vector(e));
    }
  }

  /**
   * {@return the fewest rows without which an item is no longer among the N best, or null if none
   * are found} The edits are places of rows.
   *
   * @param space the user's
   * @param item the item's place in the catalogue; it is among the N best
   * @param listLength N
   * @param largest the largest size of a set
   */
  public static @Nullable Found removals(UserSpace space, int item, int listLength, int largest) {
    Edits edits = Edits.removals(space.problem(), space.resolved());
    return new EditSearch(space, edits, Goal.fallOut(space, item, listLength), largest).search();
  }

  /**
   * {@return the fewest changed targets with which an item is no longer among the N best, or null
   * if none are found} The edits are places in the array of rows.
   *
   * @param space the user's
   * @param rows the rows that can change. Not modified.
   * @param target what their targets change to
   * @param item the item's place in the catalogue; it is among the N best
   * @param listLength N
   * @param largest the largest size of a set
   */
  public static @Nullable Found changes(
      UserSpace space, int[] rows, double target, int item, int listLength, int largest) {
    Edits edits = Edits.changes(space.problem(), rows.clone(), target);
    return new EditSearch(space, edits, Goal.fallOut(space, item, listLength), largest).search();
  }

  /**
   * {@return the fewest added rows with which an item is among the N best, or null if none are
   * found} The edits are places in the array of items.
   *
   * @param space the user's
   * @param items the items that can be rated: places in the catalogue. Not modified.
   * @param target y of each new row
   * @param item the item's place in the catalogue; it is not among the N best
   * @param listLength N
   * @param largest the largest size of a set
   */
  public static @Nullable Found additions(
      UserSpace space, int[] items, double target, int item, int listLength, int largest) {
    Edits edits = Edits.additions(space, items, target);
    return new EditSearch(space, edits, Goal.getIn(space, item, listLength), largest).search();
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
    best = thinned(best);
    int[] sorted = best.clone();
    Arrays.sort(sorted);
    return new Found(space, sorted, solution, edits.apply(sorted).newtonStep(start));
  }

  /** Confirms the shortest plans first; one that fails goes back a step longer. */
  private int @Nullable [] confirmed(List<Plan> plans) {
    PriorityQueue<Plan> queue = new PriorityQueue<>(Comparator.comparingInt(plan -> plan.size));
    for (Plan plan : plans) {
      if (plan.growUntilMet()) {
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
    double[] theta = edits.apply(chosen).solve(start);
    boolean met = goal.metAt(theta);
    if (met) {
      solution = theta;
    }
    return met;
  }

  /** Leaves out members one by one, the last chosen first, while the goal is still met. */
  private int[] thinned(int[] chosen) {
    int[] kept = chosen;
    for (int j = chosen.length - 1; j >= 0 && kept.length > 1; j--) {
      int candidate = chosen[j];
      int[] fewer = Arrays.stream(kept).filter(e -> e != candidate).toArray();
      // One Newton step from the larger set's solution tells a hopeless set from a hopeful one.
      double[] nearly = edits.apply(fewer).newtonStep(solution);
      if (goal.metAt(nearly) && isMetBy(fewer)) {
        kept = fewer;
      }
    }
    return kept;
  }

  /** A rank-one change of H⁻¹: minus scale·u uᵀ. */
  private static final class Move {

    private final double[] u;
    private final double scale;

    Move(double[] u, double scale) {
      this.u = u;
      this.scale = scale;
    }
  }

  /** The edits that lower d·θ most, one after the other. */
  private final class Plan {

    private final double[] g;
    private final double[] q;
    private final double[] pulls;
    private final boolean[] taken;
    private final double[] theta;
    private final List<Move> moves = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private int size;

    Plan(double[] direction) {
      int count = edits.size();
      g = new double[count];
      q = new double[count];
      pulls = edits.pulls.clone();
      taken = new boolean[count];
      theta = start.clone();
      for (int e = 0; e < count; e++) {
        g[e] = Kernels.dot(responses[e], direction);
        q[e] = edits.dot(e, responses[e]);
      }
    }

    int[] edits() {
      return order.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean growUntilMet() {
      while (grow()) {
        if (goal.metAmongRivals(theta)) {
          return true;
        }
      }
      return false;
    }

    /** Takes the best edit that is left; false if the set is full or no edit helps. */
    boolean grow() {
      int best = size < largest ? best() : -1;
      if (best < 0) {
        return false;
      }
      double kappa = edits.curvatures[best];
      double scale = 1 / (1 + kappa * q[best]);
      double[] u = response(best);
      double gBest = g[best];
      double pull = pulls[best];
      for (int c = 0; c < theta.length; c++) {
        theta[c] += scale * pull * u[c];
      }
      for (int e = 0; e < g.length; e++) {
        double k = edits.dot(e, u);
        g[e] -= kappa * scale * k * gBest;
        q[e] -= kappa * scale * k * k;
        pulls[e] -= edits.curvatures[e] * scale * k * pull;
      }
      taken[best] = true;
      order.add(best);
      size++;
      return true;
    }

    private int best() {
      int best = -1;
      double lowest = 0;
      for (int e = 0; e < g.length; e++) {
        double effect = g[e] * pulls[e] / (1 + edits.curvatures[e] * q[e]);
        if (!taken[e] && effect < lowest) {
          lowest = effect;
          best = e;
        }
      }
      return best;
    }

    /** H⁻¹a of an edit after those taken before. */
    private double[] response(int edit) {
      double[] u = responses[edit].clone();
      double[] a = edits.vector(edit);
      for (Move move : moves) {
        double factor = move.scale * Kernels.dot(a, move.u);
        for (int c = 0; c < u.length; c++) {
          u[c] -= factor * move.u[c];
        }
      }
      double kappa = edits.curvatures[edit];
      moves.add(new Move(u, kappa / (1 + kappa * q[edit])));
      return u;
    }
  }
}
