package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.internal.Sentence;
import io.github.fmexplain.report.internal.Strongest;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.report.page.AuditContent.Paragraph;
import io.github.fmexplain.report.page.AuditContent.Row;
import io.github.fmexplain.train.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The page of a case file. */
final class CaseFileMaker extends AuditMaker {

  private static final int MOST_RATINGS = 12;

  private final CaseFile file;
  private final Explanation why;
  private final Words sentences;

  CaseFileMaker(CaseFile file, Words words, Words sentences) {
    super(words);
    this.file = file;
    this.why = file.explanation();
    this.sentences = sentences;
  }

  AuditContent page() {
    score();
    section("sum", List.of(), sum());
    section("ratings", List.of(), ratings());
    section("counterfactual", List.of(counterfactual()), edited());
    section("data", List.of(), data());
    section("model", List.of(), model());
    List<Paragraph> warnings =
        WarningTexts.in(words.locale()).of(why.provenance()).stream().map(Paragraph::of).toList();
    if (!warnings.isEmpty()) {
      section("warnings", warnings, List.of());
    }
    return page("case");
  }

  private void score() {
    Recommendation place = file.recommendation();
    List<Row> rows = new ArrayList<>();
    rows.add(row("item", Titles.clean(why.title(), why.itemId()) + " · " + clean(why.itemId())));
    String userId = why.userId();
    rows.add(row("user", userId == null ? words.say("new-user") : clean(userId)));
    rows.add(row("time", file.time().toString()));
    rows.add(row("score", words.say("score." + why.unit(), units(why.score()))));
    if (why.probability() != null) {
      rows.add(row("probability", words.percent(1).format(why.probability())));
    }
    rows.add(
        row(
            "place",
            place != null
                ? words.say("place.listed", place.rank(), file.listLength())
                : file.ownRating().isPresent()
                    ? words.say("place.rated", own())
                    : words.say("place.none", file.listLength())));
    section(
        "score",
        List.of(
            new Paragraph(
                place == null
                    ? Sentence.scored(sentences, why, null)
                    : Sentence.recommended(sentences, why, null))),
        rows);
  }

  private String own() {
    return file.ownRating().map(own -> words.rating(own.rating())).orElse("");
  }

  private List<Row> sum() {
    List<Row> rows = new ArrayList<>();
    for (OffsetPart part : why.offsetParts()) {
      rows.add(Row.of(part(words, part.kind(), part.name()), units(part.value())));
    }
    rows.add(row("impacts", units(why.totalImpact())));
    rows.add(row("residual", units(why.residual())));
    rows.add(row("score", units(why.score())));
    return rows;
  }

  static String part(Words words, OffsetPart.Kind kind, String name) {
    return words.say("part." + kind) + (name.isEmpty() ? "" : " " + clean(name));
  }

  private List<Row> ratings() {
    Strongest strongest = Strongest.of(why, Quantity.REMOVAL_EFFECT, MOST_RATINGS);
    List<Contribution> shown = new ArrayList<>(strongest.inFavour());
    shown.addAll(strongest.against());
    double largest = shown.stream().mapToDouble(c -> Math.abs(c.removalEffect())).max().orElse(0);
    return shown.stream()
        .map(
            c ->
                bar(
                    title(c) + " · " + words.rating(c.interaction().rating()),
                    ScoreNumber.of(c.removalEffect()).signedIn(words),
                    c.removalEffect(),
                    largest))
        .toList();
  }

  private String title(Contribution c) {
    String title = Titles.clean(c.title(), c.interaction().itemId());
    return c.interaction().itemId().equals(why.itemId()) ? words.say("itself", title) : title;
  }

  private Paragraph counterfactual() {
    RatingEdits edits = file.counterfactual();
    if (edits != null) {
      return new Paragraph(Sentence.edited(sentences, edits));
    }
    return Paragraph.of(
        file.recommendation() != null
            ? words.say("counterfactual.none", CaseFile.LARGEST_SET)
            : file.ownRating().isPresent()
                ? words.say("counterfactual.rated", own())
                : words.say("counterfactual.unlisted", file.listLength()));
  }

  /** Returns the ratings of a counterfactual whose sentence does not name all. */
  private List<Row> edited() {
    RatingEdits edits = file.counterfactual();
    return edits == null || Sentence.namesAll(edits)
        ? List.of()
        : edits.edits().stream()
            .map(
                edit ->
                    Row.of(
                        Titles.clean(edit.title(), edit.itemId()), PageMaker.rating(words, edit)))
            .toList();
  }

  private List<Row> data() {
    return List.of(
        row("ratings", words.say("ratings", why.diagnostics().rowsUsed(), file.history().size())),
        row("tags", tags(file.history().userTags())),
        row("situation", tags(file.context())));
  }

  private String tags(Collection<String> tags) {
    return tags.isEmpty()
        ? words.say("none")
        : tags.stream().map(CaseFileMaker::clean).collect(Collectors.joining(", "));
  }

  private List<Row> model() {
    Provenance provenance = why.provenance();
    Replayed replay = provenance.diagnostics().replay();
    List<Row> rows = new ArrayList<>();
    rows.add(row("fingerprint", clean(provenance.modelFingerprint())));
    rows.add(
        row(
            "method",
            replay == null
                ? provenance.method().name()
                : provenance.method().name() + ", " + words.say("path." + replay.path())));
    rows.add(row("training-rows", words.number("#,##0").format(file.trainingRows())));
    for (Metric metric : Metric.values()) {
      if (file.metrics().has(metric)) {
        rows.add(Row.of(metric.metricName(), words.rough(file.metrics().value(metric))));
      }
    }
    return rows;
  }

  private static String clean(String text) {
    return Titles.clean(text, text);
  }
}
