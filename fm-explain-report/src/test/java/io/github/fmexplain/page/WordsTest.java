package io.github.fmexplain.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Influence;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ScoreUnit;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {

  private static final String NAME = ExplanationPage.class.getName();
  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

  private final ResourceBundle english = ResourceBundle.getBundle(NAME, Locale.ROOT);
  private final ResourceBundle german = ResourceBundle.getBundle(NAME, Locale.GERMAN);

  private static Set<String> arguments(String pattern) {
    Set<String> arguments = new TreeSet<>();
    Matcher matcher = ARGUMENT.matcher(pattern);
    while (matcher.find()) {
      arguments.add(matcher.group(1));
    }
    return arguments;
  }

  @Test
  void german_saysEverythingThatEnglishSays() {
    assertTrue(german instanceof PropertyResourceBundle);
    // handleKeySet of the German bundle alone is not public: compare what each says.
    assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(german.keySet()));
    for (String key : english.keySet()) {
      boolean same = english.getString(key).equals(german.getString(key));
      assertFalse(same && !key.startsWith("change") && !key.equals("name"), key);
      assertEquals(arguments(english.getString(key)), arguments(german.getString(key)), key);
    }
  }

  @Test
  void patterns_areWhole() {
    for (ResourceBundle bundle : new ResourceBundle[] {english, german}) {
      for (String key : bundle.keySet()) {
        String pattern = bundle.getString(key);
        assertFalse(pattern.replace("''", "").contains("'"), key);
        assertFalse(new MessageFormat(pattern).format(new Object[] {1, 2, 3}).isEmpty(), key);
      }
    }
  }

  @Test
  void everyMethodAndUnit_hasWords() {
    for (Influence method : RandomWorld.methods()) {
      assertTrue(english.containsKey("method." + method.name()), method.name());
    }
    for (ScoreUnit unit : ScoreUnit.values()) {
      for (String key : new String[] {"unit.", "lead.", "score."}) {
        assertTrue(english.containsKey(key + unit), key + unit);
      }
    }
  }

  @Test
  void numbers_areWrittenAsTheLanguageDoes() {
    Words words = Words.in(Locale.GERMAN);
    assertEquals("−0,1235", words.signed(ScoreNumber.of(-0.12345678)));
    assertEquals("+12,0000", words.signed(ScoreNumber.of(12)));
    assertEquals("0,0000", words.signed(ScoreNumber.of(-0.0)));
    assertEquals("−1,2346E20", words.units(ScoreNumber.of(-1.23456e20)));
    assertEquals("4,5", words.rating(4.5));
    assertEquals("1,23E5", words.rough(123_456));
    assertEquals("0", words.rough(0));
    assertEquals("0,342", words.rough(0.34219));
    assertEquals("93,6\u00a0%", words.percent(0.9357));
    assertEquals("93.6%", Words.in(Locale.ENGLISH).percent(0.9357));
  }
}
