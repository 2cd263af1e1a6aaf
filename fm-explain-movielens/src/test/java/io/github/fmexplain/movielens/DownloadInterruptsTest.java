package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interrupts downloads at random moments: while they connect, read, check, unpack, or wait for a
 * server that says nothing any more. Nothing waits for the server; what is left is what the next
 * call goes on from. {@code -Dfmexplain.interrupts=10000} takes more than 100.
 */
class DownloadInterruptsTest extends DownloadTestCase {

  private static final int COUNT = Integer.getInteger("fmexplain.interrupts", 100);
  private static final long HANGING_MILLIS = 60_000;
  private static final int RATINGS = 20_000;
  private static final Set<String> GOES_ON =
      Set.of(SET + ".lock", ZIP, ZIP + ".part", ZIP + ".part.validator", SET);

  private final Random random = new Random(20261126);
  private volatile TestServer.Answer answer = TestServer.status(404);
  private final List<String> wrong = new ArrayList<>();
  private int interrupted;
  private long longestNanos;

  @TempDir Path folder;

  @Test
  void interrupts_endDownloadsAndLeaveWhatTheNextGoesOnFrom() throws Exception {
    zip =
        TestZip.of(
            SET + "/",
            "",
            SET + "/movies.csv",
            "movieId,title,genres\n1,The Tin Café (1990),Comedy\n",
            SET + "/ratings.csv",
            IntStream.range(1, RATINGS)
                .mapToObj(user -> user + ",1,4.5," + random.nextInt(1_000_000_000) + "\n")
                .collect(Collectors.joining("", "userId,movieId,rating,timestamp\n", "")));
    server.off(SUM);
    serveSum(zip);
    server.on(ZIP, exchange -> answer.to(exchange));
    for (int j = 0; j < COUNT; j++) {
      cache = folder.resolve("whole" + j);
      answer = TestServer.ranges(zip, "\"v1\"");
      long whole = System.nanoTime();
      fetch();
      whole = System.nanoTime() - whole;
      cache = folder.resolve("interrupted" + j);
      interrupt((long) (whole * random.nextDouble()));
    }
    String figures =
        String.format(
            Locale.ROOT,
            "download interrupts: %d, of which %d ended the download; longest %d ms; wrong %d",
            COUNT,
            interrupted,
            longestNanos / 1_000_000,
            wrong.size());
    System.out.println(figures);
    assertEquals(List.of(), wrong, figures);
    assertTrue(interrupted > COUNT / 3, figures);
    assertEquals(List.of(), threadsLeft());
  }

  private void interrupt(long moment) throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    int how = random.nextInt(3);
    int sent = random.nextInt(zip.length);
    if (how > 0) {
      answer =
          exchange -> {
            if (how == 1) {
              TestServer.head(exchange, 200, zip.length, "\"v1\"");
              exchange.getResponseBody().write(zip, 0, sent);
              exchange.getResponseBody().flush();
            }
            silent.countDown();
            server.stall();
          };
    }
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                fetch();
              } catch (Throwable e) {
                thrown.set(e);
              }
              flag.set(Thread.interrupted());
            },
            "caller");
    caller.setDaemon(true);
    caller.start();
    if (how > 0) {
      silent.await();
    }
    LockSupport.parkNanos(moment);
    boolean inTime = flag.get() == null;
    long from = System.nanoTime();
    caller.interrupt();
    caller.join(HANGING_MILLIS);
    longestNanos = Math.max(longestNanos, System.nanoTime() - from);
    List<String> left = cached();
    boolean told = thrown.get() instanceof InterruptedException;
    interrupted += told ? 1 : 0;
    // Interrupted at its very end, a call may be done, and leaves the flag set or not.
    boolean right = told ? Boolean.FALSE.equals(flag.get()) : how == 0 && thrown.get() == null;
    if (caller.isAlive() || !right || !GOES_ON.containsAll(left)) {
      wrong.add(how + " after " + moment + " ns, " + inTime + ": " + thrown + ", left " + left);
      return;
    }
    answer = TestServer.ranges(zip, "\"v1\"");
    assertEquals(
        new DataSetCounts(RATINGS - 1, 1, RATINGS - 1, 0, RATINGS),
        MovieLens.load(fetch()).counts());
    assertEquals(List.of(SET, SET + ".lock"), cached());
  }

  /** Returns the threads of downloads that are over, once the collector has been there. */
  private static List<String> threadsLeft() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HANGING_MILLIS);
    List<Thread> left;
    do {
      System.gc();
      left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("HttpClient"))
              .toList();
      for (Thread thread : left) {
        thread.join(1000);
      }
    } while (!left.isEmpty() && System.nanoTime() < until);
    return left.stream().map(Thread::getName).toList();
  }
}
