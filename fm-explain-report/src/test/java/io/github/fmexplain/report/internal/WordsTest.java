package io.github.fmexplain.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Method;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.page.AuditPage;
import io.github.fmexplain.report.page.ExplanationPage;
import io.github.fmexplain.train.TrainingPath;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

  /** What is written alike in both languages. */
  private static final Set<String> ALIKE =
      Set.of("list.more", "change", "change.score", "described", "name");

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

  @ParameterizedTest
  @ValueSource(
      classes = {
        Sentences.class,
        WarningTexts.class,
        ExplanationCharts.class,
        ExplanationPage.class,
        AuditPage.class
      })
  void german_saysEverythingThatEnglishSays(Class<?> owner) {
    ResourceBundle english = bundle(owner, Locale.ROOT);
    ResourceBundle german = bundle(owner, Locale.GERMAN);
    assertTrue(german instanceof PropertyResourceBundle);
    // handleKeySet of the German bundle alone is not public: compare what each says.
    assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(german.keySet()));
    for (String key : english.keySet()) {
      boolean same = english.getString(key).equals(german.getString(key));
      assertFalse(same && !ALIKE.contains(key), key);
      // German has a plural where English has none: a number more for it.
      Set<String> arguments = arguments(german.getString(key));
      assertTrue(arguments.containsAll(arguments(english.getString(key))), key);
      assertTrue(
          key.startsWith("reason.") || arguments.equals(arguments(english.getString(key))), key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Sentences.class,
        WarningTexts.class,
        ExplanationCharts.class,
        ExplanationPage.class,
        AuditPage.class
      })
  void patterns_areWhole(Class<?> owner) {
    for (Locale locale : List.of(Locale.ROOT, Locale.GERMAN)) {
      ResourceBundle bundle = bundle(owner, locale);
      for (String key : bundle.keySet()) {
        String pattern = bundle.getString(key);
        assertFalse(pattern.replace("''", "").contains("'"), key);
        assertFalse(new MessageFormat(pattern).format(new Object[] {1, 2, 3, 4, 5}).isEmpty(), key);
      }
    }
  }

  /** Plurals and lists are told by the pattern, titles have the quotes of the language. */
  @ParameterizedTest
  @ValueSource(strings = {"fr", "es", "it"})
  void otherLanguages_sayWhatEnglishSays(String language) {
    Locale locale = Locale.forLanguageTag(language);
    for (Class<?> owner : List.of(Sentences.class, WarningTexts.class)) {
      ResourceBundle english = bundle(owner, Locale.ROOT);
      ResourceBundle other = bundle(owner, locale);
      assertEquals(language, other.getLocale().getLanguage());
      for (String key : english.keySet()) {
        String pattern = other.getString(key);
        assertFalse(english.getString(key).equals(pattern) && !ALIKE.contains(key), key);
        assertFalse(pattern.replace("''", "").contains("'"), key);
        Set<String> expected = arguments(english.getString(key));
        assertTrue(arguments(pattern).containsAll(expected), key);
        assertTrue(key.startsWith("reason.") || arguments(pattern).equals(expected), key);
        assertFalse(
            new MessageFormat(pattern, locale).format(new Object[] {1, 2, 3, 4, 5}).isEmpty(), key);
      }
    }
    assertTrue(bundle(Sentences.class, locale).getString("title").startsWith("«"));
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
