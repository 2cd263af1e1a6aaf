package io.github.fmexplain.page;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Counterfactual.Rated;
import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the titles in a sentence again, so that each can be isolated from the direction of the text
 * around it. The sentence is made with numbered marks in place of titles: no title passes through
 * it, and none can be taken for a part of it.
 */
final class MarkedTitles {

  private static final char START = '\uE000';
  private static final char END = '\uE001';
  private static final Pattern MARK = Pattern.compile(START + "(\\d+)" + END);

  /**
   * A piece of a sentence.
   *
   * @param text what it says
   * @param title whether it is a title
   */
  record Part(String text, boolean title) {}

  private final Sentences sentences;
  private final List<String> titles = new ArrayList<>();

  MarkedTitles(Sentences sentences) {
    this.sentences = sentences;
  }

  List<Part> of(Recommendation recommendation, Explanation explanation) {
    titles.clear();
    List<Contribution> contributions = new ArrayList<>(explanation.contributions().size());
    for (Contribution c : explanation.contributions()) {
      contributions.add(
          new Contribution(
              c.interaction(),
              mark(c.title(), c.interaction().itemId()),
              c.influence(),
              c.impact(),
              c.removalEffect()));
    }
    return parts(
        sentences.of(
            recommendation,
            new Explanation(
                explanation.userId(),
                explanation.itemId(),
                mark(explanation.title(), explanation.itemId()),
                explanation.method(),
                explanation.unit(),
                explanation.score(),
                explanation.probability(),
                explanation.offset(),
                explanation.residual(),
                contributions,
                explanation.diagnostics(),
                explanation.modelFingerprint())));
  }

  List<Part> of(Counterfactual counterfactual) {
    titles.clear();
    List<Rated> removed = new ArrayList<>();
    for (Rated rated : counterfactual.removed()) {
      removed.add(
          new Rated(rated.interaction(), mark(rated.title(), rated.interaction().itemId())));
    }
    return parts(
        sentences.of(
            new Counterfactual(
                counterfactual.userId(),
                counterfactual.unit(),
                counterfactual.listLength(),
                removed,
                marked(counterfactual.item()),
                marked(counterfactual.replacement()),
                counterfactual.diagnostics(),
                counterfactual.modelFingerprint())));
  }

  private Standing marked(Standing standing) {
    return new Standing(
        standing.itemId(),
        mark(standing.title(), standing.itemId()),
        standing.rankBefore(),
        standing.rankAfter(),
        standing.scoreBefore(),
        standing.scoreAfter(),
        standing.estimatedScoreAfter());
  }

  private String mark(String title, String itemId) {
    titles.add(Titles.clean(title, itemId));
    return START + String.valueOf(titles.size() - 1) + END;
  }

  private List<Part> parts(String sentence) {
    List<Part> parts = new ArrayList<>();
    Matcher mark = MARK.matcher(sentence);
    int from = 0;
    while (mark.find()) {
      parts.add(new Part(sentence.substring(from, mark.start()), false));
      parts.add(new Part(titles.get(Integer.parseInt(mark.group(1))), true));
      from = mark.end();
    }
    parts.add(new Part(sentence.substring(from), false));
    return parts;
  }
}
