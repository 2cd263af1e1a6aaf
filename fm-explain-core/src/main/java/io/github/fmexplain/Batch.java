package io.github.fmexplain;

import io.github.fmexplain.data.History;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One task for each of many users; see {@link FmExplainer#forHistories}. */
final class Batch<T> {

  private final FmExplainer explainer;
  private final List<History> histories;
  private final Function<UserExplainer, T> task;
  private volatile boolean stopped;

  Batch(FmExplainer explainer, List<History> histories, Function<UserExplainer, T> task) {
    this.explainer = explainer;
    this.histories = histories;
    this.task = task;
  }

  List<T> run(Executor executor) throws InterruptedException {
    List<CompletableFuture<@Nullable T>> futures = new ArrayList<>(histories.size());
    try {
      for (History history : histories) {
        futures.add(
            CompletableFuture.supplyAsync(
                () -> stopped ? null : task.apply(explainer.forHistory(history)), executor));
      }
      List<T> results = new ArrayList<>(histories.size());
      for (int j = 0; j < futures.size(); j++) {
        results.add(resultOf(futures.get(j), j));
      }
      return results;
    } finally {
      // Tasks that wait for a thread end at once.
      stopped = true;
    }
  }

  private T resultOf(CompletableFuture<@Nullable T> future, int index) throws InterruptedException {
    try {
      T result = future.get();
      if (result == null) {
        throw new IllegalStateException(
            "task must give a result, but gave null for " + name(index));
      }
      return result;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "explaining " + name(index) + " failed: " + cause.getMessage(), cause);
    }
  }

  private String name(int index) {
    String userId = histories.get(index).userId();
    return userId == null ? "history " + (index + 1) : "user '" + userId + "'";
  }
}
