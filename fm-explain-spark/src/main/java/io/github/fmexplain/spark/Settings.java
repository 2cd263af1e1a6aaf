package io.github.fmexplain.spark;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.train.TrainedModel;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every executor needs to know beside the model.
 *
 * @param method the name of the method, or null for the model's default
 * @param leavesOutUnknown whether ratings of unknown items are left out
 * @param count the number of recommendations
 * @param strongest the number of ratings shown
 * @param maxRatings the number of ratings explained with at most
 */
record Settings(
    @Nullable String method, boolean leavesOutUnknown, int count, int strongest, int maxRatings)
    implements Serializable {

  HistoryRows rows(FmExplainer explainer) {
    return HistoryRows.builder()
        .explainer(explainer)
        .count(count)
        .strongest(strongest)
        .maxRatings(maxRatings)
        .build();
  }

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
