package io.github.fmexplain.internal.items;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.internal.user.SolvedRefit;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** A catalogue of random items with genres, some of them equal in every number, and a context. */
public final class RandomItems {

  private final FmModel model;
  private final TagEncoder encoder;
  private final Items items;
  private final double spread;

  /**
   * Draws the items.
   *
   * @param spread of the parameters
   */
  public RandomItems(Random random, int count, int k, double spread) {
    this.spread = spread;
    List<CatalogueItem> list = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      list.add(
          new CatalogueItem(
              "i" + j, "Item " + j, random.nextBoolean() ? Set.of("Drama") : Set.of()));
    }
    Catalogue catalogue = Catalogue.of(list);
    encoder = TagEncoder.of(List.of("u"), catalogue, List.of(), List.of("evening"));
    int n = encoder.numFeatures();
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int f = 0; f < n; f++) {
      // Equal items now and then, so that there are ties.
      boolean again = f > 1 && f <= count && random.nextInt(4) == 0;
      linear[f] = again ? linear[f - 1] : (float) (spread * random.nextGaussian());
      for (int c = 0; c < k; c++) {
        factors[f * k + c] =
            again ? factors[(f - 1) * k + c] : (float) (spread * random.nextGaussian());
      }
    }
    model = FmModel.of(PredictorType.REGRESSOR, k, 0.5f, linear, factors);
    items = new Items(model, encoder, catalogue);
  }

  /** Returns the number of items. */
  public int size() {
    return items.size();
  }

  /** Returns random parameters of a user. */
  public double[] theta(Random random) {
    double[] theta = new double[model.numFactors() + 1];
    Arrays.setAll(theta, c -> spread * random.nextGaussian());
    return theta;
  }

  /** Returns a user who is folded in from some items' ratings, in a context or in none. */
  public UserItems user(Random random, int ratings, boolean inContext) {
    return user(random, ratings, inContext, false);
  }

  /** Returns a user as trained or folded in. */
  public UserItems user(Random random, int ratings, boolean inContext, boolean trained) {
    List<Integer> places = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(places, random);
    int[] rated = places.subList(0, ratings).stream().mapToInt(Integer::intValue).toArray();
    LinearForm bare = new LinearForm(model, encoder.userSideFeatures(Set.of()));
    int d = model.numFactors() + 1;
    double[] a = new double[ratings * d];
    double[] offsets = new double[ratings];
    double[] targets = new double[ratings];
    for (int r = 0; r < ratings; r++) {
      double[] row = new double[d];
      offsets[r] = bare.fill(items.features(rated[r]), row);
      System.arraycopy(row, 0, a, r * d, d);
      targets[r] = 1 + random.nextInt(5);
    }
    double[] ridge = new double[d];
    Arrays.fill(ridge, 0.5 * spread * spread);
    UserProblem problem = new UserProblem(PredictorType.REGRESSOR, a, offsets, targets, ridge);
    Refit refit = new SolvedRefit(problem, bare, null);
    FeatureVector context =
        inContext ? encoder.contextFeatures(Set.of("evening")) : FeatureVector.empty();
    return new UserItems(
        items,
        new UserState(bare, problem, trained ? theta(random) : null, () -> refit),
        bare.and(context),
        context,
        rated);
  }
}
