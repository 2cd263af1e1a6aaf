package io.github.fmexplain.page;

import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.Sentences;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page is made of, checked: of each method one explanation a recommendation, in the order of
 * the recommendations; the counterfactuals by item.
 */
record PageInput(
    History history,
    List<Recommendation> recommendations,
    List<List<Explanation>> methods,
    Map<String, Counterfactual> counterfactuals,
    @Nullable Catalogue catalogue,
    Words words,
    Sentences sentences) {}
