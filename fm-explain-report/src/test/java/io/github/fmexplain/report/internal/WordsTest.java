package io.github.fmexplain.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Method;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.page.AuditPage;
import io.github.fmexplain.report.page.ExplanationPage;
import io.github.fmexplain.train.TrainingPath;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static final List<Class<?>> OWNERS =
      List.of(
          Sentences.class,
          TextReport.class,
          WarningTexts.class,
          ExplanationCharts.class,
          ExplanationPage.class,
          AuditPage.class);

  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

  /** What is written alike in both languages. */
  private static final Set<String> ALIKE =
      Set.of("list.more", "rated", "change", "change.score", "described", "name");

  private static ResourceBundle bundle(Class<?> owner, Locale locale) {
    return ResourceBundle.getBundle(owner.getName(), locale);
  }

  private static Set<String> arguments(String pattern) {
    Set<String> arguments = new TreeSet<>();
    Matcher matcher = ARGUMENT.matcher(pattern);
    while (matcher.find()) {
      arguments.add(matcher.group(1));
    }
    return arguments;
  }

  /** Plurals and lists are told by the pattern, titles have the quotes of the language. */
  @ParameterizedTest
  @ValueSource(strings = {"de", "fr", "es", "it"})
  void otherLanguages_sayEverythingThatEnglishSays(String language) {
    Locale locale = Locale.forLanguageTag(language);
    for (Class<?> owner : OWNERS) {
      assertSaysTheSame(bundle(owner, Locale.ROOT), bundle(owner, locale), language);
    }
    assertSaysTheSame(Sentences.purchases(Locale.ROOT), Sentences.purchases(locale), language);
    String title = bundle(Sentences.class, locale).getString("title");
    assertEquals(language.equals("de") ? '„' : '«', title.charAt(0));
  }

  private static void assertSaysTheSame(
      ResourceBundle english, ResourceBundle other, String language) {
    assertEquals(language, other.getLocale().getLanguage());
    assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(other.keySet()));
    for (String key : english.keySet()) {
      String pattern = other.getString(key);
      boolean same = english.getString(key).equals(pattern);
      // A single word may be the same, such as "impact" in French.
      assertFalse(same && english.getString(key).contains(" ") && !ALIKE.contains(key), key);
      // Other languages have a plural where English has none: a number more for it.
      Set<String> arguments = arguments(pattern);
      assertTrue(arguments.containsAll(arguments(english.getString(key))), key);
      assertTrue(
          key.startsWith("reason.") || arguments.equals(arguments(english.getString(key))), key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de", "fr", "es", "it"})
  void patterns_areWhole(String language) {
    Locale locale = Locale.forLanguageTag(language);
    for (Class<?> owner : OWNERS) {
      assertWhole(bundle(owner, locale), locale);
    }
    assertWhole(Sentences.purchases(locale), locale);
  }

  /** Also for no, one, and two of everything. */
  private static void assertWhole(ResourceBundle bundle, Locale locale) {
    for (String key : bundle.keySet()) {
      String pattern = bundle.getString(key);
      assertFalse(pattern.replace("''", "").contains("'"), key);
      for (int n : new int[] {0, 1, 2}) {
        Object[] values = {n, n, n, n, n, n};
        String text = new MessageFormat(pattern, locale).format(values);
        assertFalse(text.isEmpty() || text.contains("  ") || text.contains("|"), key);
        assertFalse(text.contains("{"), key);
      }
    }
  }

  /** A narrow space that does not break stands before the high marks of French. */
  @Test
  void frenchMarks_haveTheirSpace() {
    for (Class<?> owner : OWNERS) {
      assertSpaced(bundle(owner, Locale.FRENCH));
    }
    assertSpaced(Sentences.purchases(Locale.FRENCH));
  }

  private static void assertSpaced(ResourceBundle french) {
    for (String key : french.keySet()) {
      String text = french.getString(key);
      assertFalse(text.matches("(?s).*[^\\u202f][:;?!].*"), text);
      assertTrue(key.equals("colon") || key.equals("solved") || !text.startsWith("\u202f"), text);
    }
  }

  /** What a pattern says in the five languages. */
  private static List<String> said(Class<?> owner, String key, Object... arguments) {
    return Stream.of("en", "de", "fr", "es", "it")
        .map(language -> Words.in(Locale.forLanguageTag(language), owner).say(key, arguments))
        .toList();
  }

  @Test
  void one_isNoPlural_onPages() {
    assertEquals(
        List.of(
            "None of your ratings was found without which this would not be recommended first.",
            "Es fand sich keine Ihrer Bewertungen, ohne die dies nicht zuerst empfohlen würde.",
            "On n'a trouvé aucune de vos notes sans laquelle ce titre ne serait pas recommandé en"
                + " premier.",
            "No se encontró ninguna de sus valoraciones sin la cual esto no se recomendaría en"
                + " primer lugar.",
            "Non è stata trovata alcuna sua valutazione senza la quale questo titolo non sarebbe"
                + " consigliato per primo."),
        said(ExplanationPage.class, "without.none.first", 1, 3));
    assertEquals(
        List.of(
            "None of your ratings was found without which this would not be among the first 3.",
            "Es fand sich keine Ihrer Bewertungen, ohne die dies nicht unter den ersten 3 wäre.",
            "On n'a trouvé aucune de vos notes sans laquelle ce titre ne serait pas parmi les 3"
                + " premiers.",
            "No se encontró ninguna de sus valoraciones sin la cual esto no estaría entre los 3"
                + " primeros.",
            "Non è stata trovata alcuna sua valutazione senza la quale questo titolo non sarebbe tra"
                + " i primi 3."),
        said(ExplanationPage.class, "without.none.list", 1, 3));
    assertEquals(
        List.of(
            "1 of 15 ratings counts here.",
            "1 von 15 Bewertungen zählt hier.",
            "Notes prises en compte ici\u202f: 1 sur 15.",
            "Valoraciones que cuentan aquí: 1 de 15.",
            "Valutazioni che contano qui: 1 su 15."),
        said(ExplanationPage.class, "rests", 1, 15, 0));
    assertEquals(
        List.of("1 of 1 rating counts here.", "1 von 1 Bewertung zählt hier."),
        said(ExplanationPage.class, "rests", 1, 1, 0).subList(0, 2));
    assertEquals(
        List.of("0 of 2 ratings count here.", "0 von 2 Bewertungen zählen hier."),
        said(ExplanationPage.class, "rests", 0, 2, 0).subList(0, 2));
  }

  @Test
  void one_isNoPlural_inCaseFiles() {
    assertEquals(
        List.of("first", "der erste", "1 dans une liste de 1", "1 en la lista de 1", "il primo"),
        said(AuditPage.class, "place.listed", 1, 1));
    assertEquals(
        List.of(
            "not first",
            "nicht der erste",
            "au-delà du rang 1",
            "fuera de la lista de 1",
            "non il primo"),
        said(AuditPage.class, "place.none", 1));
    List<String> unlisted = said(AuditPage.class, "counterfactual.unlisted", 1);
    assertEquals(
        "The item is not the first that is recommended, so that there is no recommendation to"
            + " change.",
        unlisted.get(0));
    assertEquals(
        "Der Titel ist nicht der erste, der empfohlen wird; es gibt also keine Empfehlung, die sich"
            + " ändern könnte.",
        unlisted.get(1));
    assertEquals(
        "Il titolo non è il primo consigliato: non c'è quindi alcun consiglio da cambiare.",
        unlisted.get(4));
    assertEquals(
        List.of("1 of 9 counts", "1 von 9 zählt"),
        said(AuditPage.class, "ratings", 1, 9).subList(0, 2));
    assertEquals(
        List.of("2 of 9 count", "2 von 9 zählen"),
        said(AuditPage.class, "ratings", 2, 9).subList(0, 2));
  }

  @Test
  void one_isNoPlural_inChartsAndText() {
    assertEquals(
        List.of(
            "1 of 15 ratings, the strongest one.",
            "1 von 15 Bewertungen, und zwar die stärkste.",
            "Seule la note qui compte le plus est affichée\u202f: 1 sur 15.",
            "Solo lo más fuerte: 1 de 15 valoraciones.",
            "La valutazione più forte: 1 su 15."),
        said(ExplanationCharts.class, "bars.more", 1, 15));
    assertEquals(
        List.of(
            "1 removed: x", "1 entfernt: x", "1 en moins\u202f: x", "al quitar 1: x", "tolta 1: x"),
        said(ExplanationCharts.class, "described.removed", 1, "x"));
    assertEquals("tolte 2: x", said(ExplanationCharts.class, "described.removed", 2, "x").get(4));
    assertEquals(
        List.of(
            "1 of 15 ratings used",
            "1 von 15 Bewertungen zählt",
            "notes prises en compte\u202f: 1 sur 15",
            "valoraciones que cuentan: 1 de 15",
            "valutazioni che contano: 1 su 15"),
        said(TextReport.class, "used", 1, 15));
    assertEquals("1 von 1 Kauf zählt", said(TextReport.class, "purchases.used", 1, 1).get(1));
    assertEquals("3 von 4 Käufen zählen", said(TextReport.class, "purchases.used", 3, 4).get(1));
  }

  @Test
  void zero_hasNoSign() {
    for (String language : List.of("en", "de", "fr", "es", "it")) {
      Words words = Words.in(Locale.forLanguageTag(language), ExplanationPage.class);
      for (double value : new double[] {-0.0, -1e-9, -0.0004}) {
        assertEquals("0", words.rating(value));
        assertEquals(words.fixed(3, 0), words.fixed(3, value));
        assertEquals(words.number("0.00").format(0), words.number("0.00").format(value));
        assertEquals(words.percent(1).format(0), words.percent(1).format(value));
      }
      assertEquals("0", words.rough(-0.0));
    }
    Words german = Words.in(Locale.GERMAN, ExplanationPage.class);
    assertEquals("0,000", german.fixed(3, -0.0004));
    assertEquals("-0,001", german.fixed(3, -0.0006));
    assertEquals("−0,01", german.number("0.00").format(-0.006));
  }

  @Test
  void everyMethodPathAndUnit_hasWords() {
    ResourceBundle english = bundle(ExplanationPage.class, Locale.ROOT);
    for (Method method : Method.all()) {
      assertTrue(english.containsKey("method." + method.name()), method.name());
    }
    for (TrainingPath.Kind path : TrainingPath.Kind.values()) {
      assertTrue(english.containsKey("fact.path." + path), path.name());
      assertTrue(english.containsKey("fact.path." + path + ".meaning"), path.name());
    }
    for (ScoreUnit unit : ScoreUnit.values()) {
      for (String key : new String[] {"unit.", "lead.", "score."}) {
        assertTrue(english.containsKey(key + unit), key + unit);
      }
    }
  }

  @Test
  void numbers_areWrittenAsTheLanguageDoes() {
    Words german = Words.in(Locale.GERMAN, ExplanationPage.class);
    assertEquals("4,5", german.rating(4.5));
    assertEquals("−1", german.rating(-1));
    assertEquals("1,23E5", german.rough(123_456));
    assertEquals("0", german.rough(0));
    assertEquals("0,342", german.rough(0.34219));
    assertEquals("93,6\u00a0%", german.percent(1).format(0.9357));
    Words english = Words.in(Locale.ENGLISH, ExplanationPage.class);
    assertEquals("93.6%", english.percent(1).format(0.9357));
    assertEquals("90.0%", english.percent(1).format(0.9));
    assertEquals("90%", english.percent(0).format(0.9));
  }
}
