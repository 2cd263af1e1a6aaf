package io.github.fmexplain.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public classes of all modules, as the lists in {@code docs/api} have them.
 *
 * @param packages the packages that have a class of a name, by name
 * @param modules the module of each package
 */
record ApiLists(Map<String, Set<String>> packages, Map<String, String> modules) {

  private static final Pattern CLASS =
      Pattern.compile("(?:class|interface|record|enum) ((?:[a-z]\\w*\\.)+)([A-Z]\\w*)(?![\\w.])");

  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Z]\\w*");

  static ApiLists read(Path folder) throws IOException {
    ApiLists lists = new ApiLists(new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String module = file.getFileName().toString().replace(".txt", "");
        Files.readString(file)
            .lines()
            .filter(line -> line.startsWith("public "))
            .forEach(line -> lists.add(module, line));
      }
    }
    return lists;
  }

  private void add(String module, String line) {
    Matcher found = CLASS.matcher(line);
    if (found.find()) {
      String name = found.group(1).replaceFirst("\\.$", "");
      packages.computeIfAbsent(found.group(2), n -> new TreeSet<>()).add(name);
      modules.put(name, module);
    }
  }

  /** {@return a line that has the packages of all classes that are named in code, by module} */
  String whereAre(Collection<String> code) {
    Map<String, Set<String>> byModule = new TreeMap<>();
    for (String part : code) {
      Matcher name = NAME.matcher(part);
      while (name.find()) {
        for (String found : packages.getOrDefault(name.group(), Set.of())) {
          byModule.computeIfAbsent(modules.get(found), m -> new TreeSet<>()).add(found);
        }
      }
    }
    return byModule.entrySet().stream()
        .map(e -> named(List.copyOf(e.getValue())) + " in `" + e.getKey() + "`")
        .collect(Collectors.joining("; ", "Classes: ", "."));
  }

  private static String named(List<String> packages) {
    return packages.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
