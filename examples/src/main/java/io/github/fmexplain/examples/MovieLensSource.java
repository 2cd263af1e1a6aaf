package io.github.fmexplain.examples;

import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.MovieLensArchive;
import io.github.fmexplain.movielens.MovieLensDownload;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the examples take their ratings from: a folder that is given, else ml-100k from the cache
 * or from GroupLens, else synthetic ratings.
 */
final class MovieLensSource {

  private static final long SYNTHETIC_SEED = 1;

  private final Console console;
  private final @Nullable URI baseUri;
  private final @Nullable Path cacheFolder;

  /**
   * Makes a source that downloads from somewhere else, into another cache.
   *
   * @param baseUri where the archives are, or null for GroupLens
   * @param cacheFolder where to keep them, or null for the user's cache folder
   */
  MovieLensSource(Console console, @Nullable URI baseUri, @Nullable Path cacheFolder) {
    this.console = console;
    this.baseUri = baseUri;
    this.cacheFolder = cacheFolder;
  }

  /**
   * Returns the data set.
   *
   * @param folder an unpacked MovieLens folder, or null
   * @throws IOException if the folder is no MovieLens data set; a failed download is no error, but
   *     one line on stderr
   */
  MovieLens open(@Nullable Path folder) throws IOException, InterruptedException {
    if (folder != null) {
      return MovieLens.load(folder);
    }
    Path fetched;
    try (ProgressDisplay display = new ProgressDisplay(console, "ml-100k")) {
      fetched = download(display).fetch();
    } catch (IOException e) {
      console
          .err()
          .println(
              "using synthetic ratings in the shape of ml-100k, since it could not be downloaded ("
                  + e.getMessage()
                  + "); give an unpacked MovieLens folder with --data");
      return synthetic();
    }
    return MovieLens.load(fetched);
  }

  /** Returns made-up ratings in the shape of ml-100k, always the same. */
  static MovieLens synthetic() {
    return SyntheticMovieLens.builder().seed(SYNTHETIC_SEED).build();
  }

  private MovieLensDownload download(ProgressDisplay display) {
    MovieLensDownload.Builder builder =
        MovieLensDownload.builder()
            .archive(MovieLensArchive.ML_100K)
            .progress(
                (bytes, total) -> display.update(bytes, total.orElse(0), bytes / 1024 + " KiB"));
    if (baseUri != null) {
      builder.baseUri(baseUri);
    }
    if (cacheFolder != null) {
      builder.cacheFolder(cacheFolder);
    }
    return builder.build();
  }
}
