package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import io.github.fmexplain.train.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** What a caller does with SageMaker, with its right end. */
enum Flow {
  TRAIN {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      train(clients, warnings, state -> {});
    }
  },

  /** A training whose listener throws, so that the job must be stopped. */
  TRAIN_AND_STOP {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      train(
          clients,
          warnings,
          state -> {
            if (state.secondaryStatus().equals("Training")) {
              throw new StopError();
            }
          });
    }
  },

  DEPLOY {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      try (SageMakerEndpoint endpoint = endpoint(clients).deploy()) {
        double[] scores =
            endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7).scores(TestData.vectors(9));
        require(near(TestData.binaryModel().scores(TestData.vectors(9)), scores), "scores");
      }
    }
  },

  /** A deployment whose listener throws. */
  DEPLOY_AND_STOP {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      endpoint(clients)
          .listener(
              status -> {
                throw new StopError();
              })
          .deploy();
    }
  },

  TRANSFORM {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      double[] expected = new double[9];
      double[] answered = new double[9];
      List<Prediction> predictions = transform(clients).run(TestData.rows(9));
      for (int row = 0; row < 9; row++) {
        expected[row] = TestData.binaryModel().probability(TestData.rows(9).features(row));
        answered[row] = Objects.requireNonNull(predictions.get(row).probability());
      }
      require(near(expected, answered), "predictions");
    }
  },

  /** A transform whose wait is broken, so that the job must be stopped. */
  TRANSFORM_AND_STOP {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      transform(
              clients.withPause(
                  interval -> {
                    throw new StopError();
                  }))
          .run(TestData.rows(9));
    }
  },

  /** From S3 to S3, and reading what is there; needs rows in the caller's bucket. */
  TRANSFORM_IN_S3 {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      BatchTransform transform = transform(clients);
      List<Prediction> predictions = new ArrayList<>();
      for (String output : transform.run("s3://data/in/", "s3://data/out")) {
        transform.read(output, predictions::add);
      }
      require(predictions.size() == 9, "number of predictions");
    }
  },

  /** A training that somebody else waits for; what runs on is told by its name. */
  START {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      String name =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .build()
              .start(TestData.rows(12), TestData.HYPERPARAMETERS)
              .name();
      warnings.accept("started '" + name + "'");
      SageMakerTrainingJob job = SageMakerTrainingJob.attach(clients, name);
      job.await(Listener.none());
      require(TestData.binaryModel().equals(job.model()), "model");
      require(job.deleteData().size() == 1, "number of objects");
    }
  },

  /** The same on rows that are in S3. */
  START_IN_S3 {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      String name =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .build()
              .start(new S3TrainingData("s3://data/in/", null, 7), TestData.HYPERPARAMETERS)
              .name();
      warnings.accept("started '" + name + "'");
      SageMakerTrainingJob.attach(clients, name).stop();
    }
  },

  TUNE {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      SageMakerTuningJob job =
          SageMakerTuner.builder()
              .trainer(
                  SageMakerTrainer.builder()
                      .clients(clients)
                      .role(FakeAws.ROLE)
                      .testSet(TestData.rows(4))
                      .build())
              .objective(Metric.ACCURACY)
              .jobs(2, 1)
              .integers("mini_batch_size", 100, 1000)
              .build()
              .start(TestData.rows(12), TestData.HYPERPARAMETERS);
      warnings.accept("started '" + job.name() + "'");
      require(TestData.binaryModel().equals(job.await().model()), "model");
      require(job.deleteData().size() == 2, "number of objects");
    }
  },

  UPDATE {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      try (SageMakerEndpoint endpoint = endpoint(clients).deploy()) {
        endpoint(clients).update(endpoint);
        require(endpoint.status().equals("InService"), "status");
      }
    }
  },

  /** An update whose listener throws. */
  UPDATE_AND_STOP {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings) throws InterruptedException {
      try (SageMakerEndpoint endpoint = endpoint(clients).deploy()) {
        endpoint(clients)
            .listener(
                status -> {
                  throw new StopError();
                })
            .update(endpoint);
      }
    }
  },

  /** Needs a job that has ended. */
  DOWNLOAD {
    @Override
    void run(SageMakerClients clients, Consumer<String> warnings)
        throws InterruptedException, IOException {
      Path folder = Files.createTempDirectory("flow");
      Path file = folder.resolve("model.tar.gz");
      try {
        SageMakerTrainingJob.attach(clients, ENDED_JOB).downloadTo(file);
        require(
            TestData.binaryModel()
                .equals(
                    SageMakerArtifact.reader()
                        .predictorType(PredictorType.BINARY_CLASSIFIER)
                        .read(file)
                        .model()),
            "artifact");
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder); // fails if half a download is left
      }
    }
  };

  static final String ENDED_JOB = "ended";

  /** What a caller throws: an error, as the worst that can come. */
  static final class StopError extends Error {
    private static final long serialVersionUID = 1L;

    StopError() {
      super("thrown by the caller");
    }
  }

  abstract void run(SageMakerClients clients, Consumer<String> warnings)
      throws InterruptedException, IOException;

  /** Whether the flow itself throws. */
  boolean stops() {
    return name().endsWith("STOP");
  }

  private static void train(
      SageMakerClients clients, Consumer<String> warnings, Consumer<State> states)
      throws InterruptedException {
    Listener listener =
        new Listener() {
          @Override
          public void onState(State state) {
            states.accept(state);
          }

          @Override
          public void onWarning(String warning) {
            warnings.accept(warning);
          }
        };
    require(
        TestData.binaryModel()
            .equals(
                SageMakerTrainer.builder()
                    .clients(clients)
                    .role(FakeAws.ROLE)
                    .listener(listener)
                    .build()
                    .fit(TestData.rows(12), TestData.HYPERPARAMETERS)
                    .model()),
        "model");
  }

  private static SageMakerEndpoint.Builder endpoint(SageMakerClients clients) {
    return SageMakerEndpoint.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .artifact("s3://bucket/model.tar.gz");
  }

  private static BatchTransform transform(SageMakerClients clients) {
    return BatchTransform.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .artifact("s3://bucket/model.tar.gz")
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .instances("ml.m5.large", 2)
        .build();
  }

  private static boolean near(double[] expected, double[] actual) {
    for (int j = 0; j < expected.length; j++) {
      if (!(Math.abs(expected[j] - actual[j]) < 1e-4)) {
        return false;
      }
    }
    return expected.length == actual.length;
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError("wrong " + what);
    }
  }
}
