package io.github.fmexplain.examples;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Trains a factorization machine on any file of ratings, or reads one, and explains why items are
 * recommended. See {@code --help}.
 */
@Command(
    name = "ExplainRatings",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    description =
        "Trains a factorization machine on a file of ratings and tells which of a user's own"
            + " ratings brought a recommendation about.",
    footer = {
      "",
      "Exit codes: 0, 1 after a failure, or if some of --requests could not be answered, 2 if the"
          + " options cannot be followed."
    })
public final class ExplainRatings implements Callable<Integer> {

  @Mixin private RatingsOptions ratings = new RatingsOptions();

  @Mixin private Explain explain = new Explain();

  private final Console console;

  ExplainRatings(Console console) {
    this.console = console;
  }

  /**
   * Runs the command.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = ExampleCommand.run(new ExplainRatings(console), console, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ratings.check();
    explain.check(ratings.files(), ratings.isSampled(), console);
    return explain.run(ratings.read(explain.seed(), console), console);
  }
}
