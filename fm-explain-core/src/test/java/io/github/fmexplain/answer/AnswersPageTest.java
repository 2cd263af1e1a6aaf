package io.github.fmexplain.answer;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.NoAnswerException;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of docs/answers.md is the code below, to the letter, and it runs. */
class AnswersPageTest {

  private static String decadeOf(String title) {
    return title.length() % 2 == 0 ? "1980s" : "1990s";
  }

  @Test
  void page_runs() {
    RandomWorld world = new RandomWorld(12, PredictorType.BINARY_CLASSIFIER, 40, 4);
    FmExplainer explainer = world.explainer();
    History history = world.history("u1", 12);
    History partner = world.history("u2", 9);
    Catalogue today = world.catalogue.filter(item -> !item.id().equals("i7"));
    // region
    UserExplainer user = explainer.forHistory(history);
    Answers answers = Answers.of(user);
    Recommendation first = user.recommend(10).get(0);
    // endregion
    // region
    UserExplainer inStock = user.among(item -> !item.tags().contains("Drama"));
    inStock.recommend(10); // as is user.recommend(10, item -> …)
    Answers.of(inStock).fewestRemovals(inStock.recommend(1).get(0).itemId()); // among what competes
    user.withCatalogue(today).recommend(10); // nothing of the user is computed again
    // endregion
    // region
    UserExplainer nobody =
        explainer.forHistory(History.ofNewUser(List.of()).withUserTags(Set.of("gender=F")));
    nobody.recommend(10); // what the items and the tags say
    nobody.explain(first.itemId()).offsetParts(); // the model, the item, its tags, the user's
    // endregion
    // region
    Optional<RatingEdits> removals = answers.fewestRemovals(first.itemId());
    removals.ifPresent(
        r -> {
          r.edits(); // the fewest ratings without which it would not be first
          r.other(); // what would be first instead: ranks and scores, before and after
        });
    answers.fewestRemovals(first.itemId(), 10, 5); // out of the first 10, at most 5 ratings removed
    // endregion
    // region
    Optional<RatingEdits> changes = answers.fewestChanges(first.itemId(), 1); // likes to dislikes
    String wanted = user.recommend(10).get(9).itemId();
    Optional<RatingEdits> likes = answers.fewestAdditions(wanted, 5, 3); // at most 3 new likes
    // endregion
    // region
    Interaction rated = history.interactions().get(0);
    WhatIf whatIf = answers.whatIf(history.without(rated.itemId()), 10);
    whatIf.after(); // the new list
    whatIf.movers(); // whose scores move most, up or down
    // endregion
    // region
    String second = user.recommend(10).get(1).itemId();
    Contrast contrast = answers.contrast(first.itemId(), second);
    contrast.proponents(3); // the ratings that speak for the first rather than the second
    // endregion
    // region
    ListDrivers list = answers.listDrivers(10);
    list.drivers(); // which ratings drive all ten, and of how many they are proponents

    RatingGroups genres = answers.groupsByTag(first.itemId());
    RatingGroups decades = answers.groups(first.itemId(), item -> List.of(decadeOf(item.title())));
    decades.groups().get(0).jointRemovalEffect(); // all of them gone at once

    Audience household = Audience.of(explainer, List.of(history, partner), first.itemId());
    household.members(); // each one's share of the mean score
    // endregion
    // region
    answers.strongestGroup(first.itemId()).ifPresent(StrongestGroup::group); // what counts together
    // endregion
    // region
    Stability stability = answers.stability(first.itemId());
    stability.spreads().get(0).sameSign(); // no single other rating turns it around
    // endregion
    // region
    try {
      answers.fewestRemovals(rated.itemId());
    } catch (NoAnswerException e) {
      e.kind(); // RATED; NOT_LISTED, UNKNOWN_ITEM …: for whoever asked, not for a programmer
    }
    // endregion
    // region
    ModelView view = ModelView.of(explainer);
    view.itemDrivers(List.of(history, partner), 10, 3); // what most often drives each item
    view.factorEnds(5); // the items at the ends of each factor
    // endregion
    assertTrue(changes.isEmpty() || changes.orElseThrow().size() > 0);
    assertTrue(likes.isEmpty() || likes.orElseThrow().size() <= 3);
    assertFalse(genres.groups().isEmpty());
    assertExplains(user.explain(first.itemId()), world.model, world.encoder, history);
  }

  @Test
  void page_isTheOneInTheDocs() throws IOException {
    String page = read("../docs/answers.md");
    String source = read("src/test/java/io/github/fmexplain/answer/AnswersPageTest.java");
    assertEquals(
        blocks(source, "    // region\n(.*?)    // endregion\n"),
        blocks(page, "```java\n(.*?)```\n").stream()
            // The block in words is of another module, which has its test.
            .filter(block -> !block.contains("Sentences"))
            .toList());
  }

  private static List<String> blocks(String text, String pattern) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?m)^" + pattern, Pattern.DOTALL).matcher(text);
    while (matcher.find()) {
      blocks.add(String.valueOf(matcher.group(1)).stripTrailing().stripIndent());
    }
    return blocks;
  }

  private static String read(String path) throws IOException {
    return Files.readString(Path.of(path)).replace("\r\n", "\n");
  }
}
