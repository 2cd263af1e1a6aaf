package io.github.fmexplain.examples;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

// region service
/** Lists and reasons. Any number of threads share it; it keeps nothing of a user. */
final class ShopService {

  private volatile FmExplainer explainer;

  ShopService(Path model, Catalogue items) throws IOException {
    explainer = read(model, items);
  }

  /** Takes the model of the night; requests that run meanwhile end with the one before. */
  void reload(Path model, Catalogue items) throws IOException {
    explainer = read(model, items);
  }

  private static FmExplainer read(Path model, Catalogue items) throws IOException {
    TrainedModel trained = TrainedModelFile.read(model);
    return FmExplainer.of(trained, items.knownTo(trained.encoder())).leavingOutUnknownItems();
  }

  /** As trained, if the ratings are still those of the training; otherwise as of today. */
  UserExplainer user(History history) {
    FmExplainer now = explainer;
    return isAsTrained(history, now.trained()) ? now.forHistory(history) : now.foldIn(history);
  }

  private static boolean isAsTrained(History history, TrainedModel trained) {
    String userId = history.userId();
    History rows = trained.summary().histories().withSampled(history);
    return userId != null && HistoryHash.of(rows).equals(trained.trainingHash(userId));
  }

  List<Recommendation> list(History history, int count) {
    return user(history).recommend(count);
  }

  String why(History history, String itemId, Locale locale) {
    return Sentences.in(locale).of(user(history).explain(itemId));
  }
}
// endregion
