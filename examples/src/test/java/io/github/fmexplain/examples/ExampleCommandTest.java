package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who types a command is not told to call a method. */
class ExampleCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "neither tells it; pass it with SageMakerArtifact.reader().predictorType(…), in m|neither"
            + " tells it; say it with --task, in m",
        "entry is larger than the limit of 9 bytes; raise it with"
            + " ArtifactLimits.builder().maximumBytes(…), in m|entry is larger than the limit of 9"
            + " bytes, which this program does not raise, in m",
        "model takes more than the limit; raise it with ArtifactLimits.builder().maximumMemory(…),"
            + " in m|model takes more than the limit; raise it with -Xmx, in m",
        "could not find a region; give it with region(…): none|could not find a region; give it"
            + " with --region: none",
        "(HTTP 403); give a bucket of your own with SageMakerStorage.builder().bucket(…)|(HTTP"
            + " 403); give a bucket of your own with --bucket",
        "no image is known in region 'x'; give its URI with image(…), or use one of the 37 regions"
            + " that are known|no image is known in region 'x'; choose with --region one of the 37"
            + " regions that are known",
        "gave up after PT1H; raise that with SageMakerClients.builder().maximumWait(…)|gave up"
            + " after PT1H",
        "there must be at most 9 ids, but there are 10; raise the limit with"
            + " TrainedModelLimits.builder().maximumIds(…), in m|there must be at most 9 ids, but"
            + " there are 10, which this program does not raise, in m",
        "anything else|anything else",
      })
  void advice_isForTheCommandLine(String message, String words) {
    assertEquals(words, ExampleCommand.forTheCommandLine(message));
  }
}
