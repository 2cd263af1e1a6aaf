package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FaultProxy.Fault;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Interrupts downloads of an artifact at random moments, into a file or into a model, and prints
 * what happened. The temporary folder must be its own: {@code DownloadInterrupts} in a virtual
 * machine with {@code -Dfmexplain.interrupts=COUNT}.
 */
final class DownloadInterrupts {

  private static final long HANGING_MILLIS = 60_000;
  private static final int FEATURES = 20_000;
  private static final int FACTORS = 8;
  private static final List<Fault> HANGING =
      List.of(Fault.SILENT_BEFORE, Fault.SILENT, Fault.DRIPPING);

  private final Random random = new Random(20261126);
  private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
  private final Path folder = Files.createDirectories(temporary.resolve("downloads"));
  private final Path file = folder.resolve("model.tar.gz");
  private final FmModel model;
  private final int length;
  private final FlowBench bench = new FlowBench();
  private final SageMakerTrainingJob job;
  private int interrupted;
  private int wrong;
  private long longestNanos;

  private DownloadInterrupts() throws IOException {
    float[] linear = new float[FEATURES];
    float[] factors = new float[FEATURES * FACTORS];
    for (int j = 0; j < factors.length; j++) {
      factors[j] = random.nextFloat();
    }
    model = FmModel.of(PredictorType.BINARY_CLASSIFIER, FACTORS, 0, linear, factors);
    ByteArrayOutputStream artifact = new ByteArrayOutputStream();
    SageMakerArtifact.write(model, artifact);
    length = artifact.size();
    bench.aws.jobs.artifact = artifact.toByteArray();
    bench.aws.jobs.addEnded(Flow.ENDED_JOB);
    job =
        SageMakerTrainingJob.attach(
            bench.clients(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO), Flow.ENDED_JOB);
  }

  public static void main(String[] args) {
    int exit = 1;
    try {
      exit = new DownloadInterrupts().run(Integer.getInteger("fmexplain.interrupts"));
    } catch (Throwable e) {
      e.printStackTrace(System.out);
    }
    // The fake and the proxy have threads of their own.
    System.exit(exit);
  }

  private int run(int count) throws IOException, InterruptedException {
    for (int j = 0; j < count; j++) {
      boolean reads = j % 2 == 0;
      long whole = System.nanoTime();
      download(reads);
      whole = System.nanoTime() - whole;
      interrupt(reads, (long) (whole * random.nextDouble()));
    }
    System.out.printf(
        Locale.ROOT,
        "artifact interrupts: %d, of which %d ended the download; longest %d ms; wrong %d%n",
        count,
        interrupted,
        longestNanos / 1_000_000,
        wrong);
    return wrong == 0 && interrupted > count / 3 ? 0 : 1;
  }

  private void download(boolean reads) throws IOException, InterruptedException {
    if (reads ? !job.model().equals(model) : !isWhole()) {
      throw new AssertionError("another model");
    }
  }

  private boolean isWhole() throws IOException, InterruptedException {
    job.downloadTo(file);
    return Files.size(file) == length;
  }

  private void interrupt(boolean reads, long moment) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    int how = random.nextInt(4);
    CountDownLatch hangs = new CountDownLatch(1);
    if (how < 3) {
      bench.proxy.rule =
          (operation, nth) -> {
            if (!operation.equals("S3.GetObject")) {
              return null;
            }
            hangs.countDown();
            return HANGING.get(how);
          };
    }
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                download(reads);
              } catch (Throwable e) {
                thrown.set(e);
              }
              flag.set(Thread.interrupted());
            },
            "caller");
    caller.start();
    if (how < 3) {
      hangs.await();
    }
    LockSupport.parkNanos(moment);
    long from = System.nanoTime();
    caller.interrupt();
    caller.join(HANGING_MILLIS);
    longestNanos = Math.max(longestNanos, System.nanoTime() - from);
    bench.proxy.rule = (operation, nth) -> null;
    boolean told = thrown.get() instanceof InterruptedException;
    interrupted += told ? 1 : 0;
    boolean right = told ? Boolean.FALSE.equals(flag.get()) : how == 3 && thrown.get() == null;
    if (caller.isAlive() || !right || isLeft(!told && !reads)) {
      if (thrown.get() != null) {
        thrown.get().printStackTrace(System.out);
      }
      wrong++;
      System.out.println("wrong: " + how + ", reads " + reads + ", after " + moment + " ns");
    }
  }

  /** Returns whether there is a file that must not be. */
  private boolean isLeft(boolean done) throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(left -> !left.endsWith("log") && !(done && left.equals(file)));
    }
  }
}
