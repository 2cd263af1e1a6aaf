package io.github.fmexplain.report.page;

import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.internal.NewFile;
import io.github.fmexplain.report.internal.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * A page to print and to keep: the case file of one score, or the main parameters of a recommender.
 * The file is complete in itself and has no script; titles, tags and ids are escaped and cleaned.
 * The same input gives the same bytes. Immutable and thread-safe.
 *
 * <pre>{@code
 * AuditPage.of(CaseFile.of(user, itemId), Locale.ENGLISH).write(Path.of("case.html"));
 * }</pre>
 */
public final class AuditPage {

  private final String html;

  private AuditPage(AuditContent content) {
    this.html = PageFiles.audit(content);
  }

  /**
   * {@return the page of a case: the score, how it comes about, the ratings that count most, what
   * would have led to another result, the data, the model and what to know of the numbers}
   *
   * @param file the case; the page has the 12 strongest ratings of it
   * @param locale the language; see {@link ExplanationPage.Builder#locale}
   */
  public static AuditPage of(CaseFile file, Locale locale) {
    Objects.requireNonNull(file, "file");
    Words words = Words.in(Objects.requireNonNull(locale, "locale"), AuditPage.class);
    return new AuditPage(
        new CaseFileMaker(file, words, Words.in(words.locale(), Sentences.class)).page());
  }

  /**
   * {@return the page of a report: the share of each block as a bar, the items and tags behind
   * them, and what is recommended without personal data}
   *
   * @param report the report
   * @param locale the language; see {@link ExplanationPage.Builder#locale}
   */
  public static AuditPage of(ParameterReport report, Locale locale) {
    Objects.requireNonNull(report, "report");
    Words words = Words.in(Objects.requireNonNull(locale, "locale"), AuditPage.class);
    return new AuditPage(new ParameterReportMaker(report, words).page());
  }

  /** {@return the whole file} */
  public String toHtml() {
    return html;
  }

  /**
   * Writes the page in UTF-8. A file that is there is replaced when all is written.
   *
   * @param file where to
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public void write(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    NewFile.write(file, html.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return how long it is} */
  @Override
  public String toString() {
    return "AuditPage[" + html.length() + " characters]";
  }
}
