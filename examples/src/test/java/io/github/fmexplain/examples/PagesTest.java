package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.io.ResultsFormatException;
import io.github.fmexplain.io.ResultsJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Every link of every page leads somewhere, and every block of code is what it says. */
class PagesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Of other programs: Java's, pip's and xLearn's. */
  private static final Set<String> OPTIONS_OF_OTHERS = Set.of("--add-opens", "--release");

  private final List<Page> pages = Page.all(ROOT);

  PagesTest() throws IOException {}

  private void forEachBlock(String language, BiConsumer<Page, String> check) {
    int found = 0;
    for (Page page : pages) {
      for (Page.Block block : page.blocks()) {
        if (block.language().equals(language)) {
          found++;
          check.accept(page, block.code());
        }
      }
    }
    assertTrue(found > 0, "no block in " + language);
  }

  @Test
  void links_lead() {
    TreeMap<Path, Set<String>> anchors = new TreeMap<>();
    pages.forEach(page -> anchors.put(page.file(), Set.copyOf(page.anchors().values())));
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Page page : pages) {
      for (String link : page.destinations()) {
        if (link.matches("[a-z]+:.*")) {
          continue;
        }
        links++;
        String[] parts = link.split("#", 2);
        Path folder = ROOT.resolve(page.file()).resolveSibling(parts[0]).normalize();
        Path file = parts[0].isEmpty() ? page.file() : ROOT.relativize(folder);
        if (!Files.exists(ROOT.resolve(file))
            || file.startsWith("..")
            || (parts.length == 2 && !anchors.getOrDefault(file, Set.of()).contains(parts[1]))) {
          dead.add(page.file() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(links > 80, "only " + links + " links");
  }

  @Test
  void everyPage_isReachedFromTheReadme() {
    Set<String> reached = Set.copyOf(pages.get(0).destinations());
    List<String> missing =
        pages.stream()
            .skip(1)
            .map(page -> page.file().toString().replace('\\', '/'))
            .filter(file -> !reached.contains(file))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void pagesThatSourcesName_exist() throws IOException {
    Pattern named = Pattern.compile("\\bdocs/[\\w-]+\\.md\\b");
    List<String> missing = new ArrayList<>();
    for (Path source : sources()) {
      Matcher matcher = named.matcher(Files.readString(source));
      while (matcher.find()) {
        if (!Files.exists(ROOT.resolve(matcher.group()))) {
          missing.add(source + ": " + matcher.group());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void java_isPartOfSourcesThatAreCompiled() throws IOException {
    List<String> compiled = new ArrayList<>();
    for (Path source : sources()) {
      compiled.add(withoutIndentation(Files.readString(source)));
    }
    forEachBlock(
        "java",
        (page, code) ->
            assertTrue(
                compiled.stream().anyMatch(text -> text.contains(withoutIndentation(code))),
                () -> "nowhere compiled, in " + page.file() + ":\n" + code));
  }

  /** A line at the top has the packages of all classes that the page names in code. */
  @Test
  void pagesWithJava_sayWhereTheirClassesAre() throws IOException {
    ApiLists api = ApiLists.read(ROOT.resolve("docs/api"));
    List<String> expected = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Page page : pages) {
      List<String> code = new ArrayList<>(page.code());
      page.blocks().stream()
          .filter(block -> block.language().equals("java"))
          .forEach(block -> code.add(withoutComments(block.code())));
      if (code.size() > page.code().size()) {
        expected.add(page.file() + ": " + api.whereAre(code));
        lines.add(
            Files.readString(ROOT.resolve(page.file()))
                .lines()
                .filter(line -> line.startsWith("Classes: "))
                .collect(Collectors.joining("\n", page.file() + ": ", "")));
      }
    }
    assertTrue(expected.size() > 10, "only " + expected.size() + " pages");
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  private static String withoutComments(String code) {
    return code.replaceAll("//.*", "").replaceAll("\"[^\"\n]*\"", "");
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target"))
          .toList();
    }
  }

  @Test
  void commands_nameWhatExists() throws IOException {
    CommandLines commands = new CommandLines(ROOT);
    forEachBlock(
        "sh", (page, code) -> CommandLines.of(code).forEach(line -> commands.check(line, true)));
    Set<String> options = CommandLines.options();
    for (Page page : pages) {
      for (String code : page.code()) {
        if (CommandLines.isOne(code)) {
          commands.check(code, false);
        }
        String first = code.split("[ =]", 2)[0];
        assertTrue(
            !first.matches("--[a-z-]+")
                || options.contains(first)
                || OPTIONS_OF_OTHERS.contains(first),
            () -> "no program has the option " + code + ", in " + page.file());
      }
    }
  }

  @Test
  void commands_areMarkedAsSuch() {
    forEachBlock(
        "",
        (page, code) ->
            assertTrue(
                code.lines().noneMatch(CommandLines::isOne),
                () ->
                    "a block of commands must be marked as sh, in " + page.file() + ":\n" + code));
  }

  @Test
  void json_isAnExplanation() {
    forEachBlock(
        "json",
        (page, code) -> {
          try {
            ResultsJson.read(code, Explanation.class);
          } catch (ResultsFormatException e) {
            throw new AssertionError(page.file() + ": " + e.getMessage(), e);
          }
        });
  }

  @Test
  void xml_isWellFormed_andNamesModulesThatArePublished() throws IOException {
    String version = text(parsed(Files.readString(ROOT.resolve("pom.xml"))), "version");
    forEachBlock(
        "xml",
        (page, code) -> {
          Document xml = parsed("<block>" + code.replaceFirst("^<\\?xml.*\\?>", "") + "</block>");
          NodeList dependencies = xml.getElementsByTagName("dependency");
          for (int d = 0; d < dependencies.getLength(); d++) {
            Element dependency = (Element) dependencies.item(d);
            if (text(dependency, "groupId").equals("io.github.fmexplain")) {
              Path module = ROOT.resolve(text(dependency, "artifactId")).resolve("pom.xml");
              assertTrue(Files.exists(module), () -> page.file() + ": no module " + module);
              if (dependency.getElementsByTagName("version").getLength() > 0) {
                assertEquals(version, text(dependency, "version"), page.file().toString());
              }
            }
          }
        });
  }

  private static String text(Document document, String name) {
    return text(document.getDocumentElement(), name);
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  private static Document parsed(String xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(e.getMessage() + ":\n" + xml, e);
    }
  }

  @Test
  void python_isParsed() throws IOException, InterruptedException {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "there is no Python here to parse the blocks with");
    List<String> blocks = new ArrayList<>();
    forEachBlock("python", (page, code) -> blocks.add(code));
    for (String block : blocks) {
      Process process =
          new ProcessBuilder(
                  python.toString(), "-c", "import ast,sys; ast.parse(sys.stdin.buffer.read())")
              .redirectErrorStream(true)
              .start();
      try (var in = process.getOutputStream()) {
        new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)).transferTo(in);
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said + block);
    }
  }
}
