package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.OffsetPart.Kind;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The parts of an offset against equation 1, feature by feature and pair by pair. */
class OffsetPartsProperties {

  /** A feature of a row without the user's own column. */
  private record Feature(int column, Kind kind, String name) {
    boolean isPersonal() {
      return kind == Kind.USER_TAG || kind == Kind.CONTEXT;
    }
  }

  private static List<Feature> features(
      RandomWorld world, Set<String> userTags, String itemId, Set<String> context) {
    FeatureEncoder encoder = world.encoder;
    List<Feature> all = new ArrayList<>();
    FeatureVector item = encoder.itemFeatures(itemId);
    List<String> tags = List.copyOf(world.catalogue.item(itemId).tags());
    for (int j = 0; j < item.size(); j++) {
      all.add(
          new Feature(
              item.index(j), j == 0 ? Kind.ITEM : Kind.ITEM_TAG, j == 0 ? "" : tags.get(j - 1)));
    }
    for (String tag : new TreeSet<>(userTags)) {
      all.add(new Feature(encoder.userSideFeatures(Set.of(tag)).index(0), Kind.USER_TAG, tag));
    }
    for (String tag : new TreeSet<>(context)) {
      all.add(new Feature(encoder.contextFeatures(Set.of(tag)).index(0), Kind.CONTEXT, tag));
    }
    return all;
  }

  private static double product(RandomWorld world, Feature f, Feature g) {
    double product = 0;
    float[] left = world.model.factors(f.column);
    float[] right = world.model.factors(g.column);
    for (int c = 0; c < left.length; c++) {
      product += (double) left[c] * right[c];
    }
    return product;
  }

  /** Goes over all pairs of features. */
  private static List<OffsetPart> reference(RandomWorld world, List<Feature> features) {
    List<OffsetPart> parts = new ArrayList<>();
    parts.add(new OffsetPart(Kind.MODEL, "", world.model.bias()));
    for (Feature f : features) {
      double value = world.model.linearWeight(f.column);
      for (Feature g : features) {
        if (!f.equals(g)) {
          double share = f.isPersonal() == g.isPersonal() ? 0.5 : f.isPersonal() ? 1 : 0;
          value += share * product(world, f, g);
        }
      }
      parts.add(new OffsetPart(f.kind, f.name, value));
    }
    return parts;
  }

  @Property(tries = 100, seed = "1")
  void parts_areThoseOfAllPairs(
      @ForAll @IntRange(min = 1, max = 8) int k,
      @ForAll @IntRange(min = 0, max = 2) int userTags,
      @ForAll @IntRange(min = 0, max = 2) int contexts,
      @ForAll int seed) {
    RandomWorld world = new RandomWorld(seed, PredictorType.BINARY_CLASSIFIER, 6, k);
    Set<String> tags = Set.copyOf(List.of("gender=F", "gender=M").subList(0, userTags));
    Set<String> context = Set.copyOf(List.of("evening", "morning").subList(0, contexts));
    History history = world.history("u1", 4).withUserTags(tags);
    UserExplainer user = world.explainer().forHistory(history).inContext(context);
    for (String item : world.encoder.items().ids()) {
      Explanation why = user.explain(item);
      List<OffsetPart> expected = reference(world, features(world, tags, item, context));
      assertEquals(expected.size(), why.offsetParts().size());
      for (int j = 0; j < expected.size(); j++) {
        OffsetPart part = why.offsetParts().get(j);
        assertEquals(expected.get(j).kind(), part.kind());
        assertEquals(expected.get(j).name(), part.name());
        assertEquals(expected.get(j).value(), part.value(), 1e-12);
      }
      assertExplains(why, world.model, world.encoder, history, context);
    }
  }

  /** What the tags of user and situation have is what the offset would lose without them. */
  @Property(tries = 50, seed = "1")
  void personalParts_areWhatTheOffsetLosesWithoutTags(@ForAll int seed) {
    RandomWorld world = new RandomWorld(seed, PredictorType.REGRESSOR, 6, 4);
    History history = world.history("u1", 4).withUserTags(Set.of("gender=F"));
    UserExplainer plain = world.explainer().forHistory(history.withUserTags(Set.of()));
    UserExplainer user = world.explainer().forHistory(history).inContext(Set.of("evening"));
    for (String item : world.encoder.items().ids()) {
      Explanation with = user.explain(item);
      Explanation without = plain.explain(item);
      double personal =
          with.offsetParts().stream()
              .filter(OffsetPart::isPersonal)
              .mapToDouble(OffsetPart::value)
              .sum();
      assertEquals(with.offset() - without.offset(), personal, 1e-12);
      assertExplains(with, world.model, world.encoder, history, Set.of("evening"));
    }
  }

  @Example
  void paper_hasNoOffset() {
    RandomWorld world = new RandomWorld(1, PredictorType.BINARY_CLASSIFIER, 6, 2);
    History history = world.history("u1", 4);
    Explanation why =
        world.explainer().withMethod(Method.paper()).forHistory(history).explain("i1");
    assertEquals(List.of(), why.offsetParts());
    assertExplains(why, world.model, world.encoder, history);
  }

  /** An encoder of one's own, whose tags of a user share what a row has: 1/√n each. */
  private record Shared(FeatureEncoder encoder) implements FeatureEncoder {

    @Override
    public int numFeatures() {
      return encoder.numFeatures();
    }

    @Override
    public IdIndex items() {
      return encoder.items();
    }

    @Override
    public OptionalInt userFeature(String userId) {
      return encoder.userFeature(userId);
    }

    @Override
    public FeatureVector userSideFeatures(Set<String> userTags) {
      FeatureVector ones = encoder.userSideFeatures(userTags);
      int[] columns = new int[ones.size()];
      float[] values = new float[ones.size()];
      for (int j = 0; j < columns.length; j++) {
        columns[j] = ones.index(j);
        values[j] = (float) (1 / Math.sqrt(columns.length));
      }
      return FeatureVector.of(columns, values);
    }

    @Override
    public FeatureVector itemFeatures(String itemId) {
      return encoder.itemFeatures(itemId);
    }

    @Override
    public FeatureVector contextFeatures(Set<String> context) {
      return encoder.contextFeatures(context);
    }

    @Override
    public int numUsers() {
      return encoder.numUsers();
    }
  }

  @Example
  void encoders_mayGiveTagsTogetherOtherValues_andItemsWithoutNames() {
    RandomWorld world = new RandomWorld(1, PredictorType.REGRESSOR, 6, 3);
    Shared encoder = new Shared(world.encoder);
    History history = world.history("u1", 4).withUserTags(Set.of("gender=F", "gender=M"));
    Explanation why =
        FmExplainer.of(
                TrainedModels.fitting(
                    world.model,
                    encoder,
                    TrainedModels.target(PredictorType.REGRESSOR),
                    io.github.fmexplain.train.Ridge.fixed(1, 1),
                    List.of()),
                world.catalogue)
            .forHistory(history)
            .explain("i1");
    assertEquals(
        List.of(Kind.MODEL, Kind.ITEM, Kind.USER_TAG, Kind.USER_TAG),
        why.offsetParts().stream().map(OffsetPart::kind).toList());
    assertTrue(why.offsetParts().get(2).isPersonal());
    assertExplains(why, world.model, encoder, history);
  }
}
