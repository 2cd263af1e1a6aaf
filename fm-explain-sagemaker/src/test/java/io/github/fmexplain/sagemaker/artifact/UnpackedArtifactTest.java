package io.github.fmexplain.sagemaker.artifact;

import static io.github.fmexplain.sagemaker.artifact.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user has unpacked of a golden artifact, it is the same model. */
class UnpackedArtifactTest {

  private static final String GOLDEN = "mxnet/model-sparse-binary.tar.gz";

  @TempDir Path folder;

  private static byte[] tar() throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Golden.file(GOLDEN)))) {
      return in.readAllBytes();
    }
  }

  private static byte[] member() throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(tar()));
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      if (e.getName().endsWith("model_algo-1")) {
        return tar.readAllBytes();
      }
    }
    throw new IllegalStateException("golden file without member");
  }

  private static byte[] params() throws IOException {
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(member()));
    for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
      if (e.getName().equals("params")) {
        return zip.readAllBytes();
      }
    }
    throw new IllegalStateException("golden file without params");
  }

  private void put(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static ArtifactReader reader() {
    return SageMakerArtifact.reader().predictorType(PredictorType.BINARY_CLASSIFIER);
  }

  private static void assertGolden(SageMakerArtifact read) throws IOException {
    SageMakerArtifact golden =
        reader().read(new ByteArrayInputStream(Golden.file(GOLDEN)), "model.tar.gz");
    assertEquals(golden.model(), read.model());
  }

  @Test
  void everyLayer_isTheSameModel() throws IOException {
    for (byte[] layer : List.of(Golden.file(GOLDEN), tar(), member(), params())) {
      assertGolden(reader().read(new ByteArrayInputStream(layer), "m"));
      put("m", layer);
      assertGolden(reader().read(folder.resolve("m")));
    }
    ArtifactProvenance member =
        reader().read(new ByteArrayInputStream(member()), "some-name").provenance();
    assertEquals("some-name", member.member());
    assertEquals(List.of("some-name"), member.members());
  }

  @Test
  void folder_isReadFromOutsideIn() throws IOException {
    put("model-0000.params", params());
    SageMakerArtifact read = reader().read(folder);
    assertGolden(read);
    assertEquals("model-0000.params", read.provenance().member());

    byte[] wrong = "not a model".getBytes(StandardCharsets.UTF_8);
    put("model-0000.params", wrong);
    put("params", params());
    put("meta.json", Archives.BINARY_META.getBytes(StandardCharsets.UTF_8));
    read = SageMakerArtifact.read(folder);
    assertGolden(read);
    assertEquals(PredictorTypeSource.META_JSON, read.provenance().predictorTypeSource());

    put("params", wrong);
    put("model_algo-2", wrong);
    put("model_algo-1", member());
    assertGolden(reader().read(folder));

    put("model_algo-1", wrong);
    put("model.tar", tar());
    assertGolden(reader().read(folder));

    put("model.tar", wrong);
    put("model.tar.gz", Golden.file(GOLDEN));
    read = reader().read(folder);
    assertGolden(read);
    assertEquals(folder.getFileName() + "/model.tar.gz", read.provenance().source());
  }

  @Test
  void folder_ofMxNetsLoaderTellsWhatItPredicts() throws IOException {
    put("model-0000.params", params());
    put(
        "model-symbol.json",
        "{\"nodes\":[{\"op\":\"LogisticRegressionOutput\"}]}".getBytes(StandardCharsets.UTF_8));
    SageMakerArtifact read = SageMakerArtifact.read(folder);
    assertGolden(read);
    assertEquals(PredictorTypeSource.SYMBOL_JSON, read.provenance().predictorTypeSource());
  }

  @Test
  void folderWithoutAModel_saysWhatItHas() throws IOException {
    assertFolderHas("none");
    put("u.data", new byte[1]);
    put("u.item", new byte[1]);
    Files.createDirectory(folder.resolve("model_algo-1"));
    assertFolderHas("'u.data', 'u.item'");
  }

  private void assertFolderHas(String names) {
    assertEquals(
        "folder must have model.tar.gz, or what was unpacked from it (model.tar, model_algo-1 or"
            + " params), but has "
            + names
            + ", in "
            + folder.getFileName(),
        assertThrows(ArtifactFormatException.class, () -> SageMakerArtifact.read(folder))
            .getMessage());
  }

  @Test
  void whatIsNotPacked_hasTheSameLimit() throws IOException {
    ArtifactLimits limits = ArtifactLimits.builder().maximumBytes(100).build();
    assertRefused(
        "artifact is larger than the limit of 100 bytes; raise it with"
            + " ArtifactLimits.builder().maximumBytes(…), in model.tar.gz",
        member(),
        reader().limits(limits));
    put("params", params());
    assertEquals(
        "entry 'params' is larger than the limit of 100 bytes; raise it with"
            + " ArtifactLimits.builder().maximumBytes(…), in "
            + folder.getFileName(),
        assertThrows(ArtifactFormatException.class, () -> reader().limits(limits).read(folder))
            .getMessage());
  }

  @Test
  void settingThatNobodyKnows_isKeptAndTheOthersAreUsed() throws IOException {
    SageMakerArtifact read =
        SageMakerArtifact.read(
            new ByteArrayInputStream(
                Archives.artifact(
                    params(),
                    "{\"training_parameters\": {\"predictor_type\": \"binary_classifier\","
                        + " \"num_factors\": \"3\", \"epochs\": \"5\", \"factors_wd\":"
                        + " \"0.00001\", \"some_new_setting\": \"7\", \"use_linear\":"
                        + " \"true\", \"_wd\": \"1.0\"}}")),
            "m");
    FmHyperparameters hyperparameters = read.hyperparameters().orElseThrow();
    assertEquals(5, hyperparameters.epochs());
    assertEquals(1e-5, hyperparameters.factorsWd());
    assertEquals(
        Map.of("some_new_setting", "7", "use_linear", "true", "_wd", "1.0"),
        read.provenance().otherSettings());
    assertEquals(
        List.of(
            "meta.json has a setting that is not known, 'some_new_setting'; it is among the other"
                + " settings"),
        read.provenance().notes());
  }
}
