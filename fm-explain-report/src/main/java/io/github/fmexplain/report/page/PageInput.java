package io.github.fmexplain.report.page;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.report.internal.Words;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page is made of, checked: of each method one explanation per recommendation, in the order
 * of the recommendations; the counterfactuals and groups by item, and the largest set of ratings
 * that was looked for where there is no counterfactual.
 */
record PageInput(
    History history,
    List<Recommendation> recommendations,
    List<List<Explanation>> methods,
    Map<String, RatingEdits> counterfactuals,
    @Nullable Integer largestSet,
    Map<String, StrongestGroup> groups,
    @Nullable Catalogue catalogue,
    Words words,
    Words sentences) {}
