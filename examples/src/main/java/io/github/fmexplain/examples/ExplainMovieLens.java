package io.github.fmexplain.examples;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Trains a factorization machine on a MovieLens data set, or reads one, and explains why items are
 * recommended. See {@code --help}.
 */
@Command(
    name = "ExplainMovieLens",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    description =
        "Trains a factorization machine on MovieLens ratings and tells which of a user's own"
            + " ratings brought a recommendation about. A like is 4 stars or more."
            + " Without --user, user 846 of ml-100k and films 60 and 9 are explained.",
    footer = {
      "",
      "Exit codes: 0, 1 after a failure, or if some of --requests could not be answered, 2 if the"
          + " options cannot be followed."
    })
public final class ExplainMovieLens implements Callable<Integer> {

  @Mixin private MovieLensOptions movies = new MovieLensOptions();

  @Mixin private Explain explain = new Explain();

  private final Console console;
  private final MovieLensSource source;

  ExplainMovieLens(Console console, MovieLensSource source) {
    this.console = console;
    this.source = source;
  }

  /**
   * Runs the example.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    MovieLensSource source = new MovieLensSource(console, null, null);
    int code = ExampleCommand.run(new ExplainMovieLens(console, source), console, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    movies.check();
    explain.check(List.of(), false, console);
    return explain.run(new MovieLensRatings(movies.open(source)), console);
  }
}
