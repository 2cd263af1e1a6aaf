package io.github.fmexplain.internal;

import java.util.Arrays;

/**
 * Single edits of a user's problem, any set of which can be made together. To second order at θ* an
 * edit is a rank-one change of the user's system: a pull γ along the vector a of a row and a change
 * κ of the curvature along it,
 *
 * <pre>
 *                      γ             κ
 *   row removed     −(y − p)     −p(1 − p)
 *   target changed   y' − y          0
 *   row added         y − p       p(1 − p)         Δθ = (H + κ a aᵀ)⁻¹ a γ
 * </pre>
 *
 * <p>Immutable.
 */
final class Edits {

  private enum Kind {
    REMOVE,
    CHANGE,
    ADD
  }

  private final Kind kind;
  private final UserProblem base;
  private final UserProblem edited;
  private final int[] rows;
  final double[] pulls;
  final double[] curvatures;

  private Edits(
      Kind kind,
      UserProblem base,
      UserProblem edited,
      int[] rows,
      double[] pulls,
      double[] curvatures) {
    this.kind = kind;
    this.base = base;
    this.edited = edited;
    this.rows = rows;
    this.pulls = pulls;
    this.curvatures = curvatures;
  }

  /**
   * {@return the removals of each row}
   *
   * @param problem the user's rows
   * @param theta θ*, [d]. Not modified.
   */
  static Edits removals(UserProblem problem, double[] theta) {
    double[] pulls = problem.residuals(theta);
    double[] curvatures = problem.curvatures(theta);
    for (int r = 0; r < pulls.length; r++) {
      pulls[r] = -pulls[r];
      curvatures[r] = -curvatures[r];
    }
    return new Edits(Kind.REMOVE, problem, problem, all(problem.rows()), pulls, curvatures);
  }

  /**
   * {@return the changes of some rows' targets}
   *
   * @param problem the user's rows
   * @param rows the rows that can change, from 0. Not copied.
   * @param target what each of them changes to
   */
  static Edits changes(UserProblem problem, int[] rows, double target) {
    double[] pulls = new double[rows.length];
    double[] targets = new double[rows.length];
    Arrays.fill(targets, target);
    for (int e = 0; e < rows.length; e++) {
      pulls[e] = target - problem.target(rows[e]);
    }
    UserProblem edited = problem.withTargets(rows, targets);
    return new Edits(Kind.CHANGE, problem, edited, rows, pulls, new double[rows.length]);
  }

  /**
   * {@return the additions of new ratings}
   *
   * @param space the user's
   * @param items what could be rated: places in the catalogue. Not modified.
   * @param target y of each new row
   */
  static Edits additions(UserSpace space, int[] items, double target) {
    UserProblem more = space.rowsOf(items, target);
    double[] theta = space.resolved();
    return new Edits(
        Kind.ADD,
        space.problem(),
        more,
        all(items.length),
        more.residuals(theta),
        more.curvatures(theta));
  }

  private static int[] all(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, e -> e);
    return all;
  }

  /** {@return the number of single edits} */
  int size() {
    return rows.length;
  }

  /** {@return the dot product of an edit's a with a vector} */
  double dot(int edit, double[] vector) {
    return edited.dotRow(rows[edit], vector);
  }

  /** {@return a of an edit, [d]} */
  double[] vector(int edit) {
    return edited.row(rows[edit]);
  }

  /** {@return the problem after a set of edits} */
  UserProblem apply(int[] chosen) {
    int[] chosenRows = Arrays.stream(chosen).map(e -> rows[e]).toArray();
    return switch (kind) {
      case REMOVE -> base.without(chosenRows);
      case CHANGE ->
          base.withTargets(
              chosenRows, Arrays.stream(chosenRows).mapToDouble(edited::target).toArray());
      case ADD -> base.with(edited.only(chosenRows));
    };
  }
}
