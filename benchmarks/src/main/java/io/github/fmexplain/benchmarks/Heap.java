package io.github.fmexplain.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** What objects hold of the heap, and what making them takes of it. */
final class Heap {

  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** Returns the bytes in use after a full collection. */
  static long used() {
    for (int j = 0; j < COLLECTIONS; j++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * Returns the bytes that one object holds alone, from as many as are held together.
   *
   * @param count how many to make
   * @param make makes one, the same each time
   */
  static double held(int count, Callable<?> make) throws Exception {
    Object[] held = new Object[count];
    make.call();
    long before = used();
    for (int j = 0; j < count; j++) {
      held[j] = make.call();
    }
    double each = (double) (used() - before) / count;
    // Read again, so that the array lives until here.
    if (held[count - 1] == null) {
      throw new IllegalStateException("nothing was made");
    }
    return each;
  }

  /**
   * Returns the bytes that are allocated to make one object, garbage included.
   *
   * @param count how many to make
   * @param make makes one, the same each time
   */
  static double allocated(int count, Callable<?> make) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int j = 0; j < count; j++) {
      make.call();
    }
    long before = threads.getThreadAllocatedBytes(self);
    for (int j = 0; j < count; j++) {
      make.call();
    }
    return (double) (threads.getThreadAllocatedBytes(self) - before) / count;
  }
}
