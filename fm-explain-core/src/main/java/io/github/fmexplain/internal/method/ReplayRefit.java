package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds a user's parameters by doing the user's training again; see {@link Replay}. Immutable. */
public final class ReplayRefit implements Refit {

  private final Replay replay;
  private final BiFunction<List<FeatureVector>, Double, Replay.More> rowsOf;
  private volatile double @Nullable [] all;

  /**
   * Makes the replays of a user.
   *
   * @param replay the user's
   * @param rowsOf new rows along the same path, of these features and with this target
   */
  public ReplayRefit(Replay replay, BiFunction<List<FeatureVector>, Double, Replay.More> rowsOf) {
    this.replay = replay;
    this.rowsOf = rowsOf;
  }

  /** {@return the replay of the user's rows} */
  public Replay replay() {
    return replay;
  }

  @Override
  public double[] all() {
    double[] known = all;
    if (known == null) {
      // Threads that race replay the same.
      known = replay.end();
      all = known;
    }
    return known;
  }

  @Override
  public double[] without(int... rows) {
    return replay.end(rows);
  }

  @Override
  public double[] changed(int[] rows, Label label) {
    return replay.with(replay.again(rows, label.target())).end(rows);
  }

  @Override
  public double[] with(List<FeatureVector> rows, Label label) {
    return replay.with(rowsOf.apply(rows, label.target())).end();
  }

  @Override
  public double[][] removalShifts() {
    return shifts(replay, new int[0], singles(0, replay.size()));
  }

  /** Each lane lacks all new rows but one, and the row that this one stands for. */
  @Override
  public double[][] changeShifts(int[] rows, Label label) {
    int[][] sets = allButOne(replay.size(), rows.length);
    for (int e = 0; e < sets.length; e++) {
      sets[e] = IntStream.concat(Arrays.stream(sets[e]), IntStream.of(rows[e])).toArray();
    }
    return shifts(
        replay.with(replay.again(rows, label.target())), range(replay.size(), rows.length), sets);
  }

  @Override
  public double[][] additionShifts(List<FeatureVector> rows, Label label) {
    return shifts(
        replay.with(rowsOf.apply(rows, label.target())),
        range(replay.size(), rows.size()),
        allButOne(replay.size(), rows.size()));
  }

  private static int[] range(int from, int count) {
    return IntStream.range(from, from + count).toArray();
  }

  private static int[][] singles(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(r -> new int[] {r}).toArray(int[][]::new);
  }

  private static int[][] allButOne(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(kept -> Arrays.stream(range(from, count)).filter(r -> r != kept).toArray())
        .toArray(int[][]::new);
  }

  private static double[][] shifts(Replay replay, int[] base, int[][] sets) {
    float[][] removals = replay.removals(base, sets);
    double[][] shifts = new double[sets.length][removals.length];
    for (int c = 0; c < removals.length; c++) {
      for (int e = 0; e < shifts.length; e++) {
        shifts[e][c] = -removals[c][e];
      }
    }
    return shifts;
  }
}
