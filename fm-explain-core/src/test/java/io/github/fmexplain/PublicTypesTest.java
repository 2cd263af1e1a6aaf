package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.Audience;
import io.github.fmexplain.answer.DeletionCurve;
import io.github.fmexplain.answer.ListDrivers;
import io.github.fmexplain.answer.ModelView;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.Stability;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.answer.WhatIf;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Histories;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.NoAnswerException;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.UnreliableNumbersException;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Retracing;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import io.github.fmexplain.train.UntrainedRowsException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for all public types: settings are made once, and every value is told in one line. */
class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    BuilderRules.rules()
        .sample(Initializer.class, () -> Initializer.normal(0.01))
        .sample(TrainingMode.class, TrainingMode::sageMaker)
        .sample(FeatureVector.class, () -> FeatureVector.ones(0))
        .sample(PredictorType.class, () -> PredictorType.REGRESSOR)
        .call("NegativeSampling.items", List.of("a", "b"))
        .additive("TrainingSet.add")
        .additive("FmModel.bias")
        .additive("FmModel.linearWeight")
        .additive("FmModel.factor")
        .additive("FmModel.factors")
        .assertAllSetOnce(FmExplainer.class);
  }

  @Test
  void nullArguments_failAtTheCallWithTheirNames() throws InterruptedException {
    NullRules.rules()
        .value(samples().toArray())
        .value(
            TrainingProgress.none(), Duration.ofSeconds(1), Instant.EPOCH, 1L, 0.5, new float[] {1})
        .inputs(
            History.class,
            Interaction.class,
            CatalogueItem.class,
            RatingRow.class,
            Ridge.class,
            TrainingMode.class,
            ModelSource.class,
            HistoryBlock.class,
            Method.Paper.class)
        .call("CaseFile.of", null, "1", 3, Instant.EPOCH)
        .call("ParameterReport.of", null, List.of(History.of("1", List.of())), Set.of(), 3)
        .call("Audience.of", null, List.of(History.of("1", List.of())), "1")
        .call("Builder.factors", 0, null, 0)
        .assertAllNamed(FmExplainer.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() {
    ToStringRules.assertDeclared(FmExplainer.class);
  }

  /** A sample of every public type that has values of its own. */
  private static List<Object> samples() throws InterruptedException {
    List<Object> samples = new ArrayList<>();
    TwoTastes tastes = new TwoTastes(40, 60, 1, 3);
    TrainingSet set = tastes.set(RatingTarget.likeFrom(4));
    FmHyperparameters settings =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(4)
            .epochs(30)
            .miniBatchSize(50)
            .linearLr(0.01)
            .factorsLr(0.02)
            .factorsInit(Initializer.normal(0.1))
            .build();
    LocalTrainer trainer = LocalTrainer.builder().seed(1).recordPath().build();
    TrainingResult result = trainer.fit(set, settings);
    TrainedModel trained = result.trained();
    addTraining(
        samples, set, settings, result, trainer.retrace(trained, set, TrainingProgress.none()));
    samples.add(LocalTrainer.builder().seed(1));
    samples.add(trainer);
    addData(samples, tastes, set);
    addWarningsAndMethods(samples);

    History history = tastes.histories.get(0);
    FmExplainer explainer = FmExplainer.of(trained, tastes.catalogue).withMethod(Method.hessian());
    UserExplainer user = explainer.forHistory(history);
    String item = user.recommend(1).get(0).itemId();
    Explanation why = user.explain(item);
    assertExplains(why, trained.model(), trained.encoder(), history);
    samples.add(explainer);
    samples.add(user);
    samples.add(why);
    samples.add(why.contributions().get(0));
    samples.add(why.offsetParts().get(0));
    samples.add(why.provenance());
    samples.add(why.diagnostics());
    samples.add(user.recommend(1).get(0));
    samples.add(new BatchResult<>(history, why, null));
    samples.add(new BatchResult<>(history, null, new IllegalStateException("x".repeat(90))));
    samples.add(new Replayed(TrainingPath.Kind.ASSUMED, 5, 0.25));
    addAnswers(samples, explainer, user, tastes.histories.subList(0, 40), item);
    return samples;
  }

  private static void addTraining(
      List<Object> samples,
      TrainingSet set,
      FmHyperparameters settings,
      TrainingResult result,
      Retracing retracing) {
    TrainedModel trained = result.trained();
    samples.add(settings);
    samples.add(FmHyperparameters.builder());
    samples.add(settings.factors());
    samples.add(Initializer.normal(0.1));
    samples.add(Initializer.uniform(0.1));
    samples.add(Initializer.constant(0.1));
    samples.add(result);
    samples.add(result.trainMetrics());
    samples.add(new EpochReport(1, 2, result.trainMetrics(), Duration.ofSeconds(1)));
    samples.add(trained);
    samples.add(trained.ridge());
    samples.add(ModelSource.of("libFM", trained.model()));
    samples.add(trained.mode());
    samples.add(trained.summary());
    samples.add(Objects.requireNonNull(trained.path()));
    samples.add(retracing);
    List<Interaction> others = List.of(Interaction.of("1", 1), Interaction.of("2", 5));
    TrainingSet other =
        TrainingSet.of(trained.encoder(), List.of(History.of("1", others)), trained.target());
    samples.add(
        assertThrows(
            UntrainedRowsException.class, () -> TrainedModel.of(trained.model(), settings, other)));
    samples.add(set);
    samples.add(trained.model());
    samples.add(FmModel.builder(PredictorType.REGRESSOR, 1, 1));
    samples.add(FeatureVector.of(new int[] {1, 5}, new float[] {0.5f, 1}));
  }

  private static void addData(List<Object> samples, TwoTastes tastes, TrainingSet set) {
    TrainingSet.Origin origin = set.origin().orElseThrow();
    samples.add(origin);
    samples.add(origin.users().get(0));
    samples.add(TrainingSet.builder(3));
    samples.add(tastes.catalogue);
    samples.add(tastes.catalogue.items().get(0));
    samples.add(tastes.encoder);
    samples.add(tastes.histories.get(0));
    samples.add(tastes.histories.get(0).interactions().get(0));
    samples.add(HistoryHash.of(tastes.histories.get(0)));
    samples.add(IdIndex.of("item", tastes.items));
    samples.add(IdMapEncoder.of(9, Map.of("u", 8), Map.of("a", 1, "b", 0)));
    samples.add(TagEncoder.of(tastes.users, tastes.catalogue, List.of(), List.of()));
    samples.add(RatingRow.of("u", "i", 5));
    samples.add(RatingTarget.likeFrom(4));
    samples.add(RatingTarget.stars());
    samples.add(RatingTarget.implicit(40));
    samples.add(HistoryBlock.mean());
    samples.add(HistoryEncoder.of(tastes.encoder, HistoryBlock.svdPlusPlus()));
    samples.add(origin.histories());
    NegativeSampling.Builder sampling = NegativeSampling.builder().perPositive(4).seed(1);
    samples.add(sampling);
    samples.add(sampling.build());
    samples.add(new UnknownIdException("item", "1683", "catalogue", 1682));
    samples.add(new NoAnswerException(NoAnswerException.Kind.RATED, "item must not be rated"));
    samples.add(new UnreliableNumbersException("numbers must be finite, but are not"));
  }

  private static void addWarningsAndMethods(List<Object> samples) {
    samples.addAll(TestMethods.withSettings());
    samples.addAll(Method.all());
    samples.add(new Warning.FoldedIn("u", true, 5));
    samples.add(new Warning.NoRatings(true, false));
    samples.add(new Warning.LikesAsRatings());
    samples.add(new Warning.DoesNotCompare(0.5));
    samples.add(new Warning.HistoryDiffers("u", true));
    samples.add(new Warning.TagsDiffer(null));
    samples.add(new Warning.RatingsLeftOut(List.of("i")));
    samples.add(new Warning.PoorFit(0.7, 0.6));
    samples.add(new Warning.LowRank(1, 2, 3));
    samples.add(new Warning.NotStationary(0.5, "replay"));
    samples.add(new Warning.LabelsAsLogits());
    samples.add(new Warning.ReplayDiffers(0.5));
    samples.add(new Warning.OtherMethod("replay", "hessian"));
    samples.add(new Warning.NothingLiked(3, 4));
    samples.add(new Warning.NotLiked(1, 3, 4));
    samples.add(new Warning.Singular(1, 2));
    samples.add(new Warning.IllConditioned(1e9));
  }

  private static void addAnswers(
      List<Object> samples,
      FmExplainer explainer,
      UserExplainer user,
      List<History> histories,
      String item) {
    Answers answers = Answers.of(user);
    String last = user.recommend(10).get(9).itemId();
    samples.add(answers);
    RatingEdits edits = answers.fewestRemovals(item).orElseThrow();
    samples.add(edits);
    samples.add(edits.edits().get(0));
    samples.add(edits.item());
    WhatIf whatIf =
        answers.whatIf(user.history().without(user.history().interactions().get(0).itemId()), 10);
    samples.add(whatIf);
    samples.add(answers.contrast(item, last));
    ListDrivers drivers = answers.listDrivers(10);
    samples.add(drivers);
    samples.add(drivers.drivers().get(0));
    RatingGroups groups = answers.groups(item, i -> List.of(i.id().length() + " digits"));
    samples.add(
        new StrongestGroup(
            answers.user().provenance(), item, StrongestGroup.Kind.TAG, groups.groups().get(0)));
    samples.add(groups);
    samples.add(groups.groups().get(0));
    samples.add(groups.groups().get(0).ratings().get(0));
    Stability stability = answers.stability(item);
    samples.add(stability);
    samples.add(stability.spreads().get(0));
    Ablation ablation = Ablation.of(user);
    samples.add(ablation);
    samples.add(ablation.full());
    DeletionCurve curve = ablation.deletionCurve(item, new double[user.history().size()], 99);
    samples.add(curve);
    ModelView view = ModelView.of(explainer);
    samples.add(view);
    ModelView.ItemDrivers itemDrivers = view.itemDrivers(histories, 10, 5).get(0);
    samples.add(itemDrivers);
    samples.add(itemDrivers.drivers().get(0));
    ModelView.FactorEnds ends = view.factorEnds(10).get(0);
    samples.add(ends);
    samples.add(ends.lowest().get(0));
    samples.add(CaseFile.of(user, item));
    ParameterReport report = ParameterReport.of(explainer, histories);
    samples.add(report);
    samples.add(report.blocks().get(0));
    samples.add(report.ratedItems().get(0));
    samples.add(new ParameterReport.TagDriver(OffsetPart.Kind.USER_TAG, "age=25", 0.5));
    Audience audience = Audience.of(explainer, histories, item);
    samples.add(audience);
    samples.add(audience.members().get(0));
    samples.add(audience.ratedItems().get(0));
  }

  @Test
  void everyValue_isToldInOneLine() throws InterruptedException {
    List<Object> samples = samples();
    Set<Class<?>> seen = new HashSet<>();
    samples.forEach(sample -> seen.add(sample.getClass()));
    TreeSet<String> missing = new TreeSet<>();
    for (Class<?> type : BuilderRules.publicTypesBeside(FmExplainer.class)) {
      boolean hasValues =
          !type.isEnum()
              && !type.isInterface()
              && !Modifier.isAbstract(type.getModifiers())
              && type != Histories.class;
      if (hasValues && !seen.contains(type)) {
        missing.add(type.getName());
      }
    }
    assertEquals(Set.of(), missing, "types without a sample");
    // Exceptions say what their messages say.
    ToStringRules.assertOneLine(
        samples.stream()
            .filter(s -> !s.getClass().getSimpleName().equals("Builder"))
            .filter(s -> !(s instanceof Throwable))
            .toArray());
    for (Object[] constants :
        new Object[][] {Quantity.values(), ScoreUnit.values(), Metric.values(), Repeats.values()}) {
      ToStringRules.assertOneLine(constants);
    }
    assertTrue(samples.size() > 80, "samples " + samples.size());
  }
}
