/**
 * Main classes that use the library as a program would. {@link
 * io.github.fmexplain.examples.ExplainRatings} is the whole product in one command, for any file of
 * ratings; {@link io.github.fmexplain.examples.ExplainMovieLens} is the same for MovieLens. Each
 * has {@code --help}.
 */
@NullMarked
package io.github.fmexplain.examples;

import org.jspecify.annotations.NullMarked;
