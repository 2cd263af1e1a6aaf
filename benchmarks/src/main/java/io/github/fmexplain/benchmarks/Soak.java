package io.github.fmexplain.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.data.History;
import io.github.fmexplain.report.page.ExplanationPage;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for long: two threads, random users and items, every answer compared with the first one
 * of its kind. Prints the heap after a full collection, the threads and the open files, and fails
 * if one of them is not flat, if an answer ever differs or an exception comes out. Half of the
 * users are shared by both threads, half are made anew each time, now and then from a model that
 * was read again.
 */
final class Soak {

  private static final double FLAT = 0.05;
  private static final int THREADS = 2;
  private static final int ITEMS = 4;
  private static final int LIST = 10;
  private static final int PAGE = 3;
  private static final int SHARED = 16;
  private static final int REPLAYED = 8;
  private static final int MOST_RATINGS = 60;
  private static final int ROUNDS_PER_RELOAD = 199;
  private static final int ROUNDS_PER_PAGE = 8;
  private static final long SEED = 1;

  /** What is asked about a user. */
  private enum Question {
    LISTS {
      @Override
      Object answer(UserExplainer user, String itemId) {
        return user.recommend(LIST);
      }
    },
    EXPLANATIONS {
      @Override
      Object answer(UserExplainer user, String itemId) {
        return user.explain(itemId);
      }
    },
    EDITS {
      @Override
      Object answer(UserExplainer user, String itemId) {
        return Answers.of(user).fewestRemovals(user.recommend(1).get(0).itemId());
      }
    },
    PAGES {
      @Override
      Object answer(UserExplainer user, String itemId) throws IOException {
        Path file = Files.createTempFile("soak", ".html");
        try {
          ExplanationPage.of(user, PAGE).write(file);
          return Files.readString(file);
        } finally {
          Files.delete(file);
        }
      }
    };

    /** Returns what the user's explainer says; the item counts for explanations only. */
    abstract Object answer(UserExplainer user, String itemId) throws IOException;
  }

  /** A question, and what was answered the first time. */
  private record Asked(Question question, String itemId, Object first) {}

  /**
   * A user.
   *
   * @param shared the user, or null to make it each time
   * @param quick lists and explanations
   * @param slow edits and pages; of users with few ratings only, so that a look need not wait
   */
  private record Case(
      FmExplainer explainer,
      Callable<FmExplainer> reload,
      History history,
      @Nullable UserExplainer shared,
      List<Asked> quick,
      List<Asked> slow) {

    private UserExplainer user() {
      return shared == null ? explainer.forHistory(history) : shared;
    }
  }

  /**
   * What is held while no thread answers.
   *
   * @param heap in 10⁶ bytes, after a collection
   * @param threads of the virtual machine
   * @param files open files, 0 where the system does not tell
   */
  private record Look(double heap, int threads, long files) {

    private static Look now() {
      return new Look(
          Heap.used() / 1e6,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0);
    }
  }

  private final List<Case> made = new ArrayList<>();
  private final List<Case> shared = new ArrayList<>();
  private final List<Case> slow = new ArrayList<>();
  private final ReadWriteLock pause = new ReentrantReadWriteLock(true);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<Question, LongAdder> answers =
      Stream.of(Question.values()).collect(Collectors.toMap(q -> q, q -> new LongAdder()));
  private final AtomicLong differences = new AtomicLong();
  private final AtomicInteger reloads = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

  /**
   * Runs, prints and exits with 1 if something is not flat or an answer differs.
   *
   * @param args how many minutes, 10 if there is none
   */
  public static void main(String[] args) throws Exception {
    double minutes = args.length == 0 ? 10 : Double.parseDouble(args[0]);
    long seconds = Math.round(minutes * 60);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Workload workload = Workload.load();
    Soak soak = new Soak();
    for (String method : List.of("hessian", "replay")) {
      FmExplainer explainer = workload.explainer(method);
      List<History> histories = workload.movies().trainingHistories();
      int step = method.equals("replay") ? REPLAYED : 1;
      soak.add(
          explainer,
          explainer,
          () -> workload.explainer(method),
          IntStream.range(0, histories.size() / step)
              .mapToObj(user -> histories.get(user * step))
              .toList());
    }
    Duration period = Duration.ofSeconds(Math.min(30, Math.max(1, seconds / 10)));
    boolean passed = soak.run(period, (int) (seconds / period.toSeconds()), out);
    System.exit(passed ? 0 : 1);
  }

