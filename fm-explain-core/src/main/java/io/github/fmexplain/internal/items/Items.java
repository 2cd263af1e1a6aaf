package io.github.fmexplain.internal.items;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The items that can be recommended, by their places in the catalogue. The matrix is that of all
 * items that the model knows, by their positions in the encoder: it is made when it is first needed
 * and shared by all users and all catalogues, so that another catalogue costs two numbers per item.
 * Immutable.
 */
public final class Items {

  private final Known known;
  private final Catalogue catalogue;

  /** The position of each place, and the place of each position, −1 where there is none. */
  private final int[] positions;

  private final int[] places;

  /** What all catalogues of a model share. */
  private static final class Known {
    private final FmModel model;
    private final FeatureEncoder encoder;

    /** The first catalogue, which has the titles of what a later one leaves out. */
    private final Catalogue first;

    private volatile @Nullable ItemMatrix matrix;

    Known(FmModel model, FeatureEncoder encoder, Catalogue first) {
      this.model = model;
      this.encoder = encoder;
      this.first = first;
    }

    ItemMatrix matrix() {
      ItemMatrix made = matrix;
      return made == null ? make() : made;
    }

    private synchronized ItemMatrix make() {
      ItemMatrix made = matrix;
      if (made == null) {
        made = new ItemMatrix(model, encoder.items().size(), encoder::itemFeaturesAt);
        matrix = made;
      }
      return made;
    }
  }

  /**
   * Takes the items of a catalogue.
   *
   * @throws IllegalArgumentException if the encoder does not know one of them
   */
  public Items(FmModel model, FeatureEncoder encoder, Catalogue catalogue) {
    this(new Known(model, encoder, catalogue), catalogue);
  }

  private Items(Known known, Catalogue catalogue) {
    this.known = known;
    this.catalogue = catalogue;
    IdIndex ids = known.encoder.items();
    this.positions = new int[catalogue.size()];
    this.places = new int[ids.size()];
    Arrays.fill(places, -1);
    for (int place = 0; place < positions.length; place++) {
      String id = item(place).id();
      if (!ids.contains(id)) {
        throw new IllegalArgumentException(
            "catalogue has item '"
                + id
                + "', which the encoder does not know; leave it out with Catalogue.knownTo");
      }
      positions[place] = ids.position(id);
      places[positions[place]] = place;
    }
  }

  /**
   * {@return the items of another catalogue, with the same matrix}
   *
   * @throws IllegalArgumentException if the encoder does not know one of them
   */
  public Items with(Catalogue other) {
    return new Items(known, other);
  }

  /** {@return the catalogue} */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** {@return n, the number of items} */
  public int size() {
    return catalogue.size();
  }

  /** {@return an item, by its place from 0} */
  public CatalogueItem item(int place) {
    return catalogue.items().get(place);
  }

  /** {@return an item of the catalogue, or of the first one if this one leaves it out} */
  public Optional<CatalogueItem> find(String itemId) {
    return catalogue.find(itemId).or(() -> known.first.find(itemId));
  }

  /** {@return the title of an item, or its id if no catalogue has it} */
  public String titleOf(String itemId) {
    return find(itemId).map(CatalogueItem::title).orElse(itemId);
  }

  /** {@return the features of an item, by its place from 0} */
  public FeatureVector features(int place) {
    return known.encoder.itemFeaturesAt(positions[place]);
  }

  /**
   * {@return the feature that a rating of an item adds to the user's bag}
   *
   * @throws IllegalStateException if users are no bags
   */
  FeatureVector historyFeature(int place) {
    if (known.encoder instanceof HistoryEncoder history) {
      return history.historyFeature(item(place).id());
    }
    throw new IllegalStateException("users are columns and no bags of items");
  }

  /** {@return the items that the model knows as numbers, by position} */
  ItemMatrix matrix() {
    return known.matrix();
  }

  /** {@return whether every item that the model knows is in the catalogue} */
  boolean areAll() {
    return positions.length == places.length;
  }

  /** {@return the position of a place} */
  int position(int place) {
    return positions[place];
  }

  /** {@return the place of a position in the encoder, −1 where there is none} */
  public int place(int position) {
    return places[position];
  }

  /** {@return the places of some positions that have one, ascending} */
  int[] places(int[] some) {
    return Arrays.stream(some).map(position -> places[position]).sorted().toArray();
  }

  /** {@return what is left out by position: what is by place, and what has none} */
  IntPredicate byPosition(IntPredicate isLeftOut) {
    return position -> places[position] < 0 || isLeftOut.test(places[position]);
  }
}
