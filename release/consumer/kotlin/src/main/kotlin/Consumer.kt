import io.github.fmexplain.FmExplainer
import io.github.fmexplain.data.Catalogue
import io.github.fmexplain.data.CatalogueItem
import io.github.fmexplain.data.History
import io.github.fmexplain.data.Interaction
import io.github.fmexplain.data.OneHotEncoder
import io.github.fmexplain.data.RatingTarget
import io.github.fmexplain.data.TrainingSet
import io.github.fmexplain.model.PredictorType
import io.github.fmexplain.report.Sentences
import io.github.fmexplain.train.FmHyperparameters
import io.github.fmexplain.train.LocalTrainer

/** What may be null in Java may be null here: the compiler reads JSpecify's annotations. */
fun main() {
    val histories = listOf(
        History.of("ann", listOf(Interaction.of("a", 5.0), Interaction.of("b", 1.0))),
        History.of("bob", listOf(Interaction.of("a", 5.0), Interaction.of("b", 2.0), Interaction.of("c", 4.0))),
    )
    val items = listOf("a" to "Amber", "b" to "Birch", "c" to "Cedar")
    val catalogue = Catalogue.of(items.map { (id, title) -> CatalogueItem(id, title, setOf()) })
    val encoder = OneHotEncoder.of(listOf("ann", "bob"), items.map { it.first })
    val set = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4.0))
    val hyperparameters = FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(4)
        .epochs(20)
        .build()
    val trained = LocalTrainer.builder().seed(1).build().fit(set, hyperparameters).trained()
    val user = FmExplainer.of(trained, catalogue).forHistory(histories[0])
    val first = user.recommend(1).first()
    val why = user.explain(first.itemId())
    val likely: Double? = why.probability()
    println("${first.title()} (${likely ?: "no probability"}): ${Sentences.english().of(first, why)}")
}
