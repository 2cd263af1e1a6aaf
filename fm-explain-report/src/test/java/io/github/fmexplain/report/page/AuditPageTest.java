package io.github.fmexplain.report.page;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditPageTest {

  private final RandomWorld world = new RandomWorld(7, PredictorType.BINARY_CLASSIFIER, 30, 3);
  private final FmExplainer explainer = world.explainer();
  private final History history = world.history("u1", 9).withUserTags(Set.of("gender=F"));
  private final UserExplainer user = explainer.forHistory(history).inContext(Set.of("evening"));

  private CaseFile caseOf(String item) {
    return CaseFile.of(user, item, 5, Instant.EPOCH);
  }

  private static Document parse(AuditPage page) {
    return Jsoup.parse(page.toHtml());
  }

  /** The words for a part of an offset, in the page that is made of a bundle. */
  private static String part(String bundle, Locale language, OffsetPart.Kind kind) {
    return ResourceBundle.getBundle(AuditPage.class.getPackageName() + "." + bundle, language)
        .getString("part." + kind);
  }

  @Test
  void everyPartOfAnOffset_hasWords() {
    for (OffsetPart.Kind kind : OffsetPart.Kind.values()) {
      for (String bundle : List.of("AuditPage", "ExplanationPage")) {
        String english = part(bundle, Locale.ROOT, kind);
        assertFalse(english.isEmpty());
        assertNotEquals(english, part(bundle, Locale.GERMAN, kind));
      }
    }
  }

  @Test
  void sampledItems_areOnePartOfTheScore() {
    History sampled = world.history("u1", 9).withSampled(List.of("i20", "i21"));
    UserExplainer withThem = explainer.forHistory(sampled);
    Explanation why = withThem.explain("i25");
    assertExplains(why, world.model, world.encoder, sampled);
    CaseFile file = CaseFile.of(withThem, "i25", 5, Instant.EPOCH);
    String english = parse(AuditPage.of(file, Locale.ENGLISH)).text();
    assertTrue(english.contains("Items that the user did not choose"), english);
    String german = parse(AuditPage.of(file, Locale.GERMAN)).text();
    assertTrue(german.contains("Titel, die der Nutzer nicht gewählt hat"), german);
  }

  @Test
  void caseFile_isOnThePage(@TempDir Path folder) throws IOException {
    String first = user.recommend(1).get(0).itemId();
    CaseFile file = caseOf(first);
    AuditPage page = AuditPage.of(file, Locale.ENGLISH);
    Document html = parse(page);
    assertEquals("en", html.expectFirst("html").attr("lang"));
    assertEquals(
        List.of(
            "The score",
            "How the score comes about",
            "The ratings that count most",
            "What would have led to another result",
            "The data that was used",
            "The model",
            "What to know about these numbers"),
        html.select("h2").eachText());
    String text = html.text();
    for (String said :
        List.of(
            "Created 1970-01-01T00:00:00Z",
            "Place 1 of the first 5",
            "Tag of the user: gender=F",
            "Situation: evening",
            "Ratings 9 of 9 count",
            "Tags of the user gender=F",
            file.explanation().provenance().modelFingerprint())) {
      assertTrue(text.contains(said), () -> said + " in " + text);
    }
    assertEquals(9, html.select("rect").size());
    assertTrue(html.select("script").isEmpty());
    page.write(folder.resolve("case.html"));
    assertEquals(page.toHtml(), Files.readString(folder.resolve("case.html")));
    assertEquals(page.toHtml(), AuditPage.of(file, Locale.ENGLISH).toHtml());
    assertExplains(file.explanation(), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void caseFile_ofAnItemThatIsNotListed_saysSo() {
    String rated = history.interactions().get(0).itemId();
    String german = parse(AuditPage.of(caseOf(rated), Locale.GERMAN)).text();
    assertTrue(german.contains("nicht unter den ersten 5"), german);
    assertTrue(german.contains("keine Empfehlung, die sich ändern könnte"), german);
    String english = parse(AuditPage.of(caseOf(rated), Locale.JAPANESE)).text();
    assertTrue(english.contains("not among the first 5"), english);
    assertExplains(user.explain(rated), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void parameterReport_isOnThePage_withABarForEachBlock() {
    ParameterReport report = ParameterReport.of(explainer, List.of(history), Set.of("evening"), 3);
    Document html = parse(AuditPage.of(report, Locale.ENGLISH));
    assertEquals(6, html.select("section").get(0).select("rect").size());
    assertTrue(html.text().contains("Measured over one user and 30 items"), html.text());
    assertEquals(3, html.select("section").get(3).select("tr").size());
    assertFalse(html.text().contains("u1"), "names no user");
    assertExplains(user.explain("i1"), world.model, world.encoder, history, Set.of("evening"));
  }
}
