package io.github.fmexplain.internal.user;

import io.github.fmexplain.model.FmModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user as numbers, built once per history: the rows (A, o, y, Λ), the parameters θ that score
 * for the user, and how θ would be found again from edited rows. Immutable.
 */
public final class UserState {

  private final LinearForm form;
  private final UserProblem problem;
  private final double[] theta;
  private final boolean foldedIn;
  private final boolean bag;
  private final Supplier<Refit> maker;
  private volatile @Nullable Refit refit;

  /**
   * Keeps a user.
   *
   * @param form the form with the user's side features
   * @param problem the user's rows
   * @param trained the trained θ, [d], or null to find θ from the rows. Not copied.
   * @param refit makes what finds θ from edited rows, always the same; called when it is first
   *     needed
   */
  public UserState(
      LinearForm form, UserProblem problem, double @Nullable [] trained, Supplier<Refit> refit) {
    this.form = form;
    this.problem = problem;
    this.maker = refit;
    this.foldedIn = trained == null;
    this.bag = false;
    this.theta = trained == null ? refit().all() : trained;
  }

  /**
   * Keeps a user who is a bag of rows.
   *
   * @param form the form with the user's side features and own column, 1 at the end of every a
   * @param problem the user's rows; their Λ does not matter
   * @param bag gives θ
   */
  public UserState(LinearForm form, UserProblem problem, HistoryBag bag) {
    this.form = form;
    this.problem = problem;
    this.maker = () -> bag;
    this.foldedIn = true;
    this.bag = true;
    this.theta = bag.all();
  }

  /**
   * {@return the trained θ = (v_u, w_u) of a user, [k + 1]}
   *
   * @param model the model
   * @param column the user's own column
   */
  public static double[] parametersOf(FmModel model, int column) {
    float[] factors = model.factors(column);
    double[] theta = new double[factors.length + 1];
    for (int c = 0; c < factors.length; c++) {
      theta[c] = factors[c];
    }
    theta[factors.length] = model.linearWeight(column);
    return theta;
  }

  /** {@return the linear form of the user's rows, with the features that all of them share} */
  public LinearForm form() {
    return form;
  }

  /** {@return the rows} */
  public UserProblem problem() {
    return problem;
  }

  /** {@return θ, [d]. Not to be modified.} */
  public double[] theta() {
    return theta;
  }

  /** {@return whether θ was found from the rows} */
  public boolean isFoldedIn() {
    return foldedIn;
  }

  /** {@return whether θ is the optimum θ* of the user's own loss} */
  public boolean isSolved() {
    return foldedIn && refit() instanceof SolvedRefit;
  }

  /** {@return whether the user is a bag of rows, so that θ of edited rows is exact and cheap} */
  public boolean isBag() {
    return bag;
  }

  /** {@return how θ is found from edited rows} */
  public Refit refit() {
    Refit known = refit;
    if (known == null) {
      // Threads that race make the same.
      known = maker.get();
      refit = known;
    }
    return known;
  }

  /**
   * {@return θ after an edit of the rows, [d]: moved as far as the refit moves} For a user who is
   * folded in that is the refit itself.
   *
   * @param edited θ of the edited rows, or an estimate of it, [d]. Not modified.
   */
  public double[] moved(double[] edited) {
    double[] from = refit().all();
    double[] moved = new double[edited.length];
    for (int c = 0; c < moved.length; c++) {
      moved[c] = foldedIn ? edited[c] : theta[c] + (edited[c] - from[c]);
    }
    return moved;
  }
}
