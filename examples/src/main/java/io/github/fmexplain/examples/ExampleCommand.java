package io.github.fmexplain.examples;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** Runs a command line as all examples do: one line for what went wrong, and an exit code. */
final class ExampleCommand {

  private ExampleCommand() {}

  /** Returns the exit code: 0, 1 after a failure that one line tells, or 2 for bad options. */
  static int run(Object command, PrintStream stdout, PrintStream stderr, String... args) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(stdout))
        .setErr(writer(stderr))
        .setExecutionExceptionHandler(
            (exception, line, parsed) -> {
              line.getErr().println(describe(exception));
              return 1;
            })
        .execute(args);
  }

  static void requireAtLeast(String option, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          option + " must be at least " + least + ", but was " + value);
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  /** Errors of the library tell what to do in their message; anything else is shown whole. */
  private static String describe(Exception exception) {
    boolean expected =
        exception instanceof IOException
            || exception instanceof IllegalArgumentException
            || exception instanceof IllegalStateException;
    return expected && exception.getMessage() != null
        ? "error: " + exception.getMessage()
        : "error: " + exception;
  }
}
