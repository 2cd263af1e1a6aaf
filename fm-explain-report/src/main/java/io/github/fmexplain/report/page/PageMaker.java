package io.github.fmexplain.report.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.report.internal.Sentence;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.report.page.PageContent.Cell;
import io.github.fmexplain.report.page.PageContent.Edited;
import io.github.fmexplain.report.page.PageContent.Item;
import io.github.fmexplain.report.page.PageContent.Piece;
import io.github.fmexplain.report.page.PageContent.Place;
import io.github.fmexplain.report.page.PageContent.Probability;
import io.github.fmexplain.report.page.PageContent.Rated;
import io.github.fmexplain.report.page.PageContent.Row;
import io.github.fmexplain.report.page.PageContent.View;
import io.github.fmexplain.report.page.PageContent.WithoutThese;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts explanations into the texts and numbers of a page. */
final class PageMaker {

  /**
   * Rows that are shown before more are asked for. Those of the first method are in the file, those
   * of the others come from its numbers when it is opened.
   */
  static final int FIRST_ROWS = 8;

  /** A history of more ratings is folded away. */
  private static final int SHORT_HISTORY = 20;

  private final PageInput input;
  private final Words words;
  private final RatedItems ratings;
  private final PageCharts charts;

  private PageMaker(PageInput input) {
    this.input = input;
    this.words = input.words();
    this.ratings = new RatedItems(input.history(), input.catalogue(), input.methods());
    this.charts = new PageCharts(words);
  }

  static PageContent make(PageInput input) {
    return new PageMaker(input).page();
  }

  private PageContent page() {
    Explanation any = input.methods().get(0).get(0);
    int shown = input.recommendations().size();
    String userId = input.history().userId();
    List<PageContent.MethodText> methods = new MethodTexts(words).of(input.methods());
    return new PageContent(
        words.locale().toLanguageTag(),
        String.valueOf(words.symbols().getDecimalSeparator()),
        words.plain(),
        userId == null ? null : Titles.clean(userId),
        words.say("heading.list", shown),
        words.say("lead." + any.unit(), ratings.size()),
        words.say("unit." + any.unit()),
        words.say("score." + any.unit()),
        methods.size() > 1,
        methods,
        items(),
        words.say("heading.history", ratings.size()),
        ratings.size() <= SHORT_HISTORY,
        ratings.inOrder().stream()
            .map(r -> new Rated(words.rating(r.rating()), ratings.titleOf(r)))
            .toList(),
        Titles.clean(any.provenance().modelFingerprint()),
        PageNumbers.json(input.methods(), ratings),
        PageFiles.style(methods.size()));
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Recommendation recommendation : input.recommendations()) {
      List<View> views = new ArrayList<>();
      for (int m = 0; m < input.methods().size(); m++) {
        views.add(view(m, items.size(), input.methods().get(m).get(items.size())));
      }
      items.add(
          new Item(
              recommendation.rank(),
              items.isEmpty(),
              Titles.clean(recommendation.title(), recommendation.itemId()),
              units(recommendation.score()),
              probability(recommendation.probability()),
              without(input.counterfactuals().get(recommendation.itemId())),
              notFound(recommendation, items.isEmpty()),
              views));
    }
    return items;
  }

  private @Nullable Probability probability(@Nullable Double probability) {
    if (probability == null) {
      return null;
    }
    return new Probability(
        words.percent(1).format(probability),
        String.format(Locale.ROOT, "%.1f", 100 * Math.min(1, Math.max(0, probability))));
  }

  private View view(int method, int item, Explanation explanation) {
    List<Contribution> all = ratings.inOrder(explanation);
    int shown = Math.min(FIRST_ROWS, all.size());
    List<Row> rows =
        all.stream()
            .sorted(Comparator.comparingDouble(PageMaker::strength).reversed())
            .limit(method == 0 ? shown : 0)
            .map(this::row)
            .toList();
    return new View(
        method,
        item,
        Sentence.recommended(
            input.sentences(),
            explanation,
            method == 0 ? input.groups().get(explanation.itemId()) : null),
        charts.of(explanation),
        units(explanation.offset()),
        pieces(explanation),
        units(explanation.totalImpact()),
        units(explanation.residual()),
        units(explanation.score()),
        words.say("rests", all.size(), ratings.size(), explanation.diagnostics().warnings().size()),
        words.say(all.size() > shown ? "caption.partial" : "caption.all", shown, all.size()),
        all.size() > rows.size(),
        rows);
  }

  /** Returns the parts of the offset, where they are more than the item and the bias. */
  private List<Piece> pieces(Explanation explanation) {
    List<OffsetPart> parts = explanation.offsetParts();
    return parts.size() <= 2
        ? List.of()
        : parts.stream()
            .map(
                part ->
                    new Piece(
                        words.say("part." + part.kind()),
                        part.name().isEmpty() ? null : Titles.clean(part.name()),
                        units(part.value())))
            .toList();
  }

  /** As the script orders them: by the number that is shown. */
  private static double strength(Contribution contribution) {
    return Math.abs(ScoreNumber.of(contribution.removalEffect()).order());
  }

  private Row row(Contribution c) {
    return new Row(
        ratings.titleOf(c.interaction()),
        words.rating(c.interaction().rating()),
        cell(c.influence()),
        cell(c.impact()),
        cell(c.removalEffect()));
  }

  private Cell cell(double value) {
    ScoreNumber number = ScoreNumber.of(value);
    return new Cell(
        number.signedIn(words),
        number.isPositive() ? "for" : number.order() < 0 ? "against" : "nil");
  }

  private @Nullable WithoutThese without(@Nullable RatingEdits edits) {
    return edits == null
        ? null
        : new WithoutThese(
            Sentence.edited(input.sentences(), edits),
            Sentence.namesAll(edits) ? null : edited(edits),
            List.of(place(edits.item()), place(edits.other())));
  }

  private Edited edited(RatingEdits edits) {
    return new Edited(
        words.say("without.all", edits.size()),
        edits.edits().stream()
            .map(edit -> new Rated(rating(words, edit), Titles.clean(edit.title(), edit.itemId())))
            .toList());
  }

  /** Returns the rating, or what it was and what it becomes. */
  static String rating(Words words, RatingEdits.Edit edit) {
    Double before = edit.oldRating();
    Double after = edit.newRating();
    if (before != null && after != null) {
      return words.say("change.score", words.rating(before), words.rating(after));
    }
    return before != null ? words.rating(before) : after != null ? words.rating(after) : "";
  }

  private @Nullable String notFound(Recommendation recommendation, boolean first) {
    Integer largest = input.largestSet();
    if (largest == null || input.counterfactuals().containsKey(recommendation.itemId())) {
      return null;
    }
    return ratings.size() == 0
        ? words.say("without.no-ratings")
        : words.say(
            first ? "without.none.first" : "without.none.list",
            largest,
            input.recommendations().size());
  }

  private Place place(Standing standing) {
    return new Place(
        Titles.clean(standing.title(), standing.itemId()),
        words.say("change", standing.rankBefore(), standing.rankAfter()),
        words.say("change.score", units(standing.scoreBefore()), units(standing.scoreAfter())));
  }

  private String units(double value) {
    return ScoreNumber.of(value).in(words);
  }
}
