package io.github.fmexplain.examples;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.commonmark.node.Heading;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * All pages and the Javadoc of all modules in one folder that opens from the disk: {@code mvn -q
 * -Psite package}.
 */
final class Site {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { display: flex; flex-wrap: wrap; margin: 0; font: 16px/1.5 system-ui, sans-serif; }
      nav { flex: 1 0 12rem; padding: 2rem; font-size: .9rem; }
      nav ul { list-style: none; padding: 0; }
      main { flex: 1 1 40rem; max-width: 56rem; min-width: 0; padding: 1rem 2rem 4rem; }
      pre, td code { white-space: pre; }
      pre { overflow-x: auto; padding: 1rem; background: #8881; }
      main table { display: block; overflow-x: auto; border-collapse: collapse; }
      th, td { padding: .3rem .6rem; border: 1px solid #8884; vertical-align: top; }
      code { font: .9em ui-monospace, monospace; }
      .language-text { white-space: pre-wrap; }
      img { max-width: 100%; }
      """;

  private Site() {}

  /**
   * Makes the site.
   *
   * @param args the root of the project and the folder of the site
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Path site = Path.of(args[1]).toAbsolutePath().normalize();
    writePages(root, site);
    writeJavadoc(root, site.resolve("api"));
    List<String> dead = deadLinks(site);
    if (!dead.isEmpty()) {
      throw new IOException("links must lead somewhere, but do not: " + dead);
    }
    System.out.println(site.resolve("index.html"));
  }

  /** Writes the pages, with what they show and lead to. */
  static void writePages(Path root, Path site) throws IOException {
    List<Page> pages = Page.all(root);
    for (Page page : pages) {
      Path file = site.resolve(html(page.file().toString()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, html(page, pages));
      for (String link : page.destinations()) {
        Path target = root.resolve(page.file()).resolveSibling(link.split("#", 2)[0]).normalize();
        if (!link.matches("[a-z]+:.*|#.*") && !link.contains(".md") && Files.exists(target)) {
          copy(target, site.resolve(root.relativize(target)));
        }
      }
    }
    Files.writeString(site.resolve("site.css"), STYLE);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }

  /** {@return where a link to a page leads on the site} */
  private static String html(String link) {
    return link.replaceFirst("\\bREADME\\.md\\b", "index.html").replaceFirst("\\.md\\b", ".html");
  }

  private static String html(Page page, List<Page> pages) {
    Map<Heading, String> anchors = page.anchors();
    AttributeProvider attributes =
        (node, tag, of) -> {
          if (node instanceof Heading heading) {
            of.put("id", anchors.get(heading));
          }
          of.computeIfPresent("href", (name, link) -> link.contains(":") ? link : html(link));
        };
    String content =
        HtmlRenderer.builder()
            .extensions(Page.EXTENSIONS)
            .attributeProviderFactory(context -> attributes)
            .build()
            .render(page.document());
    String up = page.file().getNameCount() == 1 ? "" : "../";
    String others =
        pages.stream()
            .map(other -> item(up + html(slashes(other.file())), other.title()))
            .collect(Collectors.joining());
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="UTF-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <link rel="stylesheet" href="%ssite.css">
        </head>
        <body>
        <nav><ul>%s%s</ul></nav>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(page.title(), up, others, item(up + "api/index.html", "Javadoc"), content);
  }

  private static String slashes(Path file) {
    return file.toString().replace('\\', '/');
  }

  private static String item(String link, String title) {
    return "<li><a href=\"" + link + "\">" + title + "</a></li>\n";
  }

  /**
   * Writes the Javadoc of all modules with links between them. Sources are read as files and not as
   * modules, so that one run can have those of several; what they need is on the class path.
   */
  private static void writeJavadoc(Path root, Path api) throws IOException {
    Map<String, Set<String>> packages = new TreeMap<>();
    List<Path> sources = new ArrayList<>();
    for (Path module : modules(root)) {
      Path java = module.resolve("src/main/java");
      try (Stream<Path> files = Files.walk(java)) {
        for (Path file : files.filter(Site::isPublic).sorted().toList()) {
          sources.add(file);
          String name = slashes(java.relativize(file.getParent())).replace('/', '.');
          packages.computeIfAbsent(module.getFileName().toString(), m -> new TreeSet<>()).add(name);
        }
      }
    }
    Files.createDirectories(api);
    List<String> options =
        new ArrayList<>(List.of("-d", api.toString(), "-quiet", "-notimestamp", "-Xdoclint:none"));
    options.addAll(List.of("-encoding", "UTF-8", "-docencoding", "UTF-8", "-charset", "UTF-8"));
    String classPath =
        System.getProperty("java.class.path")
            + File.pathSeparator
            + Files.readString(root.resolve("fm-explain-spark/target/spark-classpath.txt"));
    options.addAll(List.of("-classpath", classPath));
    options.addAll(List.of("-doctitle", "fm-explain", "-windowtitle", "fm-explain"));
    options.addAll(
        List.of("-top", "<a href=\"{@docRoot}/../index.html\">All pages of fm-explain</a>"));
    packages.forEach(
        (module, names) -> options.addAll(List.of("-group", module, String.join(":", names))));
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        javadoc.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      if (!javadoc
          .getTask(said, files, null, null, options, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IOException("javadoc failed: " + said);
      }
    }
    // The contents of this page name packages by two parts, their headings in full.
    Path constants = api.resolve("constant-values.html");
    String page = Files.readString(constants);
    Files.writeString(constants, page.replace("\"#io.github\"", "\"#io.github.fmexplain\""));
  }

  /** {@return the links of all pages below a folder that lead nowhere within it} */
  static List<String> deadLinks(Path folder) throws IOException {
    Map<Path, Document> pages = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        pages.put(file.normalize(), Jsoup.parse(file));
      }
    }
    Map<Path, Set<String>> anchors = new HashMap<>();
    List<String> dead = new ArrayList<>();
    for (Map.Entry<Path, Document> page : pages.entrySet()) {
      for (Element element : page.getValue().select("[href], [src]")) {
        String link = element.hasAttr("href") ? element.attr("href") : element.attr("src");
        if (link.matches("(https?|javascript|data|mailto):.*")) {
          continue;
        }
        String[] parts = link.split("[?#]", 2);
        Path file =
            parts[0].isEmpty() ? page.getKey() : page.getKey().resolveSibling(parts[0]).normalize();
        boolean leads = file.startsWith(folder) && Files.exists(file);
        Document target = pages.get(file);
        if (link.contains("#") && target != null && !link.endsWith("#")) {
          leads =
              anchors
                  .computeIfAbsent(file, f -> Set.copyOf(target.select("[id]").eachAttr("id")))
                  .contains(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        if (!leads) {
          dead.add(folder.relativize(page.getKey()) + ": " + link);
        }
      }
    }
    return dead;
  }

  private static List<Path> modules(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("fm-explain-"))
          .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
          .sorted()
          .toList();
    }
  }

  private static boolean isPublic(Path file) {
    String name = slashes(file);
    return name.endsWith(".java")
        && !name.endsWith("module-info.java")
        && !name.contains("/internal/");
  }
}
