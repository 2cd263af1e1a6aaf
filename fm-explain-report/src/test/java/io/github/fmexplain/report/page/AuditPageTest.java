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
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.internal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
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
    List<Recommendation> all = user.recommend(30);
    String last = all.get(all.size() - 1).itemId();
    String german = parse(AuditPage.of(caseOf(last), Locale.GERMAN)).text();
    assertTrue(german.contains("nicht unter den ersten 5"), german);
    assertTrue(german.contains("keine Empfehlung, die sich ändern könnte"), german);
    String english = parse(AuditPage.of(caseOf(last), Locale.JAPANESE)).text();
    assertTrue(english.contains("not among the first 5"), english);
    assertExplains(user.explain(last), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void caseFile_ofAnItemThatIsRated_saysSo() {
    Interaction rating = history.interactions().get(0);
    CaseFile file = caseOf(rating.itemId());
    List<String> places =
        List.of(
            "Place rated by the user (%s), and so not recommended",
            "Platz vom Nutzer mit %s bewertet und daher nicht empfohlen",
            "Rang noté par l'utilisateur (%s), et donc pas recommandé",
            "Puesto valorado por el usuario (%s) y por eso no recomendado",
            "Posizione valutato dall'utente (%s) e perciò non consigliato");
    List<String> changes =
        List.of(
            "The user has rated the item (%s). What is rated is not recommended, so that there is no"
                + " recommendation to change.",
            "Der Nutzer hat den Titel mit %s bewertet. Was bewertet ist, wird nicht empfohlen; es"
                + " gibt also keine Empfehlung, die sich ändern könnte.",
            "L'utilisateur a noté le titre (%s). Ce qui est noté n'est pas recommandé\u202f: il n'y a"
                + " donc pas de recommandation à changer.",
            "El usuario ha valorado el título (%s). Lo que ya está valorado no se recomienda, así que"
                + " no hay ninguna recomendación que cambiar.",
            "L'utente ha valutato il titolo (%s). Ciò che è valutato non viene consigliato, quindi"
                + " non c'è alcun consiglio da cambiare.");
    List<String> marks =
        List.of(
            "this item: ",
            "dieser Titel: ",
            "ce titre\u202f: ",
            "este título: ",
            "questo titolo: ");
    List<String> languages = List.of("en", "de", "fr", "es", "it");
    for (int j = 0; j < languages.size(); j++) {
      Locale locale = Locale.forLanguageTag(languages.get(j));
      Document html = parse(AuditPage.of(file, locale));
      String given = Words.in(locale, AuditPage.class).rating(rating.rating());
      assertTrue(
          html.select("tr").eachText().contains(String.format(places.get(j), given)), html.text());
      assertEquals(
          String.format(changes.get(j), given), html.select("section").get(3).select("p").text());
      String mark = marks.get(j);
      assertEquals(
          1,
          html.select("section").get(2).select("th").eachText().stream()
              .filter(name -> name.startsWith(mark))
              .count());
    }
    assertExplains(file.explanation(), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void caseFile_hasTheRatingsThatItsSentenceDoesNotName() {
    CaseFile file = caseOf(user.recommend(1).get(0).itemId());
    List<RatingEdits.Edit> edits = new ArrayList<>();
    for (int j = 0; j < 7; j++) {
      edits.add(new RatingEdits.Edit("e" + j, "Title " + j, 4.5, null));
    }
    Standing standing = new Standing("y", "Yodel", 1, 2, 1, 0.5);
    CaseFile many =
        new CaseFile(
            file.time(),
            file.history(),
            file.context(),
            file.explanation(),
            5,
            file.recommendation(),
            new RatingEdits(
                file.explanation().provenance(),
                RatingEdits.Kind.REMOVE,
                5,
                edits,
                standing,
                standing),
            file.trainingRows(),
            file.metrics());
    Element section = parse(AuditPage.of(many, Locale.GERMAN)).select("section").get(3);
    assertTrue(section.text().contains("„Title 3“ und 3 weiteren"), section.text());
    assertEquals(7, section.select("tr").size());
    assertEquals("Title 6 4,5", section.select("tr").get(6).text());
    assertExplains(file.explanation(), world.model, world.encoder, history, Set.of("evening"));
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
