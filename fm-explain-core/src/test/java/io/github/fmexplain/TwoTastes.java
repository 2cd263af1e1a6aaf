package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Ratings with something to learn in them: even users mostly like even items, odd users odd ones.
 * Ids are numbers as text. Everything follows from the seed.
 */
public final class TwoTastes {

  public final List<History> histories = new ArrayList<>();
  public final List<String> users;
  public final List<String> items;
  public final Catalogue catalogue;
  public final OneHotEncoder encoder;

  /**
   * Makes the ratings.
   *
   * @param scale what stars are multiplied by: likes are 4 and 5 times as much, others 1 and 3
   *     times
   */
  public TwoTastes(int users, int items, int scale, long seed) {
    Random random = new Random(seed);
    this.items = IntStream.rangeClosed(1, items).mapToObj(Integer::toString).toList();
    for (int u = 1; u <= users; u++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int j = 1; j <= items; j++) {
        if (random.nextInt(2) == 0) {
          boolean likes = (u % 2 == j % 2) == (random.nextInt(10) > 0);
          int stars = likes ? 4 + random.nextInt(2) : 1 + 2 * random.nextInt(2);
          ratings.add(Interaction.of(Integer.toString(j), scale * stars));
        }
      }
      histories.add(History.of(Integer.toString(u), ratings));
    }
    this.users = histories.stream().map(h -> Objects.requireNonNull(h.userId())).toList();
    catalogue =
        Catalogue.of(
            this.items.stream().map(id -> new CatalogueItem(id, "Item " + id, Set.of())).toList());
    encoder = OneHotEncoder.of(this.users, this.items);
  }

  /** Returns the rows, shuffled as a file for SageMaker should be. */
  public TrainingSet set(RatingTarget target) {
    return TrainingSet.of(encoder, histories, target).shuffled(1);
  }
}
