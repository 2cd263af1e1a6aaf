package io.github.fmexplain.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/** A run of {@link ExplainMovieLens}: exit code, and what it wrote. */
final class ExplainRun {

  final int code;
  final String out;
  final String err;

  ExplainRun(Function<PrintStream, MovieLensSource> source, String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
    code = ExplainMovieLens.run(new ExplainMovieLens(out, err, false, source.apply(err)), args);
    this.out = outBytes.toString(StandardCharsets.UTF_8);
    this.err = errBytes.toString(StandardCharsets.UTF_8);
  }

  /** Runs with a source that would fail if it were asked to download. */
  static ExplainRun offline(Path cache, String... args) {
    return new ExplainRun(
        err -> new MovieLensSource(err, false, URI.create("http://localhost:1/"), cache), args);
  }
}
