package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.examples.ReadmePrograms.Path;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.sagemaker.BatchTransform;
import io.github.fmexplain.sagemaker.S3TrainingData;
import io.github.fmexplain.sagemaker.SageMakerClients;
import io.github.fmexplain.sagemaker.SageMakerEndpoint;
import io.github.fmexplain.sagemaker.SageMakerTrainer;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob;
import io.github.fmexplain.sagemaker.SageMakerTuner;
import io.github.fmexplain.sagemaker.SageMakerTuningJob;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The programs of docs/sagemaker.md, against the fake of AWS. */
final class SageMakerPrograms {

  private SageMakerPrograms() {}

  static void own(
      Map<String, Integer> userColumns,
      Map<String, Integer> itemColumns,
      List<History> histories,
      int[] order)
      throws IOException, InterruptedException {
    // region own
    IdMapEncoder encoder = IdMapEncoder.of(14, userColumns, itemColumns);
    TrainingSet rows = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).inOrder(order);
    TrainedModel trained = SageMakerArtifact.read(Path.of("model.tar.gz")).trainedOn(rows);
    TrainedModel retraced =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .retrace(trained, rows, TrainingProgress.none())
            .trained();
    TrainedModelFile.write(retraced, Path.of("recommender.fmx"));
    // endregion
  }

  static void serve(Catalogue catalogue, History asTrained, History asOfToday) throws IOException {
    // region serve
    TrainedModel trained = TrainedModelFile.read(Path.of("recommender.fmx"));
    FmExplainer explainer = FmExplainer.of(trained, catalogue);
    UserExplainer user = explainer.forHistory(asTrained);
    UserExplainer today = explainer.foldIn(asOfToday);
    Recommendation first = today.recommend(3).get(0);
    Explanation why = today.explain(first.itemId());
    System.out.println(Sentences.english().of(first, why));
    // endregion
    ExplanationAssert.assertExplains(why, trained.model(), trained.encoder(), asOfToday);
    ExplanationAssert.assertExplains(
        user.explain(first.itemId()), trained.model(), trained.encoder(), asTrained);
  }

  static String start(
      SageMakerClients clients, String role, TrainingSet rows, FmHyperparameters hyperparameters)
      throws InterruptedException {
    // region start
    SageMakerTrainer trainer = SageMakerTrainer.builder().clients(clients).role(role).build();
    String name = trainer.start(rows, hyperparameters).name();
    // endregion
    return name;
  }

  static TrainedModel collect(SageMakerClients clients, String name, TrainingSet rows)
      throws InterruptedException {
    // region collect
    SageMakerTrainingJob job = SageMakerTrainingJob.attach(clients, name);
    job.await(SageMakerTrainingJob.Listener.none());
    TrainedModel trained = job.trainedOn(rows);
    job.deleteData();
    // endregion
    return trained;
  }

  static TrainingResult async(
      SageMakerTrainer trainer,
      TrainingSet rows,
      FmHyperparameters hyperparameters,
      Executor executor) {
    // region async
    CompletableFuture<TrainingResult> training =
        trainer
            .fitAsync(rows, hyperparameters, TrainingProgress.none(), executor)
            .orTimeout(3, TimeUnit.HOURS);
    // endregion
    return training.join();
  }

  static long inS3(
      SageMakerClients clients,
      String role,
      SageMakerTrainer trainer,
      FmHyperparameters hyperparameters)
      throws InterruptedException {
    // region s3
    S3TrainingData data = new S3TrainingData("s3://rows/2026-11-26/train/", null, 14);
    SageMakerTrainingJob job = trainer.start(data, hyperparameters);
    job.await(SageMakerTrainingJob.Listener.none());

    BatchTransform transform =
        BatchTransform.builder()
            .clients(clients)
            .role(role)
            .artifact(job.artifact().orElseThrow())
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .build();
    long rows = 0;
    for (String output : transform.run("s3://rows/2026-11-26/train/", "s3://rows/predictions")) {
      rows += transform.read(output, prediction -> System.out.println(prediction.probability()));
    }
    // endregion
    return rows;
  }

  static TrainedModel tune(
      SageMakerClients clients, String role, TrainingSet rows, TrainingSet testRows)
      throws InterruptedException {
    // region tune
    SageMakerTrainer trainer =
        SageMakerTrainer.builder().clients(clients).role(role).testSet(testRows).build();
    SageMakerTuningJob tuning =
        SageMakerTuner.builder()
            .trainer(trainer)
            .objective(Metric.CROSS_ENTROPY)
            .jobs(20, 2)
            .reals("factors_lr", 0.0001, 0.1)
            .integers("mini_batch_size", 100, 2000)
            .build()
            .start(
                rows,
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(4)
                    .epochs(60)
                    .build());
    TrainedModel best = tuning.await().trainedOn(rows);
    tuning.deleteData();
    // endregion
    return best;
  }

  static void update(
      SageMakerClients clients, String role, String today, SageMakerEndpoint endpoint)
      throws InterruptedException {
    // region update
    SageMakerEndpoint.builder().clients(clients).role(role).artifact(today).update(endpoint);
    // endregion
  }
}
