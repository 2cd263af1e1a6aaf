package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A small random model with users, items, genres, user tags and contexts. Everything follows from
 * the seed.
 */
public final class RandomWorld {

  public static final List<String> USERS = List.of("u1", "u2", "u3");
  private static final List<String> GENRES = List.of("Comedy", "Drama", "War");
  private static final List<String> USER_TAGS = List.of("gender=F", "gender=M");
  private static final List<String> CONTEXTS = List.of("evening", "morning");

  public final FmModel model;
  public final FeatureEncoder encoder;
  public final Catalogue catalogue;
  private final Random random;

  public RandomWorld(long seed, PredictorType type, int items, int k) {
    random = new Random(seed);
    List<CatalogueItem> list = new ArrayList<>();
    for (int j = 0; j < items; j++) {
      Set<String> tags =
          random.nextBoolean() ? Set.of() : Set.of(GENRES.get(random.nextInt(GENRES.size())));
      list.add(new CatalogueItem("i" + j, "Item " + j, tags));
    }
    catalogue = Catalogue.of(list);
    encoder = TagEncoder.of(USERS, catalogue, USER_TAGS, CONTEXTS);
    int n = encoder.numFeatures();
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int j = 0; j < n; j++) {
      linear[j] = 0.3f * (float) random.nextGaussian();
    }
    for (int j = 0; j < n * k; j++) {
      factors[j] = 0.4f * (float) random.nextGaussian();
    }
    model = FmModel.of(type, k, 0.1f, linear, factors);
  }

  /** Returns the model with a random ridge, said to be trained on these histories. */
  public TrainedModel trained(List<History> histories) {
    Ridge ridge = Ridge.fixed(0.5 + random.nextDouble(), 1 + 5 * random.nextDouble());
    return TrainedModels.fitting(
        model, encoder, TrainedModels.target(model.predictorType()), ridge, histories);
  }

  /** Returns an explainer of a model with a random ridge, by a stationary method. */
  public FmExplainer explainer() {
    return FmExplainer.of(trained(List.of()), catalogue)
        .withMethod(
            model.predictorType() == PredictorType.REGRESSOR
                ? Method.leastSquares()
                : Method.hessian());
  }

  /**
   * Returns a random history of some of the items, in random order, with contexts and user tags.
   */
  public History history(String userId, int size) {
    List<CatalogueItem> items = new ArrayList<>(catalogue.items());
    Collections.shuffle(items, random);
    List<Interaction> ratings = new ArrayList<>();
    for (CatalogueItem item : items.subList(0, Math.min(size, items.size()))) {
      Set<String> context =
          random.nextBoolean() ? Set.of() : Set.of(CONTEXTS.get(random.nextInt(CONTEXTS.size())));
      ratings.add(new Interaction(item.id(), 1 + random.nextInt(5), null, context));
    }
    return History.of(userId, ratings)
        .withUserTags(
            random.nextBoolean()
                ? Set.of()
                : Set.of(USER_TAGS.get(random.nextInt(USER_TAGS.size()))));
  }

  /** Returns the same history of somebody that the model was not trained with. */
  public static History asNewUser(History history) {
    return new History(null, history.userTags(), history.interactions());
  }
}
