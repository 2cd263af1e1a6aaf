package io.github.fmexplain.report.page;

import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.report.page.AuditContent.Paragraph;
import io.github.fmexplain.report.page.AuditContent.Row;
import io.github.fmexplain.report.page.AuditContent.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts what an audit page says together, section by section. */
abstract class AuditMaker {

  final Words words;
  private final List<Section> sections = new ArrayList<>();

  AuditMaker(Words words) {
    this.words = words;
  }

  final void section(String key, List<Paragraph> paragraphs, List<Row> rows) {
    sections.add(new Section(words.say("section." + key), paragraphs, rows));
  }

  final AuditContent page(String key) {
    return new AuditContent(
        words.locale().toLanguageTag(),
        words.say("page." + key),
        sections,
        words.say("page.footer"));
  }

  final Row row(String key, String value) {
    return Row.of(words.say("row." + key), value);
  }

  /** Returns a line whose bar is as long as its value beside the largest. */
  static Row bar(String name, String value, double size, double largest) {
    double percent = largest == 0 ? 0 : 100 * Math.abs(size) / largest;
    String sign = size < 0 ? "against" : "for";
    return new Row(name, value, String.format(Locale.ROOT, "%.1f", percent), sign);
  }

  final String units(double value) {
    return ScoreNumber.of(value).in(words);
  }
}
