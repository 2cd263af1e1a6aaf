package io.github.fmexplain.io;

import static io.github.fmexplain.ExplanationAssert.assertExplains;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.TestMethods;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.Audience;
import io.github.fmexplain.answer.ModelView;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.Stability;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Results of every kind, most of them of real explanations. */
final class Results {

  private Results() {}

  static List<Object> all() {
    List<Object> results = new ArrayList<>();
    for (PredictorType type : PredictorType.values()) {
      RandomWorld world = new RandomWorld(11, type, 12, 2);
      History history = world.history("u2", 6);
      TrainedModel trained = world.trained(List.of(world.history("u1", 5), history));
      for (Method method : TestMethods.withSettings()) {
        FmExplainer explainer = FmExplainer.of(trained, world.catalogue).withMethod(method);
        addExplanations(results, trained, explainer.forHistory(history));
        addExplanations(results, trained, explainer.forHistory(RandomWorld.asNewUser(history)));
      }
      FmExplainer explainer = FmExplainer.of(trained, world.catalogue).withMethod(Method.hessian());
      addAnswers(results, explainer, history);
      results.add(trained.summary());
      results.add(trained.summary().metrics());
    }
    addWhatIsRare(results);
    return results;
  }

  private static void addExplanations(
      List<Object> results, TrainedModel trained, UserExplainer user) {
    for (Explanation explanation : user.explainAll(List.of("i0", "i7"))) {
      assertExplains(explanation, trained.model(), trained.encoder(), user.history());
      results.add(explanation);
    }
    results.add(user.provenance());
    results.add(user.provenance().diagnostics());
    results.addAll(user.recommend(2));
  }

  private static void addAnswers(List<Object> results, FmExplainer explainer, History history) {
    UserExplainer user = explainer.forHistory(history);
    Answers answers = Answers.of(user);
    String first = user.recommend(1).get(0).itemId();
    String last = user.recommend(6).get(5).itemId();
    answers.fewestRemovals(first).ifPresent(results::add);
    answers.fewestChanges(first, 1).ifPresent(results::add);
    answers.fewestAdditions(last, 5, 3).ifPresent(results::add);
    String rated = history.interactions().get(0).itemId();
    results.add(answers.whatIf(history.without(rated), 3));
    results.add(answers.contrast(first, last));
    results.add(answers.listDrivers(3));
    RatingGroups groups = answers.groupsByTag(first);
    results.add(groups);
    results.addAll(groups.groups());
    for (StrongestGroup.Kind kind : StrongestGroup.Kind.values()) {
      results.add(
          new StrongestGroup(
              user.provenance(), first, kind, answers.group(first, "", any -> true)));
    }
    results.add(answers.stability(first));
    results.add(answers.stability(first, Quantity.INFLUENCE));
    Ablation ablation = Ablation.of(user);
    results.add(ablation.deletionCurve(first, ablation.removalEffects(first), 3));
    List<History> several = List.of(history, RandomWorld.asNewUser(history));
    results.add(Audience.of(explainer, several, first));
    results.addAll(ModelView.of(explainer).itemDrivers(several, 2, 3));
    results.addAll(ModelView.of(explainer).factorEnds(2));
    results.add(CaseFile.of(user, first, 3, Instant.EPOCH));
    results.add(CaseFile.of(user, rated, 3, Instant.EPOCH));
    results.add(ParameterReport.of(explainer, several));
  }

  /** One warning of each kind. */
  static List<Warning> warnings() {
    return List.of(
        new Warning.FoldedIn(null, true, 3),
        new Warning.DoesNotCompare(0.25),
        new Warning.HistoryDiffers("u", false),
        new Warning.TagsDiffer(null),
        new Warning.RatingsLeftOut(List.of("a", "b")),
        new Warning.PoorFit(0.7, 0.6),
        new Warning.LowRank(2, 3, 4),
        new Warning.NotStationary(0.5, null),
        new Warning.NoRatings(true, false),
        new Warning.LikesAsRatings(),
        new Warning.LabelsAsLogits(),
        new Warning.ReplayDiffers(0.4),
        new Warning.OtherMethod("replay", "hessian"),
        new Warning.NothingLiked(3, 3.5),
        new Warning.NotLiked(1, 3, 3.5),
        new Warning.Singular(1, 2),
        new Warning.IllConditioned(1e13));
  }

  static Diagnostics diagnostics() {
    return new Diagnostics(
        3,
        2,
        1,
        4,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        0.1 + 0.2,
        -0.0,
        true,
        new Replayed(TrainingPath.Kind.RETRACED, 2, 0.01),
        warnings());
  }

  static Explanation explanation(Method method) {
    Interaction interaction =
        new Interaction(
            "\"\\\n\u0000💡",
            -0.5,
            Instant.parse("+12345-01-31T12:00:00.000000001Z"),
            Set.of("b", "a", "c"));
    return new Explanation(
        new Provenance(
            null,
            method,
            ScoreUnit.LOGIT,
            RatingTarget.likeFrom(-0.0),
            "fingerprint",
            diagnostics()),
        "",
        "\u2028<title>",
        1e-300,
        0.5,
        3,
        List.of(
            new OffsetPart(OffsetPart.Kind.MODEL, "", 1),
            new OffsetPart(OffsetPart.Kind.USER_TAG, "u\n", 2)),
        -4,
        List.of(new Contribution(interaction, "t", 1, 2.5, 1.0 / 3)));
  }

  static ExplanationDocument document() {
    Metrics metrics = Metrics.of(Map.of(Metric.CROSS_ENTROPY, 0.5, Metric.F1, 0.25));
    return new ExplanationDocument(
        new ExplanationDocument.Dataset("films", true, 3, 4, 5_000_000_000L, 0),
        ExplanationDocument.Model.of(Samples.whole(), 1.5, null, List.of(metrics, metrics)),
        List.of(new Recommendation(1, "i", "t", 0.5, 0.25)),
        List.of(
            new ExplanationDocument.Explained(
                "Because.", explanation(Method.replay().firstOrder()))),
        List.of("columns of films.csv"),
        List.of("unknown user 'w'"));
  }

  private static void addWhatIsRare(List<Object> results) {
    results.add(explanation(Method.replay().thinnedBy(3)));
    results.add(explanation(Method.replay().firstOrder()));
    results.add(document());
    results.add(
        new RatingEdits(
            explanation(Method.leastSquares()).provenance(),
            RatingEdits.Kind.REMOVE,
            3,
            List.of(
                new RatingEdits.Edit("a", "A", 4.5, null),
                new RatingEdits.Edit("b", "B", null, 1.0)),
            new Standing("i", "I", 1, 4, 0.5, 0.25),
            new Standing("j", "J", 4, 1, 0.25, 0.5)));
    results.add(
        new Stability(
            explanation(Method.paper()).provenance(),
            "i",
            "t",
            Quantity.REMOVAL_EFFECT,
            List.of(
                new Stability.Spread(
                    Interaction.of("j", 1), "t", 2, Double.NaN, Double.NaN, 2, 2, true))));
    results.add(
        new TrainingSummary(
            7,
            Metrics.of(Map.of(Metric.MSE, 0.0)),
            1,
            0,
            TrainingHistories.of(
                List.of("u"),
                List.of(new HistoryHash(Long.MIN_VALUE, 1)),
                new int[] {0, 2},
                new int[] {6, 0},
                List.of(List.of("s")))));
  }
}
