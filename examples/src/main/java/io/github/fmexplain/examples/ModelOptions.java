package io.github.fmexplain.examples;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.artifact.ArtifactFormatException;
import io.github.fmexplain.sagemaker.artifact.ArtifactLimits;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model: trained here, or read from a file. */
final class ModelOptions {

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Mixin private SourceOptions other = new SourceOptions();

  enum AsOf {
    TRAINING,
    TODAY
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides the order of the ratings and the model to the last bit. Default: 1.")
  private @Nullable Long seed;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Explain this model and train nothing: a file of --save, a model.tar.gz of SageMaker, or"
              + " a model of NumPy (.npz), safetensors, PyTorch, libFM or xLearn. What it does not"
              + " tell (its task, its epochs) is taken from the options.")
  private @Nullable Path file;

  @Option(
      names = "--path",
      paramLabel = "KIND",
      description =
          "The training path that replays follow. recorded: in training, or in the file. retraced:"
              + " found by training again towards the model. assumed: none. Default: recorded if"
              + " there is one, else retraced.")
  private TrainingPath.@Nullable Kind path;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the model with all that explaining needs, by convention as .fmx.")
  private @Nullable Path saved;

  @Option(
      names = "--force",
      description = "Explain a model that these ratings did not train all the same.")
  private boolean force;

  @Option(
      names = "--as-of",
      paramLabel = "WHEN",
      description =
          "For a --model of --save and users who have other ratings now than in its training."
              + " training: what the model learnt of them scores. today: they are folded in from"
              + " the ratings that are given, as new users are. Default: training.")
  private @Nullable AsOf asOf;

  private @Nullable TrainedModel read;
  private @Nullable SageMakerArtifact artifact;
  private boolean isOther;

  long seed() {
    return seed == null ? 1 : seed;
  }

  /** {@return whether the model is one of --save, which knows its training} */
  boolean isTrained() {
    return read != null;
  }

  /** {@return the files that are read} */
  List<Path> files() {
    List<Path> files = new ArrayList<>(other.files());
    if (file != null) {
      files.add(file);
    }
    return files;
  }

  /** {@return the file that will be written} */
  Optional<Path> saved() {
    return Optional.ofNullable(saved);
  }

  /**
   * Says what is wrong with the options, and reads the file if there is one.
   *
   * @param sampled whether items are sampled, for which there is a seed
   */
  void open(boolean sampled, Console console) throws IOException {
    training.check();
    OutputFiles.check(saved);
    if (file == null) {
      other.requireUnset();
      requireNot("--force", force, "a --model");
      requireNot("--as-of", asOf != null, "a --model of --save");
      return;
    }
    if (TrainedModelFile.isTrainedModel(file)) {
      other.requireUnset();
      requireNot("--force", force, "a --model of SageMaker or of another trainer");
      read = TrainedModelFile.read(file);
      training.requireAgree(read.model(), read.hyperparameters(), read.mode());
      if (path == TrainingPath.Kind.ASSUMED || keeps(read)) {
        requireNoOrder();
      }
    } else if (other.open(file)) {
      isOther = true;
      training.requireNoTraining(other.source().model(), other.source().loss() != null);
      TrainingOptions.requireUnset("--seed", sampled ? null : seed);
    } else {
      artifact = artifact(file, console);
      training.requireAgree(artifact.model(), artifact.hyperparameters().orElse(null), null);
    }
    requireNot("--as-of", read == null && asOf != null, "a --model of --save");
    if (isOther && path != null) {
      throw new IllegalArgumentException(
          "--path must be of a model that was trained as SageMaker does, but "
              + file.getFileName()
              + " is of another trainer; leave it out");
    }
    boolean hasRecorded =
        read != null && read.path() != null && read.path().kind() == TrainingPath.Kind.RECORDED;
    if (path == TrainingPath.Kind.RECORDED && !hasRecorded) {
      throw new IllegalArgumentException(
          "--path recorded must be of a training or in the file, but "
              + file.getFileName()
              + " has none; use --path retraced or assumed");
    }
  }

  private static void requireNot(String option, boolean given, String what) {
    if (given) {
      throw new IllegalArgumentException(option + " is for " + what + "; leave it out");
    }
  }

  /** Refuses options of an order that nothing reads, as nothing is trained. */
  private void requireNoOrder() {
    TrainingOptions.requireUnset("--seed", seed);
    training.requireNoShuffle();
  }

  /** {@return whether the path of a model is that of the options} */
  private boolean keeps(TrainedModel given) {
    TrainingPath known = given.path();
    return known != null && (path == null || known.kind() == path);
  }

  private SageMakerArtifact artifact(Path tar, Console console) throws IOException {
    // Whoever starts this program chose its memory with -Xmx.
    ArtifactLimits limits =
        ArtifactLimits.builder().maximumMemory(Runtime.getRuntime().maxMemory()).build();
    try {
      return SageMakerArtifact.reader().limits(limits).read(tar);
    } catch (ArtifactFormatException e) {
      SageMakerArtifact told;
      try {
        told =
            SageMakerArtifact.reader()
                .limits(limits)
                .predictorType(training.predictorType())
                .read(tar);
      } catch (ArtifactFormatException again) {
        if (String.valueOf(again.getMessage()).contains("but is none of these")) {
          throw new IOException(
              tar.getFileName()
                  + " must be a model (a file of --save, a model.tar.gz of SageMaker, or a model of"
                  + " NumPy, safetensors, PyTorch, libFM or xLearn), but is none of these",
              again);
        }
        throw again;
      }
      console.note(
          tar.getFileName()
              + " does not tell what it predicts; it is taken for a "
              + training.predictorType().hyperparameterValue()
              + ", see --task");
      return told;
    }
  }

