package io.github.fmexplain.examples;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on stderr: a bar on a terminal, a plain line every tenth where output is piped. */
final class ProgressDisplay implements AutoCloseable {

  private final PrintStream err;
  private final String task;
  private final @Nullable ProgressBar bar;
  private int tenthsShown;

  ProgressDisplay(Console console, String task) {
    this.err = console.err();
    this.task = task;
    this.bar =
        console.terminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(100)
                .setUpdateIntervalMillis(100)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build()
            : null;
  }

  /**
   * Shows how far the task is.
   *
   * @param done units done, at least 0
   * @param total units altogether, or 0 if that is not known
   * @param message what to say beside it
   */
  void update(long done, long total, String message) {
    if (bar != null) {
      bar.maxHint(total > 0 ? total : -1);
      bar.stepTo(done);
      bar.setExtraMessage(" " + message);
      return;
    }
    int tenths = total > 0 ? (int) (10 * done / total) : 0;
    if (tenths > tenthsShown) {
      tenthsShown = tenths;
      err.printf(Locale.ROOT, "%s: %d %%, %s%n", task, 10 * tenths, message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
