package io.github.fmexplain.report.page;

import io.github.fmexplain.Recommendation;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.audit.ParameterReport.Block;
import io.github.fmexplain.audit.ParameterReport.ItemDriver;
import io.github.fmexplain.audit.ParameterReport.TagDriver;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.report.page.AuditContent.Paragraph;
import io.github.fmexplain.report.page.AuditContent.Row;
import java.util.ArrayList;
import java.util.List;

/** The page of a parameter report. */
final class ParameterReportMaker extends AuditMaker {

  private final ParameterReport report;

  ParameterReportMaker(ParameterReport report, Words words) {
    super(words);
    this.report = report;
  }

  AuditContent page() {
    section(
        "blocks",
        List.of(
            Paragraph.of(
                words.say(
                    "blocks.lead." + report.unit(),
                    report.users(),
                    report.items(),
                    units(report.deviation())))),
        blocks());
    if (!report.ratedItems().isEmpty()) {
      section("rated-items", List.of(Paragraph.of(words.say("rated-items.lead"))), ratedItems());
    }
    if (!report.tags().isEmpty()) {
      section("tags", List.of(Paragraph.of(words.say("tags.lead"))), tags());
    }
    section(
        "without",
        List.of(Paragraph.of(words.say("without.lead", words.percent(0).format(report.kept())))),
        without());
    section(
        "model",
        List.of(),
        List.of(
            row("fingerprint", Titles.clean(report.modelFingerprint())),
            row("method", report.method().name())));
    return page("parameters");
  }

  private List<Row> blocks() {
    double largest = report.blocks().stream().mapToDouble(b -> Math.abs(b.share())).max().orElse(0);
    List<Row> rows = new ArrayList<>();
    for (Block block : report.blocks()) {
      rows.add(
          bar(
              words.say("block." + block.kind()),
              words.percent(1).format(block.share()),
              block.share(),
              largest));
    }
    return rows;
  }

  private List<Row> ratedItems() {
    double largest = report.ratedItems().get(0).meanSize();
    List<Row> rows = new ArrayList<>();
    for (ItemDriver item : report.ratedItems()) {
      rows.add(
          bar(
              Titles.clean(item.title(), item.itemId()),
              units(item.meanSize()),
              item.meanSize(),
              largest));
    }
    return rows;
  }

  private List<Row> tags() {
    double largest = report.tags().get(0).meanSize();
    List<Row> rows = new ArrayList<>();
    for (TagDriver tag : report.tags()) {
      String name = CaseFileMaker.part(words, tag.kind(), tag.tag());
      rows.add(bar(name, units(tag.meanSize()), tag.meanSize(), largest));
    }
    return rows;
  }

  private List<Row> without() {
    List<Row> rows = new ArrayList<>();
    for (Recommendation item : report.withoutPersonalData()) {
      rows.add(
          Row.of(
              item.rank() + ". " + Titles.clean(item.title(), item.itemId()), units(item.score())));
    }
    return rows;
  }
}
