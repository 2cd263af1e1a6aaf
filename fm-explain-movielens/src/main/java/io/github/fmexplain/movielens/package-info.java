/**
 * The MovieLens data sets and a synthetic stand-in. {@link io.github.fmexplain.movielens.MovieLens}
 * reads a local folder in any of the usual layouts, {@link
 * io.github.fmexplain.movielens.MovieLensDownload} fetches one on request, and {@link
 * io.github.fmexplain.movielens.SyntheticMovieLens} makes one up from a seed. The data sets are
 * GroupLens's and come with its terms of use; none of their rows is part of this library.
 */
@NullMarked
package io.github.fmexplain.movielens;

import org.jspecify.annotations.NullMarked;
