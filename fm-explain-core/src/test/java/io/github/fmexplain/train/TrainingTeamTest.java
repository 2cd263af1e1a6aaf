package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrainingTeamTest {

  @Test
  void run_runsEveryMemberAndTheFirstInTheCallingThread() throws InterruptedException {
    Thread[] threads = new Thread[3];
    try (TrainingTeam team = new TrainingTeam(3)) {
      team.run(member -> threads[member] = Thread.currentThread());
    }
    assertSame(Thread.currentThread(), threads[0]);
    assertTrue(threads[1].isDaemon());
    assertEquals(3, Set.of(threads).size());
    assertFalse(threads[1].isAlive());
    assertFalse(threads[2].isAlive());
  }

  @Test
  void await_waitsForEveryMember() throws InterruptedException {
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger seenTooFew = new AtomicInteger();
    try (TrainingTeam team = new TrainingTeam(4)) {
      team.run(
          member -> {
            for (int phase = 1; phase <= 200; phase++) {
              arrived.incrementAndGet();
              assertTrue(team.await());
              if (arrived.get() < 4 * phase) {
                seenTooFew.incrementAndGet();
              }
              assertTrue(team.await());
            }
          });
    }
    assertEquals(0, seenTooFew.get());
    assertEquals(800, arrived.get());
  }

  @Test
  void run_throwsWhatAnotherMemberThrows() {
    ArithmeticException failure = new ArithmeticException("in member 1");
    AtomicInteger calledOff = new AtomicInteger();
    try (TrainingTeam team = new TrainingTeam(3)) {
      ArithmeticException e =
          assertThrows(
              ArithmeticException.class,
              () ->
                  team.run(
                      member -> {
                        if (member == 1) {
                          throw failure;
                        }
                        if (!team.await()) {
                          calledOff.incrementAndGet();
                        }
                      }));
      assertSame(failure, e);
    }
    assertEquals(2, calledOff.get());
  }

  @Test
  void run_throwsAnErrorOfAnotherMember() {
    try (TrainingTeam team = new TrainingTeam(2)) {
      assertThrows(
          StackOverflowError.class,
          () ->
              team.run(
                  member -> {
                    if (member == 1) {
                      throw new StackOverflowError();
                    }
                  }));
    }
  }

  @Test
  void run_inAnInterruptedThreadEndsAtTheNextPhase() {
    AtomicInteger calledOff = new AtomicInteger();
    try (TrainingTeam team = new TrainingTeam(2)) {
      InterruptedException e =
          assertThrows(
              InterruptedException.class,
              () ->
                  team.run(
                      member -> {
                        if (member == 0) {
                          Thread.currentThread().interrupt();
                        }
                        if (!team.await()) {
                          calledOff.incrementAndGet();
                        }
                      }));
      assertEquals("training was interrupted", e.getMessage());
    }
    assertEquals(1, calledOff.get());
  }
}
