package consumer;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.evaluation.Measures;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.page.AuditPage;
import io.github.fmexplain.report.page.ExplanationPage;
import io.github.fmexplain.sagemaker.SageMakerClients;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Uses something of every module: data, training, files, an artifact, words, a chart, a page. */
public final class Consumer {

  private Consumer() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("consumer");
    MovieLens data = SyntheticMovieLens.builder().users(30).items(60).ratings(900).seed(1).build();
    TrainingSet set =
        TrainingSet.of(data.encoder(), data.trainingHistories(), MovieLens.likes()).shuffled(1);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(4)
            .epochs(30)
            .build();
    TrainedModel fitted =
        LocalTrainer.builder().seed(1).recordPath().build().fit(set, hyperparameters).trained();

    Path file = folder.resolve("model.fmx");
    TrainedModelFile.write(fitted, file);
    TrainedModel trained = TrainedModelFile.read(file);
    Path artifact = folder.resolve("model.tar.gz");
    SageMakerArtifact.write(trained.model(), hyperparameters, artifact);
    require(
        SageMakerArtifact.read(artifact).trainedOn(set).model().equals(trained.model()),
        "the artifact has another model");
    require(SageMakerClients.builder() != null, "no clients of AWS");

    UserExplainer user =
        FmExplainer.of(trained, data.catalogue()).forHistory(data.trainingHistories().get(0));
    Recommendation first = user.recommend(5).get(0);
    Explanation why = user.explain(first.itemId());
    require(
        ResultsJson.read(ResultsJson.write(why), Explanation.class).equals(why),
        "JSON has another explanation");
    double[] impacts = why.contributions().stream().mapToDouble(c -> c.impact()).toArray();
    require(Measures.spearman(impacts, impacts) > 0.99, "ranks do not agree with themselves");
    require(
        ExplanationCharts.bars(why, Quantity.IMPACT, 5, ChartStyle.standard())
            .toSvg()
            .contains("<svg"),
        "no chart");
    require(ExplanationPage.of(user, 2).toHtml().contains("<html"), "no page");
    require(
        AuditPage.of(CaseFile.of(user, first.itemId()), Locale.FRENCH).toHtml().contains("<html"),
        "no case file");
    require(
        Sentences.in(Locale.GERMAN).of(first, why).contains("„"), "no German sentence");
    System.out.println(first.title() + ": " + Sentences.english().of(first, why));
    Module module = FmExplainer.class.getModule();
    System.out.println(
        "Java " + Runtime.version().feature() + ", "
            + (module.isNamed() ? module.getDescriptor().toNameAndVersion() : "class path"));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
