package io.github.fmexplain.sagemaker.recordio;

import org.jspecify.annotations.Nullable;

/**
 * A row as it is stored, whatever its types.
 *
 * @param features the features, with keys or dense
 * @param label the label, one value, or null for a row without
 */
public record RecordIoTensors(RecordIoTensor features, @Nullable RecordIoTensor label) {}
