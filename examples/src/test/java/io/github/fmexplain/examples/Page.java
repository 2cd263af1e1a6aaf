package io.github.fmexplain.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the documentation.
 *
 * @param file where it is, below the root of the project
 * @param document its Markdown
 */
record Page(Path file, Node document) {

  static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /**
   * A block of code.
   *
   * @param language what it is in, empty if it does not say
   * @param code with the last line break
   */
  record Block(String language, String code) {}

  /** {@return all pages: the README, then the others in the order in which it links to them} */
  static List<Page> all(Path root) throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path folder : List.of(root, root.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          String text = Files.readString(file).replace("\r\n", "\n");
          pages.add(new Page(root.relativize(file), PARSER.parse(text)));
        }
      }
    }
    List<String> links =
        pages.stream()
            .filter(page -> page.file().equals(Path.of("README.md")))
            .flatMap(page -> page.destinations().stream())
            .toList();
    pages.sort(
        Comparator.comparingInt(page -> links.indexOf(page.file().toString().replace('\\', '/'))));
    return pages;
  }

  /** {@return what its links and pictures lead to} */
  List<String> destinations() {
    List<String> destinations = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            destinations.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            destinations.add(image.getDestination());
            visitChildren(image);
          }
        });
    return destinations;
  }

  /** {@return the name by which a link finds each heading, as GitHub makes it, in their order} */
  Map<Heading, String> anchors() {
    Map<Heading, String> anchors = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String name =
                text(heading)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-');
            int before = seen.merge(name, 1, Integer::sum) - 1;
            anchors.put(heading, before == 0 ? name : name + "-" + before);
          }
        });
    return anchors;
  }

  /** {@return the first heading} */
  String title() {
    return text(anchors().keySet().iterator().next());
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock block) {
            blocks.add(new Block(block.getInfo(), block.getLiteral()));
          }
        });
    return blocks;
  }

  /** {@return code within sentences} */
  Set<String> code() {
    List<String> code = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Code span) {
            code.add(span.getLiteral());
          }
        });
    return code.stream().collect(Collectors.toSet());
  }

  static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak part) {
            text.append(' ');
          }
        });
    return text.toString();
  }
}