  /** {@return the items of the data that can be recommended} */
  Catalogue catalogue(RatingsData data, Console console) {
    FeatureEncoder encoder = read == null ? other.encoder() : read.encoder();
    if (encoder == null) {
      return data.catalogue();
    }
    Catalogue known = data.catalogue().knownTo(encoder);
    int unknown = data.catalogue().size() - known.size();
    if (unknown > 0) {
      console.note(
          "items that the model does not know: "
              + unknown
              + "; they cannot be recommended or explained");
    }
    return known;
  }

  /**
   * {@return the model} It is written if that was asked for.
   *
   * @param users the users who are asked for
   */
  ExplainedModel model(RatingsData data, Set<String> users, Console console)
      throws IOException, InterruptedException {
    ExplainedModel model =
        read != null
            ? ofFile(read, data, users, console)
            : artifact != null
                ? ofArtifact(artifact, data, console)
                : isOther ? ofOther(data, console) : train(data, console);
    if (saved != null) {
      TrainedModelFile.write(model.trained(), saved);
      console.err().println("wrote " + saved);
    }
    return model;
  }

  private ExplainedModel train(RatingsData data, Console console) throws InterruptedException {
    RatingTarget target = data.target(training.predictorType());
    FmHyperparameters hyperparameters = training.hyperparameters(data, target, seed(), console);
    TrainingSet set = rows(data, target, console);
    boolean recorded = path == null || path == TrainingPath.Kind.RECORDED;
    TrainingResult result = training.train(set, hyperparameters, seed(), recorded, console);
    TrainedModel trained = result.trained();
    if (path == TrainingPath.Kind.RETRACED) {
      trained = training.retrace(trained, set, seed(), console);
    }
    return new ExplainedModel(trained, result, "");
  }

  private TrainingSet rows(RatingsData data, RatingTarget target, Console console) {
    return training.rows(data, data.training(), data.encoder(), target, seed(), console);
  }

  private ExplainedModel ofArtifact(SageMakerArtifact given, RatingsData data, Console console)
      throws InterruptedException {
    given.provenance().notes().forEach(console::note);
    FmHyperparameters hyperparameters = hyperparameters(given, console);
    TrainingSet set = rows(data, data.target(given.model().predictorType()), console);
    TrainedModel trained =
        force ? given.trainedOnAnyFit(set, hyperparameters) : given.trainedOn(set, hyperparameters);
    trained = trained.withMode(training.shuffled(trained.mode()));
    if (path != TrainingPath.Kind.ASSUMED) {
      trained = training.retrace(trained, set, seed(), console);
    }
    return new ExplainedModel(trained, null, fileName());
  }

  private ExplainedModel ofOther(RatingsData data, Console console) {
    return new ExplainedModel(
        other.model(data, training.predictorType(), force, console), null, fileName());
  }

  /** {@return those of the artifact, and those of the options where it does not tell} */
  private FmHyperparameters hyperparameters(SageMakerArtifact given, Console console) {
    FmModel model = given.model();
    FmHyperparameters options =
        training.hyperparameters().toBuilder()
            .predictorType(model.predictorType())
            .numFactors(model.numFactors())
            .build();
    Map<String, String> told = new TreeMap<>();
    given.hyperparameters().ifPresent(known -> told.putAll(known.toMap()));
    Map<String, String> all = new TreeMap<>(options.toMap());
    Set<String> untold = new TreeSet<>(Set.of("epochs", "mini_batch_size"));
    untold.removeAll(told.keySet());
    console.note(
        untold.isEmpty()
            ? "hyperparameters are those in " + fileName()
            : fileName()
                + " does not tell "
                + String.join(" and ", untold)
                + "; those of the options are taken");
    all.putAll(told);
    return FmHyperparameters.ofMap(all);
  }

  private ExplainedModel ofFile(
      TrainedModel given, RatingsData data, Set<String> users, Console console)
      throws InterruptedException {
    data.requireTarget(given.target());
    TrainedUsers known = TrainedUsers.of(given, data);
    List<History> histories = known.histories();
    long same = known.same();
    boolean all = known.isAll();
    if (!all) {
      console.note(known.text(users, asOf == AsOf.TODAY));
    }
    if (keeps(given)) {
      return new ExplainedModel(given, null, fileName());
    }
    TrainedModel trained = withoutPath(given);
    boolean replayed =
        given.hyperparameters() != null && given.mode().optimizer() != TrainingMode.Optimizer.OTHER;
    if (path == TrainingPath.Kind.RETRACED || (path == null && all && replayed)) {
      if (!all) {
        throw new IllegalArgumentException(
            "--path retraced must have the ratings that the model was trained on, but "
                + same
                + " of "
                + histories.size()
                + " users have them; use --path assumed");
      }
      TrainingSet set =
          training.rows(data, histories, given.encoder(), given.target(), seed(), console);
      trained = training.retrace(trained, set, seed(), console);
    } else {
      requireNoOrder();
    }
    return new ExplainedModel(trained, null, fileName());
  }

  /** {@return who explains a user: as trained, or as of today if the ratings are others now} */
  UserExplainer user(FmExplainer explainer, History history) {
    return asOf == AsOf.TODAY && !TrainedUsers.isAsTrained(history, explainer.trained())
        ? explainer.foldIn(history)
        : explainer.forHistory(history);
  }

  private static TrainedModel withoutPath(TrainedModel given) {
    return new TrainedModel(
        given.model(),
        given.encoder(),
        given.target(),
        given.hyperparameters(),
        given.ridge(),
        given.mode(),
        given.summary(),
        null);
  }

  private String fileName() {
    return file == null ? "" : String.valueOf(file.getFileName());
  }
}
