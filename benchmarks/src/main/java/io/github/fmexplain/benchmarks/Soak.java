package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Explains for long: two threads, random users and items, every result compared with the first one
 * of its kind. Prints the heap after a full collection, and fails if it is not flat or if a result
 * ever differs. Half of the explanations come from users that both threads share, half from users
 * that are made anew each time.
 */
final class Soak {

  private static final double FLAT = 0.05;
  private static final int THREADS = 2;
  private static final int ITEMS = 4;
  private static final int LIST = 10;
  private static final int SHARED = 16;
  private static final long SEED = 1;

  private final List<Case> cases = new ArrayList<>();
  private final List<Case> sharedCases = new ArrayList<>();
  private final ReadWriteLock pause = new ReentrantReadWriteLock(true);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong explanations = new AtomicLong();
  private final AtomicLong differences = new AtomicLong();

  /**
   * A user, and what was answered for the user the first time.
   *
   * @param shared the user, or null to make it each time
   */
  private record Case(
      FmExplainer explainer,
      History history,
      @Nullable UserExplainer shared,
      List<Recommendation> list,
      List<Explanation> first) {

    private UserExplainer user() {
      return shared == null ? explainer.forHistory(history) : shared;
    }
  }

  /**
   * Runs, prints and exits with 1 if the heap is not flat or a result differs.
   *
   * @param args how many minutes, 10 if there is none
   */
  public static void main(String[] args) throws Exception {
    double minutes = args.length == 0 ? 10 : Double.parseDouble(args[0]);
    long seconds = Math.round(minutes * 60);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Workload workload = Workload.load();
    Soak soak = new Soak();
    for (String method : List.of("hessian", "replay-first-order")) {
      FmExplainer explainer = workload.explainer(method);
      soak.add(explainer, explainer, workload.movies().trainingHistories());
    }
    Duration period = Duration.ofSeconds(Math.min(30, Math.max(1, seconds / 10)));
    boolean passed = soak.run(period, (int) (seconds / period.toSeconds()), out);
    System.exit(passed ? 0 : 1);
  }

  /**
   * Adds users, with random items, and takes down the first results.
   *
   * @param first gives the first results
   * @param again gives those that are compared with them; the same, but in tests
   * @param histories the users
   */
  void add(FmExplainer first, FmExplainer again, List<History> histories) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> ids = first.trained().encoder().items().ids();
    int number = 0;
    for (History history : histories) {
      List<String> itemIds = new ArrayList<>();
      for (int j = 0; j < ITEMS; j++) {
        itemIds.add(ids.get(random.nextInt(ids.size())));
      }
      UserExplainer user = first.forHistory(history);
      boolean isShared = number++ % SHARED == 0;
      Case added =
          new Case(
              again,
              history,
              isShared ? again.forHistory(history) : null,
              user.recommend(LIST),
              user.explainAll(itemIds));
      (isShared ? sharedCases : cases).add(added);
    }
  }

  /**
   * Returns whether the heap was flat and every result was as the first time.
   *
   * @param period how long to explain between two looks at the heap
   * @param periods how often, at least once
   * @param out where to print a line a period
   */
  boolean run(Duration period, int periods, PrintStream out) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      SplittableRandom random = new SplittableRandom(SEED + t);
      Thread thread = new Thread(() -> explain(random), "soak-" + t);
      thread.start();
      threads.add(thread);
    }
    List<Double> heap = new ArrayList<>();
    out.println("| seconds | explanations | different | heap after collection, MB |");
    out.println("|---:|---:|---:|---:|");
    try {
      for (int p = 1; p <= periods; p++) {
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        heap.add(heap());
        out.printf(
            Locale.ROOT,
            "| %.0f | %d | %d | %.2f |%n",
            p * (period.toNanos() / 1e9),
            explanations.get(),
            differences.get(),
            heap.get(p - 1));
      }
    } finally {
      stop.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return verdict(heap, out);
  }

  private boolean verdict(List<Double> heap, PrintStream out) {
    // What is made once, on first use, is there after a tenth of the time.
    double spread = spread(heap.subList(heap.size() / 10, heap.size()));
    out.printf(
        Locale.ROOT,
        "%nheap after the first tenth of the time within %.1f %%, %d of %d explanations and lists"
            + " different from the first time%n",
        100 * spread,
        differences.get(),
        explanations.get());
    return spread <= FLAT && differences.get() == 0 && explanations.get() > 0;
  }

  /** Returns how far the largest is above the smallest, as a share of the smallest. */
  static double spread(List<Double> values) {
    double smallest = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double largest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return largest / smallest - 1;
  }

  /** Returns 10⁶ bytes of heap in use while no thread explains. */
  private double heap() {
    pause.writeLock().lock();
    try {
      return Heap.used() / 1e6;
    } finally {
      pause.writeLock().unlock();
    }
  }

  private void explain(SplittableRandom random) {
    while (stop.getCount() > 0) {
      pause.readLock().lock();
      try {
        List<Case> drawn = random.nextBoolean() ? sharedCases : cases;
        check(drawn.get(random.nextInt(drawn.size())));
      } finally {
        pause.readLock().unlock();
      }
    }
  }

  private void check(Case drawn) {
    UserExplainer user = drawn.user();
    count(user.recommend(LIST).equals(drawn.list()));
    for (Explanation first : drawn.first()) {
      count(user.explain(first.itemId()).equals(first));
    }
  }

  private void count(boolean isSame) {
    explanations.incrementAndGet();
    if (!isSame) {
      differences.incrementAndGet();
    }
  }
}
