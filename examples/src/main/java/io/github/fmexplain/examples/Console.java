package io.github.fmexplain.examples;

import java.io.PrintStream;
import picocli.CommandLine;

/**
 * Where a command writes.
 *
 * @param out its results
 * @param err its progress, notes and failures
 * @param terminal whether somebody looks at the progress
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {

  /** {@return the console of this process} */
  static Console ofProcess() {
    return new Console(System.out, System.err, CommandLine.Help.Ansi.AUTO.enabled());
  }

  void note(String text) {
    err.println("note: " + text);
  }
}
