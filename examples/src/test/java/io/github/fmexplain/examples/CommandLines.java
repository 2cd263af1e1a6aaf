package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a command line names exists: programs and their options, profiles, modules, scripts. */
final class CommandLines {

  private static final Console CONSOLE = new Console(System.out, System.err, false);
  private static final MovieLensSource MOVIES = new MovieLensSource(CONSOLE, null, null);

  private static final Map<String, Supplier<Object>> PROGRAMS =
      Map.of(
          "ExplainRatings", () -> new ExplainRatings(CONSOLE),
          "ExplainMovieLens", () -> new ExplainMovieLens(CONSOLE, MOVIES),
          "EvaluateExplanations", () -> new EvaluateExplanations(CONSOLE, MOVIES),
          "ExplainOnSpark", () -> new ExplainOnSpark(CONSOLE),
          "TrainOnSageMaker", () -> new TrainOnSageMaker(System.in, CONSOLE, MOVIES));

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
  private static final Pattern STARTS =
      Pattern.compile(
          "(…|mvn|java|spark-submit|git|cd|\\.ci/\\S+|benchmarks/\\S+|"
              + String.join("|", PROGRAMS.keySet())
              + ")\\b.*",
          Pattern.DOTALL);

  private final Path root;
  private final Set<String> profiles = new HashSet<>();
  private final List<Path> sources = new ArrayList<>();

  CommandLines(Path root) throws IOException {
    this.root = root;
    try (Stream<Path> files = Files.walk(root, 12)) {
      for (Path file : files.filter(CommandLines::isSource).toList()) {
        if (file.endsWith("pom.xml")) {
          Matcher profile =
              Pattern.compile("<profile>\\s*(?:<!--.*?-->\\s*)?<id>([^<]+)", Pattern.DOTALL)
                  .matcher(Files.readString(file));
          while (profile.find()) {
            profiles.add(profile.group(1));
          }
        } else {
          sources.add(file);
        }
      }
    }
  }

  private static boolean isSource(Path file) {
    return (file.endsWith("pom.xml") || file.toString().endsWith(".java"))
        && !file.toString().contains("/target/");
  }

  /** {@return whether a text is a command and not what one prints} */
  static boolean isOne(String text) {
    return STARTS.matcher(text).matches();
  }

  /** {@return the commands of a block, without comments} */
  static List<String> of(String block) {
    return block
        .replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceAll("(^|\\s+)#\\s.*", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** {@return every option of every program} */
  static Set<String> options() {
    return PROGRAMS.values().stream()
        .flatMap(program -> options(program).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> options(Supplier<Object> program) {
    return new CommandLine(program.get()).getCommandSpec().optionsMap().keySet();
  }

  /**
   * Fails if a command names what does not exist.
   *
   * @param isWhole whether it is all that has to be typed, so that nothing may be missing
   */
  void check(String command, boolean isWhole) {
    List<String> words = words(command);
    for (int w = 0; w < words.size(); w++) {
      String word = words.get(w);
      String name = word.substring(word.lastIndexOf('.') + 1);
      if (words.get(0).equals("mvn")) {
        checkMaven(words, w, command);
      } else if (PROGRAMS.containsKey(name) && (w == 0 || !words.get(w - 1).equals("--class"))) {
        checkProgram(name, words.subList(w + 1, words.size()), isWhole, command);
      } else if (words.get(0).equals("spark-submit") && word.endsWith("examples.jar")) {
        String main = words.get(words.indexOf("--class") + 1);
        String simple = main.substring(main.lastIndexOf('.') + 1);
        checkProgram(simple, words.subList(w + 1, words.size()), isWhole, command);
      } else if (w > 0
          && words.get(w - 1).equals("-jar")
          && word.endsWith("fm-explain-examples.jar")) {
        checkProgram("ExplainRatings", words.subList(w + 1, words.size()), isWhole, command);
      } else if (word.contains("io.github.fmexplain") && !word.contains("/")) {
        assertTrue(hasClass(name), () -> "no class " + word + ": " + command);
      } else if (word.equals("benchmarks/target/benchmarks.jar")) {
        words.subList(w + 1, words.size()).stream()
            .filter(one -> one.matches("[A-Z]\\w+"))
            .forEach(one -> assertTrue(hasClass(one), () -> "no " + one + ": " + command));
      } else if (word.startsWith("fm-explain-") || word.matches("(\\.ci|benchmarks)/[\\w.-]+")) {
        assertTrue(Files.exists(root.resolve(word)), () -> "no " + word + ": " + command);
      }
    }
  }

  private void checkMaven(List<String> words, int w, String command) {
    String word = words.get(w);
    if (word.startsWith("-P")) {
      for (String profile : word.substring(2).split(",", -1)) {
        assertTrue(profiles.contains(profile), () -> "no profile " + profile + ": " + command);
      }
    } else if (w > 0 && words.get(w - 1).equals("-pl")) {
      for (String module : word.split(",", -1)) {
        assertTrue(
            Files.exists(root.resolve(module).resolve("pom.xml")),
            () -> "no module " + module + ": " + command);
      }
    } else if (word.startsWith("-Dexplain.args=")) {
      List<String> args = words(unquoted(word.substring(word.indexOf('=') + 1)));
      checkProgram("ExplainMovieLens", args, true, command);
    } else if (word.startsWith("-Dtest=")) {
      for (String test : unquoted(word.substring(word.indexOf('=') + 1)).split(",", -1)) {
        assertTrue(hasClass(test), () -> "no test " + test + ": " + command);
      }
    }
  }

  private static void checkProgram(
      String name, List<String> args, boolean isWhole, String command) {
    assertTrue(PROGRAMS.containsKey(name), () -> "no program " + name + ": " + command);
    Supplier<Object> program = Objects.requireNonNull(PROGRAMS.get(name));
    Set<String> options = options(program);
    for (String arg : args) {
      assertTrue(
          !arg.startsWith("--") || options.contains(arg),
          () -> name + " has no option " + arg + ": " + command);
    }
    if (isWhole) {
      new CommandLine(program.get())
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(args.toArray(String[]::new));
    }
  }

  private boolean hasClass(String simpleName) {
    return sources.stream().anyMatch(file -> file.endsWith(simpleName + ".java"));
  }

  /** {@return the words of a command, without their quotes} */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(unquoted(matcher.group()));
    }
    return words;
  }

  private static String unquoted(String word) {
    return word.matches("\"[^\"]*\"|'[^']*'") ? word.substring(1, word.length() - 1) : word;
  }
}
