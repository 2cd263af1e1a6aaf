package io.github.fmexplain.movielens;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.ToStringRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    BuilderRules.rules()
        .sample(DownloadProgress.class, () -> (done, total) -> {})
        .assertAllSetOnce(MovieLens.class);
  }

  @Test
  void null_failsAtTheCallWithItsName() {
    NullRules.rules()
        .value(
            Path.of("nowhere"),
            URI.create("https://example.org"),
            Duration.ofSeconds(1),
            (DownloadProgress) (done, total) -> {},
            Split.ALL,
            SyntheticMovieLens.builder().users(2).items(40).ratings(40).seed(1).build(),
            MovieLensDownload.builder(),
            SyntheticMovieLens.builder())
        .assertAllNamed(MovieLens.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() {
    ToStringRules.assertDeclared(MovieLens.class);
    MovieLens data = SyntheticMovieLens.builder().users(2).items(40).ratings(40).seed(1).build();
    ToStringRules.assertOneLine(data, data.counts(), MovieLensArchive.ML_100K);
  }
}
