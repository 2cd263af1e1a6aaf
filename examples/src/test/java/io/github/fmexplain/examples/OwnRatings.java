package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From ratings.csv and items.csv to shop.fmx and an explanation. */
public final class OwnRatings {

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    List<History> histories =
        RatingsFile.builder().build().histories(folder.resolve("ratings.csv"), Repeats.KEEP_LAST);
    Catalogue catalogue = TitlesFile.read(folder.resolve("items.csv"));
    OneHotEncoder encoder =
        OneHotEncoder.of(
            histories.stream().map(History::userId).toList(),
            catalogue.items().stream().map(CatalogueItem::id).toList());
    TrainingSet ratings = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(1);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(16)
            .epochs(200)
            .miniBatchSize(100)
            .build();
    LocalTrainer trainer = LocalTrainer.builder().seed(1).recordPath().build();
    TrainedModel trained = trainer.fit(ratings, hyperparameters).trained();
    TrainedModelFile.write(trained, folder.resolve("shop.fmx"));

    UserExplainer user = FmExplainer.of(trained, catalogue).forHistory(histories.get(0));
    Recommendation first = user.recommend(10).get(0);
    Explanation why = user.explain(first.itemId());
    System.out.println(first.title() + ": " + Sentences.english().of(first, why));
    WarningTexts.english().of(user.provenance()).forEach(System.out::println);
  }
}
