package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Asserts how an artifact is refused. */
final class Refusals {

  private Refusals() {}

  static void assertRefused(String message, byte[] artifact) {
    assertRefused(message, artifact, SageMakerArtifact.reader());
  }

  static void assertRefused(String message, byte[] artifact, ArtifactReader reader) {
    ArtifactFormatException failure =
        assertThrows(
            ArtifactFormatException.class,
            () -> reader.read(new ByteArrayInputStream(artifact), "model.tar.gz"));
    assertEquals(message, failure.getMessage());
    assertTellsItsPlace(failure);
  }

  static void assertTellsItsPlace(ArtifactFormatException failure) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.endsWith(", in " + failure.place()), message);
    assertTrue(message.indexOf('\n') < 0 && message.length() < 2000, message);
  }

  /** Fails with anything but a refusal that tells its place. {@return whether it was refused} */
  static boolean refuses(byte[] artifact, ArtifactLimits limits) throws IOException {
    try {
      SageMakerArtifact.reader()
          .limits(limits)
          .read(new ByteArrayInputStream(artifact), "model.tar.gz");
      return false;
    } catch (ArtifactFormatException e) {
      assertTellsItsPlace(e);
      return true;
    }
  }
}
