package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.ResultsFormatException;
import io.github.fmexplain.io.ResultsJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A run of a command: exit code, and what it wrote. */
final class Run {

  /** Where no download comes from. */
  static final URI NOWHERE = URI.create("http://localhost:1/");

  final int code;
  final String out;
  final String err;

  Run(Function<Console, Object> command, String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            false);
    code = ExampleCommand.run(command.apply(console), console, args);
    this.out = outBytes.toString(StandardCharsets.UTF_8);
    this.err = errBytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** Runs on MovieLens, with a source that would fail if it were asked to download. */
  static Run movieLens(Path cache, String... args) {
    return new Run(
        console -> new ExplainMovieLens(console, new MovieLensSource(console, NOWHERE, cache)),
        args);
  }

  /** Runs on files of ratings. */
  static Run ratings(String... args) {
    return new Run(ExplainRatings::new, args);
  }

  /** {@return the JSON that was written} */
  ExplanationDocument document() {
    assertEquals(0, code, err);
    try {
      return ResultsJson.read(out, ExplanationDocument.class);
    } catch (ResultsFormatException e) {
      throw new AssertionError(out, e);
    }
  }

  List<Explanation> explanations() {
    return document().explanations().stream()
        .map(ExplanationDocument.Explained::explanation)
        .toList();
  }

  /** Asserts that a request was refused before anything was trained, in one line. */
  void assertRefused(String message) {
    assertEquals("error: " + message + "\n", err.replaceAll("note: [^\n]*\n", ""));
    assertEquals(ExampleCommand.BAD_OPTIONS, code);
    assertEquals("", out);
  }

  /** Asserts a failure that is told in one line. */
  void assertFailed(String message) {
    assertEquals("error: " + message + "\n", err.replaceAll("note: [^\n]*\n", ""));
    assertEquals(ExampleCommand.FAILED, code);
    assertEquals("", out);
  }
}
