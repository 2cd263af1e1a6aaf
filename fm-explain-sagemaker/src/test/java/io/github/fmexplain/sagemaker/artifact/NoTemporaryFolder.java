package io.github.fmexplain.sagemaker.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads an artifact and prints why it cannot be read. */
final class NoTemporaryFolder {

  private NoTemporaryFolder() {}

  public static void main(String[] args) throws IOException {
    byte[] artifact = Golden.file("mxnet/model-sparse-binary.tar.gz");
    try {
      SageMakerArtifact.read(new ByteArrayInputStream(artifact), "model.tar.gz");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
