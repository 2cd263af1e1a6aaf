package io.github.fmexplain.report.page;

import io.github.fmexplain.report.internal.Sentence.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the template {@code audit.html} fills in. Texts are unescaped. */
record AuditContent(String lang, String heading, List<Section> sections, String footer) {

  /** A part of the page. */
  record Section(String heading, List<Paragraph> paragraphs, List<Row> rows) {

    boolean tabular() {
      return !rows.isEmpty();
    }
  }

  /** A sentence in parts. */
  record Paragraph(List<Part> parts) {

    static Paragraph of(String text) {
      return new Paragraph(List.of(new Part(text, false)));
    }
  }

  /** A line of a table, with the length of its bar in percent if it has one. */
  record Row(String name, String value, @Nullable String bar, String sign) {

    static Row of(String name, String value) {
      return new Row(name, value, null, "");
    }
  }
}
