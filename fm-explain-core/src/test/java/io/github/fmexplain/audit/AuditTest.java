package io.github.fmexplain.audit;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.audit.ParameterReport.Kind;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.NoAnswerException;
import io.github.fmexplain.model.PredictorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {

  private final RandomWorld world = new RandomWorld(5, PredictorType.BINARY_CLASSIFIER, 20, 3);
  private final FmExplainer explainer = world.explainer();
  private final History history = world.history("u1", 6);
  private final UserExplainer user = explainer.forHistory(history).inContext(Set.of("evening"));

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(Recommendation::itemId).toList();
  }

  @Test
  void caseFile_hasAllThatStandsBehindAScore() {
    Recommendation second = user.recommend(3).get(1);
    CaseFile file = CaseFile.of(user, second.itemId(), 3, Instant.EPOCH);
    assertEquals(Instant.EPOCH, file.time());
    assertEquals(history, file.history());
    assertEquals(Set.of("evening"), file.context());
    assertEquals(user.explain(second.itemId()), file.explanation());
    assertEquals(second, file.recommendation());
    assertEquals(Optional.empty(), file.ownRating());
    assertEquals(Optional.empty(), file.explanation().ownRating());
    assertEquals(
        Answers.of(user).fewestRemovals(second.itemId(), 3, 20).orElse(null),
        file.counterfactual());
    assertEquals(explainer.trained().summary().rows(), file.trainingRows());
    assertEquals(explainer.trained().summary().metrics(), file.metrics());
    assertEquals(
        "CaseFile[item '"
            + second.itemId()
            + "', History[user 'u1', 6 ratings], 1970-01-01T00:00:00Z]",
        file.toString());
    assertExplains(file.explanation(), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void caseFile_ofAnItemThatIsNotListed_hasNoCounterfactual() {
    String rated = history.interactions().get(0).itemId();
    CaseFile file = CaseFile.of(user, rated);
    assertNull(file.recommendation());
    assertNull(file.counterfactual());
    assertEquals(history.interactions().get(0), file.ownRating().orElseThrow());
    assertEquals(rated, file.explanation().ownRating().orElseThrow().interaction().itemId());
    assertEquals(10, file.listLength());
    assertTrue(!file.time().isBefore(Instant.parse("2020-01-01T00:00:00Z")));
    assertExplains(file.explanation(), world.model, world.encoder, history, Set.of("evening"));
  }

  @Test
  void report_addsUpToTheScores() {
    List<History> sample = new ArrayList<>();
    for (String id : RandomWorld.USERS) {
      sample.add(world.history(id, 6).withUserTags(Set.of("gender=F")));
    }
    ParameterReport report = ParameterReport.of(explainer, sample, Set.of("evening"), 4);
    assertEquals(3, report.users());
    assertEquals(20, report.items());
    double total = 0;
    for (ParameterReport.Block block : report.blocks()) {
      total += block.share();
      assertEquals(block.share(), report.share(block.kind()));
    }
    assertEquals(1, total, 1e-9);
    // By hand: the variance of all scores, and the covariance of the impacts with them.
    List<Explanation> all = new ArrayList<>();
    for (History h : sample) {
      UserExplainer one = explainer.forHistory(h).inContext(Set.of("evening"));
      world.catalogue.items().forEach(item -> all.add(one.explain(item.id())));
    }
    double mean = all.stream().mapToDouble(Explanation::score).average().orElseThrow();
    double meanImpact = all.stream().mapToDouble(Explanation::totalImpact).average().orElseThrow();
    double variance = 0;
    double covariance = 0;
    double sizeOfTag = 0;
    for (Explanation e : all) {
      variance += (e.score() - mean) * (e.score() - mean) / all.size();
      covariance += (e.score() - mean) * (e.totalImpact() - meanImpact) / all.size();
      for (OffsetPart part : e.offsetParts()) {
        sizeOfTag += part.name().equals("evening") ? Math.abs(part.value()) / all.size() : 0;
      }
    }
    assertEquals(Math.sqrt(variance), report.deviation(), 1e-12);
    assertEquals(covariance / variance, report.share(Kind.RATINGS), 1e-9);
    double expected = sizeOfTag;
    assertTrue(
        report.tags().stream()
            .anyMatch(
                tag ->
                    tag.kind() == OffsetPart.Kind.CONTEXT
                        && tag.tag().equals("evening")
                        && Math.abs(tag.meanSize() - expected) < 1e-12));
    assertTrue(report.ratedItems().size() <= 10 && !report.ratedItems().isEmpty());
    double last = Double.POSITIVE_INFINITY;
    for (ParameterReport.ItemDriver driver : report.ratedItems()) {
      assertTrue(driver.meanSize() <= last);
      last = driver.meanSize();
    }
    assertExplains(all.get(0), world.model, world.encoder, sample.get(0), Set.of("evening"));
  }

  @Test
  void report_tellsWhatNobodyIsRecommended_andHowMuchOfItUsersSee() {
    List<History> nobodies = List.of(History.ofNewUser(List.of()), History.ofNewUser(List.of()));
    ParameterReport same = ParameterReport.of(explainer, nobodies);
    assertEquals(1, same.kept());
    assertEquals(0, same.share(Kind.RATINGS));
    assertEquals(1, same.share(Kind.ITEM) + same.share(Kind.ITEM_TAGS), 1e-9);
    List<String> first = ids(same.withoutPersonalData());
    assertEquals(ids(explainer.forHistory(nobodies.get(0)).recommend(10)), first);
    // A user whose list is of other items keeps the share that is on both.
    List<String> own = ids(explainer.forHistory(history).recommend(4));
    Set<String> rated =
        Set.copyOf(history.interactions().stream().map(Interaction::itemId).toList());
    List<String> common =
        ids(explainer.forHistory(nobodies.get(0)).recommend(4, item -> !rated.contains(item.id())));
    double kept = own.stream().filter(common::contains).count() / 4.0;
    assertEquals(kept, ParameterReport.of(explainer, List.of(history), Set.of(), 4).kept());
    assertExplains(
        explainer.forHistory(history).explain("i1"), world.model, world.encoder, history);
  }

  @Test
  void report_needsUsersAndItems() {
    assertEquals(
        "sample must hold at least 1 user, but is empty",
        assertThrows(IllegalArgumentException.class, () -> ParameterReport.of(explainer, List.of()))
            .getMessage());
    assertEquals(
        "list length must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> ParameterReport.of(explainer, List.of(history), Set.of(), 0))
            .getMessage());
    FmExplainer empty = explainer.withCatalogue(Catalogue.of(List.of()));
    assertEquals(
        NoAnswerException.Kind.NOTHING_LEFT,
        assertThrows(NoAnswerException.class, () -> ParameterReport.of(empty, List.of(history)))
            .kind());
  }
}
