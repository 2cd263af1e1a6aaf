package io.github.fmexplain.io.models;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** Ten users, twelve items, and ratings that a model predicts. */
final class World {

  static final List<String> USERS = ids("u", 10);
  static final List<String> ITEMS = ids("i", 12);
  static final OneHotEncoder ENCODER = OneHotEncoder.of(USERS, ITEMS);

  /** The same ids from the last column to the first. */
  static final OneHotEncoder BACKWARDS = OneHotEncoder.of(backwards(USERS), backwards(ITEMS));

  private World() {}

  private static List<String> ids(String kind, int count) {
    return IntStream.range(0, count).mapToObj(j -> kind + j).toList();
  }

  private static List<String> backwards(List<String> ids) {
    List<String> copy = new ArrayList<>(ids);
    Collections.reverse(copy);
    return copy;
  }

  /** Eighths, so that six digits are all of them. */
  static FmModel model(PredictorType type) {
    Random random = new Random(7);
    int n = ENCODER.numFeatures();
    FmModel.Builder builder = FmModel.builder(type, n, 3).bias(0.25f);
    for (int f = 0; f < n; f++) {
      builder.linearWeight(f, eighths(random, 4));
      for (int c = 0; c < 3; c++) {
        builder.factor(f, c, eighths(random, 12));
      }
    }
    return builder.build();
  }

  private static float eighths(Random random, int most) {
    return (random.nextInt(2 * most + 1) - most) / 8f;
  }

  /** Histories of everybody with two thirds of the items, rated as a score says. */
  static List<History> histories(ToDoubleBiFunction<Integer, Integer> rating) {
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < USERS.size(); u++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int i = 0; i < ITEMS.size(); i++) {
        if ((u + i) % 3 > 0) {
          ratings.add(Interaction.of(ITEMS.get(i), rating.applyAsDouble(u, i)));
        }
      }
      histories.add(History.of(USERS.get(u), ratings));
    }
    return histories;
  }

  /** Histories that are rated as a model scores them. */
  static List<History> histories(FmModel model) {
    return histories(
        (u, i) -> model.score(ENCODER.encode(USERS.get(u), Set.of(), ITEMS.get(i), Set.of())));
  }

  static TrainingSet stars(OneHotEncoder encoder, List<History> histories) {
    return TrainingSet.of(encoder, histories, RatingTarget.stars());
  }

  /** RecBole's columns: those of each field begin with one that nobody has. */
  static IdMapEncoder padded() {
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> items = new HashMap<>();
    USERS.forEach(user -> users.put(user, 1 + users.size()));
    ITEMS.forEach(item -> items.put(item, 2 + USERS.size() + items.size()));
    return IdMapEncoder.of(2 + ENCODER.numFeatures(), users, items);
  }
}
