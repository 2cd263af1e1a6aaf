package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.internal.ItemMatrix;
import io.github.fmexplain.model.FmModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items that can be recommended, and their matrix, which is made when it is first needed. */
final class CatalogueItems {

  private final FmModel model;
  private final FeatureEncoder encoder;
  private final List<CatalogueItem> items;
  private volatile @Nullable ItemMatrix matrix;

  CatalogueItems(FmModel model, FeatureEncoder encoder, Catalogue catalogue) {
    this.model = model;
    this.encoder = encoder;
    this.items = catalogue.items();
  }

  /** {@return the items in the order of the catalogue} */
  List<CatalogueItem> all() {
    return items;
  }

  /** {@return the items in the order of the catalogue, as numbers} */
  ItemMatrix matrix() {
    ItemMatrix known = matrix;
    return known == null ? make() : known;
  }

  private synchronized ItemMatrix make() {
    ItemMatrix made = matrix;
    if (made == null) {
      made = new ItemMatrix(model, encoder, items.stream().map(CatalogueItem::id).toList());
      matrix = made;
    }
    return made;
  }
}
