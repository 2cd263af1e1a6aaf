/**
 * Main classes that use the library as a program would. {@link
 * io.github.fmexplain.examples.ExplainMovieLens} trains on a MovieLens data set and explains what
 * it recommends. Each has {@code --help}.
 */
@NullMarked
package io.github.fmexplain.examples;

import org.jspecify.annotations.NullMarked;
