package io.github.fmexplain.examples;

import io.github.fmexplain.movielens.MovieLens;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a MovieLens data set. */
final class MovieLensOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "An unpacked MovieLens folder. Without it: ml-100k from the cache, else from GroupLens,"
              + " else synthetic ratings of its shape.")
  private @Nullable Path data;

  @Option(
      names = "--synthetic",
      description = "Take synthetic ratings, whether there is a network or not.")
  private boolean synthetic;

  /** Says what is wrong with the options. */
  void check() {
    if (synthetic && data != null) {
      throw new IllegalArgumentException("--synthetic and --data exclude each other; give one");
    }
  }

  MovieLens open(MovieLensSource source) throws IOException, InterruptedException {
    return synthetic ? MovieLensSource.synthetic() : source.open(data);
  }
}
