package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in a Java virtual machine of its own, with little memory. */
public final class OtherJvm {

  private OtherJvm() {}

  /**
   * {@return the lines that a program printed; it must not have failed}
   *
   * @param mebibytes of heap; a program that asks for more ends at once
   * @param folder for temporary files and the output
   * @param options more options of the Java virtual machine
   */
  public static List<String> lines(Class<?> program, int mebibytes, Path folder, String... options)
      throws IOException, InterruptedException {
    return lines(
        program, mebibytes, folder, List.of(options), System.getProperty("java.class.path"));
  }

  /** {@return the lines that a program printed with another class path} */
  public static List<String> linesWith(
      String classPath, Class<?> program, int mebibytes, Path folder)
      throws IOException, InterruptedException {
    return lines(program, mebibytes, folder, List.of(), classPath);
  }

  private static List<String> lines(
      Class<?> program, int mebibytes, Path folder, List<String> options, String classPath)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + mebibytes + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(log.toFile())
            .start();
    int exit = process.waitFor();
    List<String> lines = Files.readAllLines(log);
    assertEquals(0, exit, lines.toString());
    return lines;
  }
}
