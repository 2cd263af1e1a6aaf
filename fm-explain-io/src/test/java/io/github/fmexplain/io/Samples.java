package io.github.fmexplain.io;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small trained models of every kind, all from fixed numbers. */
final class Samples {

  static final int FACTORS = 2;

  static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of(
              new CatalogueItem("10", "Amber", Set.of("Drama", "War")),
              new CatalogueItem("käse", "Käse", Set.of()),
              new CatalogueItem("日本", "Birch", Set.of("Drama")),
              new CatalogueItem("🎬", "Cedar", Set.of("Comedy")),
              new CatalogueItem("a b", "Date", Set.of())));

  private Samples() {}

  static FeatureEncoder encoder(EncoderSections.Kind kind) {
    List<String> users = List.of("u", "v", "w");
    return switch (kind) {
      case ONE_HOT -> OneHotEncoder.of(users, List.of("10", "käse", "日本", "🎬", "a b"));
      case TAGS -> TagEncoder.of(users, CATALOGUE, List.of("old", "young"), List.of("evening"));
      case ID_MAP ->
          IdMapEncoder.of(
              11,
              Map.of("u", 3, "v", 0, "w", 9),
              Map.of("10", 1, "käse", 2, "日本", 8, "🎬", 4, "a b", 10));
      case HISTORY ->
          HistoryEncoder.of(
              encoder(EncoderSections.Kind.ID_MAP), new HistoryBlock(0.75, true, 2, false));
    };
  }

  static List<History> histories(EncoderSections.Kind kind) {
    List<Interaction> of =
        List.of(
            Interaction.of("10", 5),
            Interaction.of("🎬", 2),
            kind == EncoderSections.Kind.TAGS
                ? new Interaction("日本", 4, null, Set.of("evening"))
                : Interaction.of("日本", 4));
    List<History> histories =
        List.of(
            History.of("v", of),
            History.of("u", List.of(Interaction.of("a b", 4), Interaction.of("10", 1))));
    return kind == EncoderSections.Kind.TAGS
        ? histories.stream().map(h -> h.withUserTags(Set.of("old"))).toList()
        : histories;
  }

  static RatingTarget target(PredictorType type) {
    return type == PredictorType.REGRESSOR ? RatingTarget.stars() : RatingTarget.likeFrom(3.5);
  }

  static FmHyperparameters hyperparameters(PredictorType type) {
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(FACTORS)
        .epochs(7)
        .miniBatchSize(2)
        .factorsWd(0.03)
        .linearWd(1e-7)
        .rescaleGrad(2)
        .biasInit(Initializer.constant(0.25))
        .factorsInit(Initializer.uniform(0.01))
        .build();
  }

  /** Returns a model with random parameters, the first of them a negative zero. */
  static FmModel model(PredictorType type, int features) {
    Random random = new Random(3);
    FmModel.Builder builder = FmModel.builder(type, features, FACTORS).bias(0.125f);
    for (int f = 0; f < features; f++) {
      builder.linearWeight(f, f == 0 ? -0f : 0.3f * (float) random.nextGaussian());
      for (int c = 0; c < FACTORS; c++) {
        builder.factor(f, c, 0.4f * (float) random.nextGaussian());
      }
    }
    return builder.build();
  }

  /** Returns a path over what is not a user's column, from zero to the model. */
  static TrainingPath path(TrainingPath.Kind kind, FmModel model, FeatureEncoder encoder) {
    Set<Integer> users = new HashSet<>();
    for (String user : List.of("u", "v", "w")) {
      users.add(encoder.userFeature(user).orElseThrow());
    }
    int[] columns =
        java.util.stream.IntStream.range(0, model.numFeatures())
            .filter(f -> !users.contains(f))
            .toArray();
    List<FmModel> points = new ArrayList<>();
    for (float share : new float[] {0.125f, 0.5f, 1}) {
      FmModel.Builder point = FmModel.builder(model.predictorType(), columns.length, FACTORS);
      point.bias(share * model.bias());
      for (int j = 0; j < columns.length; j++) {
        point.linearWeight(j, share * model.linearWeight(columns[j]));
        for (int c = 0; c < FACTORS; c++) {
          point.factor(j, c, share * model.factors(columns[j])[c]);
        }
      }
      points.add(point.build());
    }
    Long seed = kind == TrainingPath.Kind.RECORDED ? Long.MIN_VALUE : null;
    return TrainingPath.of(kind, seed, columns, new double[] {0, 2.5, 7}, points);
  }

  static TrainedModel trained(
      EncoderSections.Kind kind,
      PredictorType type,
      Ridge ridge,
      TrainingMode mode,
      boolean withHyperparameters,
      TrainingPath.@Nullable Kind path) {
    FeatureEncoder encoder = encoder(kind);
    FmModel model = model(type, encoder.numFeatures());
    TrainingSet set = TrainingSet.of(encoder, histories(kind), target(type));
    return new TrainedModel(
        model,
        encoder,
        target(type),
        withHyperparameters ? hyperparameters(type) : null,
        ridge,
        mode,
        TrainedModel.ofAnyFit(model, ridge, set).summary(),
        path == null ? null : path(path, model, encoder));
  }

  /** Returns a model with everything that a file can have. */
  static TrainedModel whole() {
    return trained(
        EncoderSections.Kind.TAGS,
        PredictorType.BINARY_CLASSIFIER,
        Ridge.fixed(0.5, 2),
        TrainingMode.sageMaker(),
        true,
        TrainingPath.Kind.RETRACED);
  }

  /** Returns models of every combination of parts. */
  static List<TrainedModel> all() {
    List<TrainedModel> all = new ArrayList<>();
    List<Ridge> ridges =
        List.of(
            Ridge.fixed(0.5, 2),
            Ridge.perRating(0.1, 0.3),
            new Ridge(Ridge.Kind.ESTIMATED, 1.0 / 3, 1e-60));
    List<TrainingMode> modes =
        List.of(
            TrainingMode.sageMaker(),
            TrainingMode.sageMakerDense().withShuffle(TrainingMode.Shuffle.EACH_EPOCH),
            TrainingMode.other());
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      for (PredictorType type : PredictorType.values()) {
        for (int j = 0; j < ridges.size(); j++) {
          for (TrainingMode mode : modes) {
            for (TrainingPath.@Nullable Kind path :
                new TrainingPath.@Nullable Kind[] {
                  null, TrainingPath.Kind.RECORDED, TrainingPath.Kind.RETRACED
                }) {
              all.add(trained(kind, type, ridges.get(j), mode, j > 0, path));
            }
          }
        }
      }
    }
    return all;
  }
}
