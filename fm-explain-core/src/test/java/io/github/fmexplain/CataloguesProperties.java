package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.answer.WhatIf;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Other catalogues and filters of a request, against a sort of every item's score. */
class CataloguesProperties {

  /** Returns the items that compete, best first; equal scores in the order of the catalogue. */
  private static List<String> sorted(
      UserExplainer user, Catalogue catalogue, Predicate<CatalogueItem> competes) {
    return catalogue.items().stream()
        .filter(item -> competes.test(item) && user.history().find(item.id()).isEmpty())
        .map(CatalogueItem::id)
        .sorted(Comparator.comparingDouble(id -> -user.score(id)))
        .toList();
  }

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(Recommendation::itemId).toList();
  }

  private static Catalogue someOf(Catalogue catalogue, int size, Random random) {
    List<CatalogueItem> items = new ArrayList<>(catalogue.items());
    Collections.shuffle(items, random);
    return Catalogue.of(items.subList(0, size));
  }

  @Property(tries = 60, seed = "1")
  void lists_areThoseOfASort(
      @ForAll @IntRange(min = 8, max = 60) int items,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll boolean other,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomWorld world = new RandomWorld(seed, PredictorType.BINARY_CLASSIFIER, items, 3);
    Catalogue catalogue = other ? someOf(world.catalogue, items / 2, random) : world.catalogue;
    History history = world.history("u1", 4);
    UserExplainer user = world.explainer().forHistory(history).withCatalogue(catalogue);
    Set<String> inStock =
        Set.copyOf(ids(user.recommendIncludingRated(items)).subList(0, items / 4));
    Predicate<CatalogueItem> competes = item -> inStock.contains(item.id());
    List<String> expected = sorted(user, catalogue, competes);
    List<String> first = expected.subList(0, Math.min(count, expected.size()));
    assertEquals(first, ids(user.recommend(count, competes)));
    UserExplainer among = user.among(competes);
    assertEquals(first, ids(among.recommend(count)));
    assertEquals(
        inStock, Set.copyOf(ids(among.recommendIncludingRated(items))), "rated ones are filtered");
    // Filters add up, and a situation keeps them.
    UserExplainer both = user.among(item -> !item.id().equals("i0")).among(competes);
    assertEquals(
        sorted(user, catalogue, item -> competes.test(item) && !item.id().equals("i0")),
        ids(both.inContext(Set.of()).recommend(items)));
    assertEquals(sorted(user, catalogue, item -> true), ids(user.recommend(items)));
    for (String item : ids(user.recommendIncludingRated(items))) {
      Explanation why = among.explain(item);
      assertEquals(user.explain(item), why);
      assertExplains(why, world.model, world.encoder, history);
    }
  }

  /** Ranks, searches and what-ifs are among what competes, as if there were nothing else. */
  @Property(tries = 40, seed = "1")
  void answers_areThoseOfACatalogueWithNothingElse(
      @ForAll @IntRange(min = 12, max = 60) int items,
      @ForAll @IntRange(min = 1, max = 3) int listLength,
      @ForAll int seed) {
    RandomWorld world = new RandomWorld(seed, PredictorType.BINARY_CLASSIFIER, items, 3);
    FmExplainer explainer = world.explainer();
    Catalogue all = explainer.catalogue();
    History history = world.history("u1", 5);
    Predicate<CatalogueItem> competes = item -> item.id().hashCode() % 2 == 0;
    UserExplainer among = explainer.forHistory(history).among(competes);
    // Rated items stay: a rating that is removed names its item.
    Catalogue few = all.filter(item -> competes.test(item) || history.find(item.id()).isPresent());
    UserExplainer alone = FmExplainer.of(explainer.trained(), few).forHistory(history);
    assertEquals(ids(alone.recommend(items)), ids(among.recommend(items)));
    List<Recommendation> list = among.recommend(listLength);
    if (list.size() == listLength) {
      String item = list.get(listLength - 1).itemId();
      Optional<RatingEdits> expected = Answers.of(alone).fewestRemovals(item, listLength, 9);
      assertEquals(expected, Answers.of(among).fewestRemovals(item, listLength, 9));
    }
    History edited = history.without(history.interactions().get(0).itemId());
    WhatIf whatIf = Answers.of(among).whatIf(edited, 5);
    List<String> after =
        sorted(alone.withHistory(edited), few, competes).stream().limit(5).toList();
    assertTrue(Set.copyOf(ids(whatIf.after())).containsAll(after) || after.size() == 5);
    for (Standing standing : whatIf.standings()) {
      assertTrue(competes.test(all.item(standing.itemId())));
      assertEquals(
          1 + ids(among.recommend(items)).indexOf(standing.itemId()), standing.rankBefore());
    }
    Explanation why = among.explain("i1");
    assertExplains(why, world.model, world.encoder, history);
  }

  @Example
  void withCatalogue_isRefusedWhatTheModelDoesNotKnow_andKeepsTheRest() {
    RandomWorld world = new RandomWorld(1, PredictorType.REGRESSOR, 6, 2);
    FmExplainer explainer = world.explainer().leavingOutUnknownItems();
    Catalogue strange = Catalogue.of(List.of(new CatalogueItem("new", "New", Set.of())));
    assertEquals(
        "catalogue has item 'new', which the encoder does not know; leave it out with"
            + " Catalogue.knownTo",
        assertThrows(IllegalArgumentException.class, () -> explainer.withCatalogue(strange))
            .getMessage());
    Catalogue one = Catalogue.of(List.of(world.catalogue.item("i3")));
    FmExplainer other = explainer.withCatalogue(one);
    assertSame(one, other.catalogue());
    assertEquals(explainer.method(), other.method());
    History history = world.history("u1", 2);
    List<Interaction> ratings = new ArrayList<>(history.interactions());
    ratings.add(Interaction.of("gone", 3));
    UserExplainer user = other.forHistory(new History("u1", history.userTags(), ratings));
    assertEquals(1, user.recommendIncludingRated(9).size());
    assertExplains(user.explain("i3"), world.model, world.encoder, history);
  }

  /** What today's catalogue leaves out keeps the title that the first one has. */
  @Example
  void withCatalogue_titlesStay() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 8, 2);
    History history = world.history("u1", 4);
    Set<String> rated =
        Set.copyOf(history.interactions().stream().map(Interaction::itemId).toList());
    Catalogue today = world.catalogue.filter(item -> !rated.contains(item.id()));
    UserExplainer before = world.explainer().forHistory(history).withCatalogue(today);
    List<UserExplainer> all =
        List.of(
            before,
            before.withHistory(history),
            world.explainer().withCatalogue(today).forHistory(history));
    for (UserExplainer user : all) {
      String first = user.recommend(1).get(0).itemId();
      for (Contribution c : user.explain(first).contributions()) {
        assertEquals(world.catalogue.titleOf(c.interaction().itemId()), c.title());
      }
      for (RatingEdits.Edit edit :
          Answers.of(user)
              .fewestChanges(first, 1, 1, 9)
              .map(RatingEdits::edits)
              .orElse(List.of())) {
        assertEquals(world.catalogue.titleOf(edit.itemId()), edit.title());
      }
      RatingGroups groups = Answers.of(user).groupsByTag(first);
      assertEquals(
          Answers.of(world.explainer().forHistory(history)).groupsByTag(first).groups().size(),
          groups.groups().size());
    }
  }

  private static final int K = 32;

  private static UserExplainer large(int items) {
    Random random = new Random(1);
    List<String> ids = IntStream.range(0, items).mapToObj(j -> "i" + j).toList();
    float[] factors = new float[(items + 1) * K];
    for (int f = 0; f < factors.length; f++) {
      factors[f] = 0.3f * (float) random.nextGaussian();
    }
    FmModel model =
        FmModel.of(PredictorType.BINARY_CLASSIFIER, K, 0, new float[items + 1], factors);
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), ids);
    History history = History.of("u", List.of(Interaction.of("i1", 5), Interaction.of("i2", 1)));
    UserExplainer user =
        FmExplainer.of(
                TrainedModels.fitting(
                    model, encoder, RatingTarget.likeFrom(4), Ridge.fixed(1, 2), List.of(history)),
                Catalogue.of(ids.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList()))
            .withMethod(Method.hessian())
            .forHistory(history);
    assertExplains(user.explain("i1"), model, encoder, history);
    return user;
  }

  /** Returns the bytes that this thread allocates for a task, once it has done it before. */
  private static long bytes(Runnable task) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    task.run();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    task.run();
    return threads.getThreadAllocatedBytes(id) - before;
  }

  @Example
  void filtersAndCatalogues_copyNoItems() {
    int items = 200_000;
    UserExplainer user = large(items);
    Catalogue half = user.explainer().catalogue().filter(item -> item.id().hashCode() % 2 == 0);
    long filtered = bytes(() -> user.recommend(10, item -> item.id().hashCode() % 2 == 0));
    assertTrue(filtered < 200_000, () -> filtered + " bytes for a filter");
    // Two numbers per item, where the items themselves have 33.
    long other = bytes(() -> user.withCatalogue(half).recommend(10));
    assertTrue(other < 8L * items, () -> other + " bytes for a catalogue");
    assertEquals(
        ids(user.recommend(10, item -> item.id().hashCode() % 2 == 0)),
        ids(user.withCatalogue(half).recommend(10)));
  }
}
