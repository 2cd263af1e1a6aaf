package io.github.fmexplain.sagemaker.artifact;

import static io.github.fmexplain.sagemaker.artifact.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.OtherJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileArtifactTest {

  private static final List<String> PARAMS =
      List.of("rowsparse-some-rows", "dense-input-layout", "legacy-v0", "legacy-v1", "np-shape-v3");
  private static final byte[] CONTENT = {1, 2, 3};

  private static void assertTarNameRefused(String name) {
    assertRefused(
        "entry '" + name + "' must have a name that stays inside the archive, in model.tar.gz",
        Archives.tarGz(name, CONTENT));
  }

  private static void assertZipNameRefused(String name) {
    assertRefused(
        "entry '"
            + name
            + "' must have a name that stays inside the archive, in model.tar.gz!model_algo-1",
        Archives.tarGz("model_algo-1", Archives.zip(Map.of(name, CONTENT))));
  }

  @Test
  void names_thatLeadOutAreRefusedInBothArchives() {
    for (String name :
        List.of("../params", "a/../../b", "/etc/passwd", "./../x", "a\\b", "C:x", "..")) {
      assertTarNameRefused(name);
      assertZipNameRefused(name);
    }
  }

  @Test
  void links_areRefusedInTar() {
    for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
      TarArchiveEntry link = new TarArchiveEntry("model_algo-1", kind);
      link.setLinkName("/etc/passwd");
      assertRefused(
          "entry 'model_algo-1' must be a plain file, but is not, in model.tar.gz",
          Archives.tarGz(link, new byte[0]));
    }
  }

  @Test
  void devices_areRefusedInTar() {
    assertRefused(
        "entry 'model_algo-1' must be a plain file, but is not, in model.tar.gz",
        Archives.tarGz(new TarArchiveEntry("model_algo-1", TarConstants.LF_FIFO), new byte[0]));
  }

  @Test
  void links_areRefusedInZip() {
    byte[] zip = Archives.zip(Map.of("params", CONTENT));
    ZipBytes.centralInt(zip, 38, 0120777 << 16);
    assertRefused(
        "entry 'params' must be a plain file, but is not, in model.tar.gz!model_algo-1 at byte "
            + ZipBytes.central(zip),
        Archives.tarGz("model_algo-1", zip));
  }

  @Test
  void members_mustBeThereOnce() {
    Map<TarArchiveEntry, byte[]> twice = new LinkedHashMap<>();
    twice.put(new TarArchiveEntry("model_algo-1"), CONTENT);
    twice.put(new TarArchiveEntry("./model_algo-1"), CONTENT);
    assertRefused(
        "entry 'model_algo-1' must be there once, in model.tar.gz",
        Archives.gzip(Archives.tar(twice)));
  }

  @Test
  void archives_mustBeWhatTheySay() {
    String none =
        "artifact must be a model.tar.gz, or what is in one (a tar file, its member model_algo-1,"
            + " the params of that), but is none of these, in model.tar.gz";
    assertRefused(none, CONTENT);
    assertRefused(none, new byte[0]);
    assertRefused(none, new byte[2048]);
    assertRefused(
        "artifact must be a gzip file, but is not, in model.tar.gz",
        new byte[] {0x1F, (byte) 0x8B, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7});
    assertRefused(
        "archive must have a member 'model_algo-1', but has 'readme', in model.tar.gz",
        Archives.tarGz("readme", CONTENT));
    Map<TarArchiveEntry, byte[]> many = new LinkedHashMap<>();
    for (int j = 10; j < 22; j++) {
      many.put(new TarArchiveEntry("f" + j), CONTENT);
    }
    assertRefused(
        "archive must have a member 'model_algo-1', but has 'f10', 'f11', 'f12', 'f13', 'f14',"
            + " 'f15', 'f16', 'f17', 'f18', 'f19' and 2 more, in model.tar.gz",
        Archives.tar(many));
    assertRefused(
        "archive must have a member 'model_algo-1', but has none, in model.tar.gz",
        Archives.gzip(Archives.tar(Map.of())));
    byte[] garbage = new byte[1024];
    Arrays.fill(garbage, (byte) 0x55);
    assertRefused(
        "archive must be a whole tar file, but cannot be read, in model.tar.gz",
        Archives.gzip(garbage));
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    byte[] whole = Archives.tarGz("model_algo-1", content);
    assertRefused(
        "archive must be whole, but cannot be read to its end, in model.tar.gz",
        Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void entries_overTheLimitAreRefused() {
    Map<TarArchiveEntry, byte[]> entries = new LinkedHashMap<>();
    for (int j = 0; j < 6; j++) {
      entries.put(new TarArchiveEntry("f" + j), CONTENT);
    }
    ArtifactReader reader =
        SageMakerArtifact.reader()
            .limits(ArtifactLimits.builder().maximumEntries(5).maximumBytes(1000).build());
    assertRefused(
        "archive has more entries than the limit of 5; raise it with"
            + " ArtifactLimits.builder().maximumEntries(…), in model.tar.gz",
        Archives.gzip(Archives.tar(entries)),
        reader);
    assertRefused(
        "entry 'model_algo-1' is larger than the limit of 1000 bytes; raise it with"
            + " ArtifactLimits.builder().maximumBytes(…), in model.tar.gz",
        Archives.tarGz("model_algo-1", new byte[1001]),
        reader);
    assertRefused(
        "entry 'params' is larger than the limit of 1000 bytes; raise it with"
            + " ArtifactLimits.builder().maximumBytes(…), in model.tar.gz!model_algo-1",
        Archives.tarGz("model_algo-1", Archives.zip(Map.of("params", new byte[1001]))),
        reader);
    Map<String, byte[]> many = new LinkedHashMap<>();
    entries.keySet().forEach(entry -> many.put(entry.getName(), new byte[0]));
    assertRefused(
        "zip has more entries than the limit of 5; raise it with"
            + " ArtifactLimits.builder().maximumEntries(…), in model.tar.gz!model_algo-1",
        Archives.tarGz("model_algo-1", Archives.zip(many)),
        SageMakerArtifact.reader().limits(ArtifactLimits.builder().maximumEntries(5).build()));
  }

  @Test
  void rowsThatAreNotStored_countAsTheMemoryThatTheyTake() {
    ParamsBuilder list = new ParamsBuilder();
    list.rowSparse("v", new long[] {50_000_000, 42}, new long[0]);
    list.rowSparse("w1_weight", new long[] {50_000_000, 1}, new long[0]);
    byte[] artifact = Archives.artifact(list.build());
    assertTrue(artifact.length < 500);
    assertRefused(
        "a model of 50000000 features and 42 factors takes more memory, 8600000000 bytes, than the"
            + " limit of 268435456 bytes; raise it with ArtifactLimits.builder().maximumMemory(…),"
            + " in model.tar.gz!model_algo-1!params at byte 24",
        artifact);
  }

  @Test
  void indices_countAsTheMemoryThatTheyTake() {
    ParamsBuilder rows = new ParamsBuilder();
    rows.rowSparse("a", new long[] {9, 1}, new long[] {1, 2, 5}, 1, 2, 3);
    rows.rowSparse("b", new long[] {9, 1}, new long[] {1, 2, 5}, 1, 2, 3);
    ParamsBuilder columns = new ParamsBuilder();
    columns.csr("a", new long[] {2, 3}, new long[] {0, 1, 2}, new long[] {0, 2}, 1, 2);
    ArtifactReader reader =
        SageMakerArtifact.reader().limits(ArtifactLimits.builder().maximumMemory(39).build());
    String raise =
        " takes more memory than the limit of 39 bytes; raise it with"
            + " ArtifactLimits.builder().maximumMemory(…), in model.tar.gz!model_algo-1!params at"
            + " byte ";
    assertRefused("the index of tensor 1" + raise + "136", Archives.artifact(rows.build()), reader);
    assertRefused(
        "the index of tensor 0" + raise + "24", Archives.artifact(columns.build()), reader);
  }

  @Test
  void settings_mustBeAsShortAsSageMakersOwn() {
    String digits = "1".repeat(1_000_000);
    ParamsBuilder list = new ParamsBuilder();
    list.dense(ParamsBuilder.V2, "v", new long[] {2, 1}, 1, 2);
    list.dense(ParamsBuilder.V2, "w0_weight", new long[] {1}, 1);
    assertRefused(
        "setting 'bias_lr' must have at most 2500 characters, but has 1000000, in"
            + " model.tar.gz!model_algo-1!meta.json",
        Archives.artifact(
            list.build(), "{\"training_parameters\": {\"bias_lr\": \"" + digits + "\"}}"));
    assertRefused(
        "entry must be JSON within the limits, but is not, in model.tar.gz!model_algo-1!meta.json",
        Archives.artifact(
            list.build(), "{\"training_parameters\": {\"bias_lr\": " + digits + "}}"));
  }

  @Test
  void names_thatAreLongAreRefusedInBothArchives() {
    String name = "é" + "x".repeat(5000);
    String message =
        "entry 'é"
            + "x".repeat(79)
            + "…' must have a name of at most 4096 characters, but has 5001, in model.tar.gz";
    assertRefused(message, Archives.tarGz(name, CONTENT));
    assertRefused(
        message + "!model_algo-1",
        Archives.tarGz("model_algo-1", Archives.zip(Map.of(name, CONTENT))));
  }

  @Test
  void headersForAllEntries_shareOneBudget() {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int j = 0; j < 10; j++) {
      String record = "20480 k" + j + "=";
      tar.writeBytes(
          Bombs.header("pax", (char) TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER, 20_480));
      tar.writeBytes((record + "x".repeat(20_479 - record.length()) + "\n").getBytes(US_ASCII));
      tar.writeBytes(Bombs.header("f" + j, '0', 0));
    }
    tar.writeBytes(Bombs.header("model_algo-1", '0', 0));
    assertRefused(
        "archive must be a whole tar file, but cannot be read, in model.tar.gz",
        Archives.gzip(tar.toByteArray()));
  }

  @Test
  void modelThatMemoryDoesNotHold_isRefused(@TempDir Path folder) throws Exception {
    assertLinesMatch(
        List.of(
            "memory must hold the model, but the Java virtual machine has at most \\d+ bytes; give it"
                + " more with -Xmx, in model.tar.gz"),
        OtherJvm.lines(
            OneReading.class, 64, folder, "-Dlarge=true", "-XX:-ExitOnOutOfMemoryError"));
  }

  @Test
  void temporaryFolder_isNamedWhereItIsMissing(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none");
    assertEquals(
        List.of(
            "temporary folder '"
                + none
                + "' must take the unpacked model, but does not: there is no such folder; free some"
                + " space in it, or give another one with -Djava.io.tmpdir"),
        OtherJvm.lines(OneReading.class, 64, folder, "-Djava.io.tmpdir=" + none));
  }

  private static boolean refusesParams(byte[] params) throws IOException {
    ArtifactLimits limits = ArtifactLimits.builder().maximumParameters(1 << 12).build();
    try {
      new ModelTensors(
              ParamsIndex.of(new ByteArrayInputStream(params), "params", limits),
              "params",
              limits,
              null)
          .load(new ByteArrayInputStream(params), PredictorType.REGRESSOR);
      return false;
    } catch (ArtifactFormatException e) {
      return true;
    }
  }

  @Test
  void everyTruncation_isRefused() throws IOException {
    for (String file : PARAMS) {
      byte[] params = Golden.file("mxnet/fm-" + file + ".params");
      for (int length = 0; length < params.length; length++) {
        assertTrue(refusesParams(Arrays.copyOf(params, length)), file + " " + length);
      }
    }
    byte[] artifact = Golden.file("mxnet/model-sparse-binary.tar.gz");
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(artifact)).readAllBytes();
    byte[] zip = Arrays.copyOfRange(tar, 512, 512 + 1174);
    for (int length = 0; length < artifact.length; length++) {
      assertTrue(
          Refusals.refuses(Arrays.copyOf(artifact, length), ArtifactLimits.defaults()),
          "length " + length);
    }
    for (int length = 0; length < zip.length; length++) {
      assertTrue(
          Refusals.refuses(
              Archives.tarGz("model_algo-1", Arrays.copyOf(zip, length)),
              ArtifactLimits.defaults()),
          "length " + length);
    }
  }

  @Test
  void everyFlip_isReadOrRefused() throws IOException {
    int refused = 0;
    for (String file : PARAMS) {
      byte[] params = Golden.file("mxnet/fm-" + file + ".params");
      for (int bit = 0; bit < 8 * params.length; bit++) {
        byte[] flipped = params.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        refused += refusesParams(flipped) ? 1 : 0;
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
    ArtifactLimits limits = ArtifactLimits.builder().maximumParameters(1 << 12).build();
    byte[] artifact = Golden.file("mxnet/model-sparse-some-rows-binary.tar.gz");
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(artifact)).readAllBytes();
    for (int at = 0; at < 2048; at++) {
      byte[] flipped = tar.clone();
      flipped[at] ^= (byte) 0xFF;
      Refusals.refuses(Archives.gzip(flipped), limits);
    }
    for (int at = 0; at < artifact.length; at++) {
      byte[] flipped = artifact.clone();
      flipped[at] ^= (byte) 0xFF;
      Refusals.refuses(flipped, limits);
    }
  }

  @Test
  void bombs_areRefusedIn64MebibytesOfHeap(@TempDir Path folder) throws Exception {
    assertEquals(Bombs.EXPECTED, OtherJvm.lines(Bombs.class, 64, folder));
    File[] left = folder.toFile().listFiles((dir, name) -> name.endsWith(".member"));
    assertEquals(0, left == null ? 0 : left.length);
  }
}
