package io.github.fmexplain.io;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole run as one document, with data set, model, recommendations and explanations: what a
 * program that trains and explains writes as one document. {@link ResultsJson} writes and reads it.
 *
 * @param dataset what was trained on
 * @param model what was trained
 * @param recommendations those of the user that the run was about, best first; empty if it was
 *     about many
 * @param explanations each with its sentence
 * @param notes what the program had to say of data, model and options, in its order
 * @param failures what could not be answered, and why, in the order of the requests
 */
public record ExplanationDocument(
    Dataset dataset,
    Model model,
    List<Recommendation> recommendations,
    List<ExplanationDocument.Explained> explanations,
    List<String> notes,
    List<String> failures) {

  public ExplanationDocument {
    recommendations = List.copyOf(recommendations);
    explanations = List.copyOf(explanations);
    notes = List.copyOf(notes);
    failures = List.copyOf(failures);
  }

  /**
   * A run without recommendations, notes and failures.
   *
   * @param dataset what was trained on
   * @param model what was trained
   * @param explanations each with its sentence
   */
  public ExplanationDocument(
      Dataset dataset, Model model, List<ExplanationDocument.Explained> explanations) {
    this(dataset, model, List.of(), explanations, List.of(), List.of());
  }

  /**
   * What a model was trained on.
   *
   * @param name what people call it
   * @param synthetic whether its ratings are made up
   * @param users the number of users
   * @param items the number of items
   * @param trainingRatings the number of ratings that the model was trained on
   * @param testRatings the number of ratings that were held out
   */
  public record Dataset(
      String name,
      boolean synthetic,
      int users,
      int items,
      long trainingRatings,
      long testRatings) {}

  /**
   * A model and how well it predicts.
   *
   * @param predictorType what it predicts
   * @param factors k
   * @param features n
   * @param fingerprint {@link FmModel#fingerprint()}
   * @param trainingSeconds how long training took, or null if it was read from a file
   * @param train metrics over the training rows
   * @param test metrics over the ratings that were held out, or null if there are none
   * @param curve the running metrics of each epoch, first to last; empty if they are not known
   * @param path the training path that replays follow
   */
  public record Model(
      PredictorType predictorType,
      int factors,
      int features,
      String fingerprint,
      @Nullable Double trainingSeconds,
      Metrics train,
      @Nullable Metrics test,
      List<Metrics> curve,
      TrainingPath.Kind path) {

    public Model {
      curve = List.copyOf(curve);
    }

    /**
     * {@return what there is to say of a model}
     *
     * @param trained the model
     * @param trainingSeconds how long training took, or null if it was read from a file
     * @param test metrics over the ratings that were held out, or null if there are none
     * @param curve the running metrics of each epoch. Not modified.
     */
    public static Model of(
        TrainedModel trained,
        @Nullable Double trainingSeconds,
        @Nullable Metrics test,
        List<Metrics> curve) {
      Objects.requireNonNull(curve, "curve");
      FmModel model = trained.model();
      TrainingPath path = trained.path();
      return new Model(
          model.predictorType(),
          model.numFactors(),
          model.numFeatures(),
          model.fingerprint(),
          trainingSeconds,
          trained.summary().metrics(),
          test,
          curve,
          path == null ? TrainingPath.Kind.ASSUMED : path.kind());
    }
  }

  /**
   * An explanation in words and in numbers.
   *
   * @param sentence the explanation for people
   * @param explanation the explanation
   */
  public record Explained(String sentence, Explanation explanation) {}

  /** {@return the data set, the model and the number of explanations} */
  @Override
  public String toString() {
    return "ExplanationDocument["
        + dataset.name()
        + ", "
        + model.fingerprint().substring(0, Math.min(12, model.fingerprint().length()))
        + ", "
        + explanations.size()
        + " explanations]";
  }
}