  /**
   * Adds users, with random items, and takes down the first answers.
   *
   * @param first gives the first answers
   * @param again gives those that are compared with them; the same, but in tests
   * @param reload makes such an explainer from a file
   * @param histories the users
   */
  void add(
      FmExplainer first, FmExplainer again, Callable<FmExplainer> reload, List<History> histories)
      throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> ids = first.trained().encoder().items().ids();
    int number = 0;
    for (History history : histories) {
      UserExplainer user = first.forHistory(history);
      List<Asked> quick = new ArrayList<>(List.of(ask(user, Question.LISTS, "")));
      for (int j = 0; j < ITEMS; j++) {
        quick.add(ask(user, Question.EXPLANATIONS, ids.get(random.nextInt(ids.size()))));
      }
      boolean isSlow = number % SHARED <= 1 && history.size() <= MOST_RATINGS;
      boolean isShared = number++ % SHARED == 0;
      Case added =
          new Case(
              again,
              reload,
              history,
              isShared ? again.forHistory(history) : null,
              quick,
              isSlow
                  ? List.of(ask(user, Question.EDITS, ""), ask(user, Question.PAGES, ""))
                  : List.of());
      (isShared ? shared : made).add(added);
      if (isSlow) {
        slow.add(added);
      }
    }
  }

  private static Asked ask(UserExplainer user, Question question, String itemId)
      throws IOException {
    return new Asked(question, itemId, question.answer(user, itemId));
  }

  /**
   * Returns whether everything was flat and every answer as the first time.
   *
   * @param period how long to answer between two looks
   * @param periods how often, at least once
   * @param out where to print a line per period
   */
  boolean run(Duration period, int periods, PrintStream out)
      throws IOException, InterruptedException {
    warmUp();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      SplittableRandom random = new SplittableRandom(SEED + t);
      Thread thread = new Thread(() -> answer(random), "soak-" + t);
      thread.start();
      threads.add(thread);
    }
    List<Look> looks = new ArrayList<>();
    out.println("| seconds | answers | different | heap, MB | threads | open files |");
    out.println("|---:|---:|---:|---:|---:|---:|");
    try {
      for (int p = 1; p <= periods; p++) {
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        Look look = look();
        looks.add(look);
        out.printf(
            Locale.ROOT,
            "| %.0f | %d | %d | %.2f | %d | %d |%n",
            p * (period.toNanos() / 1e9),
            all(),
            differences.get(),
            look.heap(),
            look.threads(),
            look.files());
      }
    } finally {
      stop.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return verdict(looks, out);
  }

  /** Has shared users make what they make once, on first use, and keep. */
  private void warmUp() throws IOException {
    for (Case drawn : shared) {
      for (List<Asked> all : List.of(drawn.quick(), drawn.slow())) {
        for (Asked asked : all) {
          Object unused = asked.question().answer(drawn.user(), asked.itemId());
        }
      }
    }
  }

  private boolean verdict(List<Look> looks, PrintStream out) {
    // What the virtual machine makes once, on first use, is there after a tenth of the time.
    List<Look> later = looks.subList(looks.size() / 10, looks.size());
    double heap = spread(later, Look::heap);
    double threads = spread(later, Look::threads);
    double files = spread(later, Look::files);
    out.printf(
        Locale.ROOT,
        "%nafter the first tenth of the time heap within %.1f %%, threads within %.1f %%, open"
            + " files within %.1f %%; %d lists, %d explanations, %d edits, %d pages, the model read"
            + " again %d times; %d of %d answers different from the first time%n",
        100 * heap,
        100 * threads,
        100 * files,
        count(Question.LISTS),
        count(Question.EXPLANATIONS),
        count(Question.EDITS),
        count(Question.PAGES),
        reloads.get(),
        differences.get(),
        all());
    Throwable failure = thrown.get();
    if (failure != null) {
      failure.printStackTrace(out);
    }
    return Math.max(heap, Math.max(threads, files)) <= FLAT
        && differences.get() == 0
        && failure == null;
  }

  private static double spread(List<Look> looks, ToDoubleFunction<Look> number) {
    return spread(looks.stream().mapToDouble(number).boxed().toList());
  }

  /** Returns how far the largest is above the smallest, as a share of the smallest. */
  static double spread(List<Double> values) {
    double smallest = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double largest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return largest == smallest ? 0 : largest / smallest - 1;
  }

  private long count(Question question) {
    return Objects.requireNonNull(answers.get(question)).sum();
  }

  private long all() {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private Look look() {
    pause.writeLock().lock();
    try {
      return Look.now();
    } finally {
      pause.writeLock().unlock();
    }
  }

  private void answer(SplittableRandom random) {
    int round = 0;
    do {
      pause.readLock().lock();
      try {
        check(random, round++);
      } catch (Throwable e) {
        thrown.compareAndSet(null, e);
        stop.countDown();
      } finally {
        pause.readLock().unlock();
      }
    } while (stop.getCount() > 0 || round < 2);
  }

  private void check(SplittableRandom random, int round) throws Exception {
    boolean isSlow = round % ROUNDS_PER_PAGE == 0;
    List<Case> from = isSlow ? slow : random.nextBoolean() ? shared : made;
    Case drawn = from.get(random.nextInt(from.size()));
    UserExplainer user = drawn.user();
    if (round % ROUNDS_PER_RELOAD == 0) {
      user = drawn.reload().call().forHistory(drawn.history());
      reloads.incrementAndGet();
    }
    for (Asked asked : isSlow ? drawn.slow() : drawn.quick()) {
      Objects.requireNonNull(answers.get(asked.question())).increment();
      if (!asked.question().answer(user, asked.itemId()).equals(asked.first())) {
        differences.incrementAndGet();
      }
    }
  }
}
