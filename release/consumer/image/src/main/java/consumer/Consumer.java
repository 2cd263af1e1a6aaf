package consumer;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import java.util.List;
import java.util.Set;

/** Trains and explains with core alone. */
public final class Consumer {

  private Consumer() {}

  public static void main(String[] args) throws InterruptedException {
    List<History> histories =
        List.of(
            History.of("ann", List.of(Interaction.of("a", 5), Interaction.of("b", 1))),
            History.of(
                "bob",
                List.of(
                    Interaction.of("a", 5), Interaction.of("b", 2), Interaction.of("c", 4))));
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                new CatalogueItem("a", "Amber", Set.of()),
                new CatalogueItem("b", "Birch", Set.of()),
                new CatalogueItem("c", "Cedar", Set.of())));
    OneHotEncoder encoder = OneHotEncoder.of(List.of("ann", "bob"), List.of("a", "b", "c"));
    TrainingSet set = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4));
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(4)
            .epochs(20)
            .build();
    FmExplainer explainer =
        FmExplainer.of(
            LocalTrainer.builder().seed(1).build().fit(set, hyperparameters).trained(), catalogue);
    System.out.println(explainer.forHistory(histories.get(0)).explain("c"));
  }
}
