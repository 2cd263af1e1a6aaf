package io.github.fmexplain.internal.items;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import org.jspecify.annotations.Nullable;

/**
 * The items that can be recommended, by their places in the catalogue, and their matrix, which is
 * made when it is first needed and shared by all users. Immutable.
 */
public final class Items {

  private final FmModel model;
  private final FeatureEncoder encoder;
  private final Catalogue catalogue;
  private volatile @Nullable ItemMatrix matrix;

  /** Takes the items of a catalogue, all of which the encoder of the model knows. */
  public Items(FmModel model, FeatureEncoder encoder, Catalogue catalogue) {
    this.model = model;
    this.encoder = encoder;
    this.catalogue = catalogue;
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

  /** {@return the features of an item, by its place from 0} */
  public FeatureVector features(int place) {
    return encoder.itemFeatures(item(place).id());
  }

  /**
   * {@return the feature that a rating of an item adds to the user's bag}
   *
   * @throws IllegalStateException if users are no bags
   */
  FeatureVector historyFeature(int place) {
    if (encoder instanceof HistoryEncoder history) {
      return history.historyFeature(item(place).id());
    }
    throw new IllegalStateException("users are columns and no bags of items");
  }

  /** {@return the items as numbers} */
  public ItemMatrix matrix() {
    ItemMatrix known = matrix;
    return known == null ? make() : known;
  }

  private synchronized ItemMatrix make() {
    ItemMatrix made = matrix;
    if (made == null) {
      made = new ItemMatrix(model, size(), this::features);
      matrix = made;
    }
    return made;
  }
}
