package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.sagemaker.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application decides which protobuf runs. Classes that were generated refuse to run with an
 * older one than they were generated for; none of these is in the library.
 */
class ProtobufVersionsTest {

  @TempDir Path folder;

  @Test
  void oldestVersion_readsAndWritesWhatTheNewestDoes() throws IOException, InterruptedException {
    List<String> classPath =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    List<String> newest = lines(classPath);
    Path oldest;
    try (Stream<Path> jars = Files.list(Path.of("target", "oldest"))) {
      oldest = jars.findFirst().orElseThrow().toAbsolutePath();
    }
    List<String> changed =
        classPath.stream()
            .map(entry -> entry.matches(".*protobuf-java-[0-9.]+jar") ? oldest.toString() : entry)
            .toList();
    List<String> old = lines(changed);
    assertEquals("protobuf-java-3.25.5.jar", old.get(3));
    assertTrue(newest.get(3).matches("protobuf-java-4\\.[0-9.]+\\.jar"), newest.get(3));
    assertEquals(newest.subList(0, 3), old.subList(0, 3));
    assertEquals("[Prediction[probability=null, predictedLabel=null, rating=0.75]]", old.get(2));
  }

  private List<String> lines(List<String> classPath) throws IOException, InterruptedException {
    return OtherJvm.linesWith(
        String.join(File.pathSeparator, classPath), OneRoundTrip.class, 64, folder);
  }
}
