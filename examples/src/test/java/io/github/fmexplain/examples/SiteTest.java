package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

  @TempDir static Path folder;

  @Test
  void pages_haveLinksThatLeadSomewhere() throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    Site.writePages(Path.of("..").toAbsolutePath().normalize(), site);
    // Javadoc takes a minute and is no part of this test.
    Files.createDirectory(site.resolve("api"));
    Files.writeString(site.resolve("api/index.html"), "<h1>Javadoc</h1>");
    assertEquals(List.of(), Site.deadLinks(site));

    Document readme = Jsoup.parse(site.resolve("index.html"));
    assertEquals("fm-explain", readme.title());
    assertTrue(readme.select("main table").size() > 2);
    assertTrue(readme.select("nav a[href=docs/math.html]").hasText());
    Document maths = Jsoup.parse(site.resolve("docs/math.html"));
    assertEquals(1, maths.select("h2#replay, h3#replay").size());
    assertTrue(maths.select("nav a[href=../index.html]").hasText());
  }

  @Test
  void deadLinks_areFound() throws IOException {
    Path site = Files.createDirectory(folder.resolve("dead"));
    Files.writeString(
        site.resolve("a.html"),
        "<p id=here><a href=#here>1</a><a href=#there>2</a><a href=b.html>3</a>"
            + "<a href=../out.html>4</a><img src=https://example.org/x.png><img src=x.png></p>");
    Files.writeString(folder.resolve("out.html"), "");
    assertEquals(
        List.of("a.html: #there", "a.html: b.html", "a.html: ../out.html", "a.html: x.png"),
        Site.deadLinks(site));
  }
}
