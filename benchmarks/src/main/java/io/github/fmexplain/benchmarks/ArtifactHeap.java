package io.github.fmexplain.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the smallest heap in which the {@code model.tar.gz} of {@link ReadArtifact} can be read:
 * tries {@code -Xmx} in processes of their own.
 */
final class ArtifactHeap {

  private static final double MEBIBYTE = 1 << 20;

  private ArtifactHeap() {}

  /**
   * Prints the smallest heap.
   *
   * @param args none; or a file to read, in the processes that are tried
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.out.println(ReadArtifact.read(Path.of(args[0])));
      return;
    }
    Path file = ReadArtifact.file();
    double parameters =
        (double) Scale.current().artifactFeatures() * (ReadArtifact.FACTORS + 1) * Float.BYTES;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long step = Math.max(1, Math.round(parameters / 100 / MEBIBYTE));
    long fails = (long) (parameters / MEBIBYTE) - 1;
    long works = fails + 128 * step;
    if (!reads(file, works)) {
      throw new IllegalStateException("cannot be read with -Xmx" + works + "m");
    }
    while (works - fails > step) {
      long middle = (works + fails) / 2;
      boolean reads = reads(file, middle);
      out.printf(Locale.ROOT, "-Xmx%dm: %s%n", middle, reads ? "read" : "too small");
      if (reads) {
        works = middle;
      } else {
        fails = middle;
      }
    }
    out.printf(
        Locale.ROOT,
        "parameters %.0f MiB, smallest heap %d MiB: %.2f × the parameters%n",
        parameters / MEBIBYTE,
        works,
        works * MEBIBYTE / parameters);
  }

  private static boolean reads(Path file, long mebibytes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + mebibytes + "m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ArtifactHeap.class.getName());
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
