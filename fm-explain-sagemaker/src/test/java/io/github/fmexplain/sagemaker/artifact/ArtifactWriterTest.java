package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactWriterTest {

  private static final FmModel MODEL =
      FmModel.of(
          PredictorType.REGRESSOR,
          2,
          0.5f,
          new float[] {1, -0f, 3},
          new float[] {1, 2, 3, 4, 5, 6});

  private static FmHyperparameters hyperparameters(PredictorType type, int factors) {
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(factors)
        .epochs(20)
        .factorsWd(0.00001)
        .build();
  }

  @Test
  void params_areTheBytesThatMxnetWrites() throws IOException {
    FmModel model =
        SageMakerArtifact.read(
                new ByteArrayInputStream(Golden.file("mxnet/model-sparse-binary.tar.gz")), "m")
            .model();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParamsWriter.write(model, out);
    assertArrayEquals(Golden.file("mxnet/fm-rowsparse-all-rows.params"), out.toByteArray());
  }

  @Test
  void artifact_isReadBackFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.tar.gz");
    SageMakerArtifact.write(MODEL, file);
    SageMakerArtifact read = SageMakerArtifact.read(file);
    assertEquals(MODEL, read.model());
    assertEquals("model.tar.gz", read.provenance().source());
    assertEquals(PredictorTypeSource.META_JSON, read.provenance().predictorTypeSource());
    assertEquals("SageMakerArtifact[" + MODEL + ", model.tar.gz!model_algo-1]", read.toString());
    SageMakerArtifact.write(MODEL, hyperparameters(PredictorType.REGRESSOR, 2), file);
    assertEquals(
        Optional.of(hyperparameters(PredictorType.REGRESSOR, 2)),
        SageMakerArtifact.read(file).hyperparameters());
  }

  @Test
  void artifact_isTheSameBytesEachTime() throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    SageMakerArtifact.write(MODEL, hyperparameters(PredictorType.REGRESSOR, 2), first);
    SageMakerArtifact.write(MODEL, hyperparameters(PredictorType.REGRESSOR, 2), second);
    assertArrayEquals(first.toByteArray(), second.toByteArray());
  }

  @Test
  void artifact_isTheSameBytesInEveryTimeZone() throws IOException {
    TimeZone own = TimeZone.getDefault();
    try {
      List<String> bytes = new ArrayList<>();
      for (String zone : List.of("UTC", "Asia/Tokyo", "America/New_York")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SageMakerArtifact.write(MODEL, out);
        bytes.add(HexFormat.of().formatHex(out.toByteArray()));
      }
      assertEquals(1, bytes.stream().distinct().count());
    } finally {
      TimeZone.setDefault(own);
    }
  }

  @Test
  void fullDisk_leavesTheOlderFileAndNamesTheNewOne() throws IOException {
    Configuration disk =
        Configuration.unix().toBuilder().setWorkingDirectory("/disk").setMaxSize(1 << 14).build();
    try (FileSystem files = Jimfs.newFileSystem(disk)) {
      Path file = files.getPath("/disk/model.tar.gz");
      Files.writeString(file, "older");
      float[] random = new float[10_000];
      for (int f = 0; f < random.length; f++) {
        random[f] = f * 0.1f;
      }
      FmModel large = FmModel.of(PredictorType.REGRESSOR, 1, 0, random, random);
      assertEquals(
          "writing '/disk/model.tar.gz' failed: out of disk space",
          assertThrows(IOException.class, () -> SageMakerArtifact.write(large, file)).getMessage());
      assertEquals("older", Files.readString(file));
      try (Stream<Path> left = Files.list(files.getPath("/disk"))) {
        assertEquals(List.of(file), left.toList());
      }
      assertEquals(
          "writing '/none/model.tar.gz' failed: there is no such folder",
          assertThrows(
                  IOException.class,
                  () -> SageMakerArtifact.write(MODEL, files.getPath("/none/model.tar.gz")))
              .getMessage());
    }
  }

  @Test
  void symbolJson_tellsThePredictorType() throws IOException {
    for (PredictorType type : PredictorType.values()) {
      FmModel model = FmModel.of(type, 1, 0, new float[1], new float[1]);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SageMakerArtifact.write(model, out);
      SageMakerArtifact read =
          SageMakerArtifact.reader()
              .predictorType(PredictorType.REGRESSOR)
              .read(new ByteArrayInputStream(out.toByteArray()), "m");
      assertEquals(
          type == PredictorType.REGRESSOR ? 0 : 2,
          read.provenance().notes().size(),
          read.provenance().notes().toString());
    }
  }

  @Test
  void hyperparameters_ofAnotherModelAreRefused() {
    for (FmHyperparameters other :
        new FmHyperparameters[] {hyperparameters(PredictorType.BINARY_CLASSIFIER, 2)}) {
      assertEquals(
          "hyperparameters are of a binary_classifier with 2 factors, but the model is a regressor"
              + " with 2",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> SageMakerArtifact.write(MODEL, other, new ByteArrayOutputStream()))
              .getMessage());
    }
    assertEquals(
        "hyperparameters are of a regressor with 3 factors, but the model is a regressor with 2",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SageMakerArtifact.write(
                        MODEL,
                        hyperparameters(PredictorType.REGRESSOR, 3),
                        new ByteArrayOutputStream()))
            .getMessage());
  }
}
