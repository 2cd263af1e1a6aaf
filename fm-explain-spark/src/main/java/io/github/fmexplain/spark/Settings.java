package io.github.fmexplain.spark;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.train.TrainedModel;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an explainer is made with, beside the model and the items.
 *
 * @param method the name of the method, or null for the model's default
 * @param leavesOutUnknown whether ratings of unknown items are left out
 */
record Settings(@Nullable String method, boolean leavesOutUnknown) implements Serializable {

  FmExplainer explainer(TrainedModel trained, @Nullable ItemTable items) {
    Catalogue catalogue =
        items == null ? ItemTable.all(trained.encoder().items().ids()) : items.catalogue();
    FmExplainer explainer = FmExplainer.of(trained, catalogue.knownTo(trained.encoder()));
    if (method != null) {
      explainer = explainer.withMethod(Method.named(method));
    }
    return leavesOutUnknown ? explainer.leavingOutUnknownItems() : explainer;
  }
}
