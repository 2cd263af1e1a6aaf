package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The smallest set of ratings without which the first item would not be recommended, for the
 * sixteen users whose number of ratings is nearest to 100, in turn.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class CounterfactualSet {

  private static final int RATINGS = 100;
  private static final int USERS = 16;

  /** How the user without some ratings is found: {@code solved} or {@code replay}. */
  @Param({"solved", "replay"})
  public String found;

  private final List<UserExplainer> users = new ArrayList<>();
  private final List<String> itemIds = new ArrayList<>();
  private int next;

  /** Factorises the users' systems, and finds the items that are recommended first. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    TrainedModel trained = workload.trained();
    FmExplainer explainer =
        FmExplainer.of(
                found.equals("solved") ? trained.withMode(TrainingMode.other()) : trained,
                workload.movies().catalogue())
            .withMethod(Method.hessian());
    for (History history : workload.historiesNear(RATINGS, USERS)) {
      UserExplainer user = explainer.forHistory(history);
      users.add(user);
      itemIds.add(user.recommend(1).get(0).itemId());
    }
  }

  /** Searches, and confirms what it found. */
  @Benchmark
  public Optional<RatingEdits> search() {
    next = next + 1 < users.size() ? next + 1 : 0;
    return Answers.of(users.get(next)).fewestRemovals(itemIds.get(next));
  }
}
