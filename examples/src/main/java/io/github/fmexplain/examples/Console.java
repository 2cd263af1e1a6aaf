package io.github.fmexplain.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Where a command writes. It remembers its notes, for a document of the run. */
final class Console {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final List<String> notes = new ArrayList<>();

  /**
   * Makes a console.
   *
   * @param out takes results
   * @param err takes progress, notes and failures
   * @param terminal whether somebody looks at the progress
   */
  Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** {@return the console of this process} */
  static Console ofProcess() {
    return new Console(System.out, System.err, CommandLine.Help.Ansi.AUTO.enabled());
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  boolean terminal() {
    return terminal;
  }

  void note(String text) {
    notes.add(text);
    err.println("note: " + text);
  }

  /** {@return the notes so far} */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
