package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes up movies. */
final class SyntheticCatalogue {

  static final List<String> GENRES =
      List.of(
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  /** How common each genre is. */
  private static final int[] COMMON = {
    25, 13, 4, 12, 50, 11, 5, 72, 2, 2, 9, 6, 6, 25, 10, 25, 7, 3
  };

  private static final List<String> FIRST =
      List.of(
          "Amber",
          "Ashen",
          "Borrowed",
          "Brazen",
          "Candlelit",
          "Cedar",
          "Chalk",
          "Cobalt",
          "Copper",
          "Crooked",
          "Drifting",
          "Dappled",
          "Eleventh",
          "Emerald",
          "Faded",
          "Feathered",
          "Flint",
          "Folded",
          "Gilded",
          "Granite",
          "Hazel",
          "Hollow",
          "Honeyed",
          "Indigo",
          "Inland",
          "Ivory",
          "Jasper",
          "Juniper",
          "Lacquered",
          "Leaden",
          "Linen",
          "Marble",
          "Mended",
          "Misty",
          "Moonless",
          "Mossy",
          "Nameless",
          "Northern",
          "Ochre",
          "Oaken",
          "Painted",
          "Paper",
          "Patient",
          "Pewter",
          "Quiet",
          "Rain-Swept",
          "Rusted",
          "Saffron",
          "Salted",
          "Scarlet",
          "Silken",
          "Slate",
          "Starless",
          "Sunken",
          "Tangled",
          "Thistle",
          "Umber",
          "Velvet",
          "Waxen",
          "Willow",
          "Windward",
          "Woven");

  private static final List<String> SECOND =
      List.of(
          "Abacus",
          "Almanac",
          "Anchor",
          "Archway",
          "Atlas",
          "Balcony",
          "Barometer",
          "Bellows",
          "Boathouse",
          "Caravan",
          "Cartographer",
          "Causeway",
          "Chandler",
          "Compass",
          "Corridor",
          "Courtyard",
          "Dovecote",
          "Dynamo",
          "Estuary",
          "Façade",
          "Ferryman",
          "Foundry",
          "Gatehouse",
          "Glazier",
          "Granary",
          "Greenhouse",
          "Harbour",
          "Hinge",
          "Hourglass",
          "Inkwell",
          "Isthmus",
          "Kettle",
          "Lagoon",
          "Lantern",
          "Ledger",
          "Lighthouse",
          "Locksmith",
          "Loom",
          "Meadow",
          "Metronome",
          "Mill",
          "Milliner",
          "Notebook",
          "Observatory",
          "Orchard",
          "Parasol",
          "Pavilion",
          "Pendulum",
          "Quarry",
          "Quartet",
          "Quill",
          "Reservoir",
          "Sextant",
          "Signal",
          "Spire",
          "Staircase",
          "Sundial",
          "Teapot",
          "Threshold",
          "Tributary",
          "Viaduct",
          "Watchmaker",
          "Weathervane",
          "Windmill");

  private static final int FIRST_YEAR = 1930;
  private static final int YEARS = 69;

  private SyntheticCatalogue() {}

  static Catalogue of(int items, Random random) {
    int[] names = IntStream.range(0, FIRST.size() * SECOND.size()).toArray();
    SyntheticGenerator.shuffle(names, random);
    List<CatalogueItem> made = new ArrayList<>(items);
    for (int item = 0; item < items; item++) {
      int name = names[item % names.length];
      int part = item / names.length + 1;
      String title =
          "The "
              + FIRST.get(name / SECOND.size())
              + " "
              + SECOND.get(name % SECOND.size())
              + (part == 1 ? "" : ", Part " + part)
              + " ("
              + year(random)
              + ")";
      made.add(new CatalogueItem(Integer.toString(item + 1), title, genres(random)));
    }
    return Catalogue.of(made);
  }

  private static int year(Random random) {
    // Most movies are recent.
    double age = random.nextDouble();
    return FIRST_YEAR + YEARS - 1 - (int) (YEARS * age * age * age);
  }

  private static Set<String> genres(Random random) {
    Set<String> genres = new TreeSet<>();
    int draws = 1 + random.nextInt(3);
    for (int draw = 0; draw < draws; draw++) {
      genres.add(GENRES.get(draw(COMMON, random)));
    }
    return genres;
  }

  /** {@return a position, each as likely as its weight says} */
  static int draw(int[] weights, Random random) {
    int left = random.nextInt(IntStream.of(weights).sum());
    int position = 0;
    while (left >= weights[position]) {
      left -= weights[position++];
    }
    return position;
  }
}
