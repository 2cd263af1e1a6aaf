/**
 * Inner workings: registries, names, what to keep out of messages. Nobody else's: it changes
 * without notice. {@link io.github.fmexplain.sagemaker.internal.Images} knows where the algorithm's
 * containers are.
 */
@NullMarked
package io.github.fmexplain.sagemaker.internal;

import org.jspecify.annotations.NullMarked;
