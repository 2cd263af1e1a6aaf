package io.github.fmexplain.io.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What another Java virtual machine, with little memory, does for a test. */
final class ModelBombs {

  private ModelBombs() {}

  /** Reads all files of a folder, each in the format that its name begins with. */
  public static void main(String[] arguments) throws IOException {
    List<Path> files;
    try (var list = Files.list(Path.of(arguments[0]))) {
      files = list.sorted().toList();
    }
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      ModelFormat format = ModelFormat.valueOf(name.substring(0, name.indexOf('-')));
      String outcome = "read";
      try {
        ModelFiles.read(file, format, ModelFiles.DEFAULT_MEMORY);
      } catch (ModelFormatException e) {
        outcome = String.valueOf(e.getMessage());
      }
      System.out.println(name + ": " + outcome);
    }
  }
}
