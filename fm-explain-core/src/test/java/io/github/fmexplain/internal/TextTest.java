package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void pieces_areTheSameInEveryLocale() {
    assertEquals("1.5 of 'x'", Text.of("%.1f of '%s'", 1.5, "x"));
    assertEquals("0 items", Text.count(0, "item"));
    assertEquals("1 item", Text.count(1, "item"));
    assertEquals("2 items", Text.count(2, "item"));
    assertEquals("new user", Text.user(null));
    assertEquals("user 'u1'", Text.user("u1"));
  }

  @Test
  void quoted_isOneShortLine() {
    String forty = "x".repeat(40);
    assertEquals("'" + forty + "'", Text.quoted(forty));
    assertEquals("'" + forty + "…'", Text.quoted(forty + "y"));
    assertEquals("'a?b?c?d'", Text.quoted("a\nb\tc\u2028d"));
  }
}
