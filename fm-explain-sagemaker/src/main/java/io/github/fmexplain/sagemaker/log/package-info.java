/**
 * What a training job writes to its log. {@link io.github.fmexplain.sagemaker.log.TrainingLog}
 * collects the {@link io.github.fmexplain.sagemaker.log.LogMetric}s of lines that come one by one.
 * It reads text only and knows nothing of AWS, so that a log that was kept can be read as well.
 */
@NullMarked
package io.github.fmexplain.sagemaker.log;

import org.jspecify.annotations.NullMarked;
