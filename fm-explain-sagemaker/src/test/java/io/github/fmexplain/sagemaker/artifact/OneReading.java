package io.github.fmexplain.sagemaker.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads an artifact, a large one if the property says so, and prints why it cannot be read. */
final class OneReading {

  private OneReading() {}

  public static void main(String[] args) throws IOException {
    byte[] artifact =
        Boolean.getBoolean("large") ? large() : Golden.file("mxnet/model-sparse-binary.tar.gz");
    try {
      SageMakerArtifact.read(new ByteArrayInputStream(artifact), "model.tar.gz");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Some hundred bytes of a model that takes 220 MB. */
  private static byte[] large() {
    ParamsBuilder list = new ParamsBuilder();
    list.rowSparse("v", new long[] {5_000_000, 10}, new long[0]);
    list.rowSparse("w1_weight", new long[] {5_000_000, 1}, new long[0]);
    return Archives.artifact(list.build());
  }
}
