package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.benchmarks.Interrupts.Kind;
import io.github.fmexplain.benchmarks.Interrupts.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptsTest {

  @ParameterizedTest
  @EnumSource
  void interrupts_endEveryCallAndItsThreads(Kind kind) throws InterruptedException {
    Outcome outcome = new Interrupts().run(kind, 10);
    assertEquals(0, outcome.faults(), outcome::toString);
    assertEquals(10, outcome.interrupted() + outcome.done(), outcome::toString);
  }
}
