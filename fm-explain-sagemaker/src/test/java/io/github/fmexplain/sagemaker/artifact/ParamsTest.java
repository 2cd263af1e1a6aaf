package io.github.fmexplain.sagemaker.artifact;

import static io.github.fmexplain.sagemaker.artifact.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParamsTest {

  private static final String IN = ", in model.tar.gz!model_algo-1!params";
  private static final String NO_HYPERPARAMETERS =
      "meta.json holds no usable hyperparameters: 'missing hyperparameters: num_factors'";
  private static final long[] SHAPE = {2, 3};

  private final ParamsBuilder list = new ParamsBuilder();

  private void refused(String message) {
    assertRefused(message, Archives.artifact(list.build()));
  }

  private SageMakerArtifact read() throws IOException {
    return SageMakerArtifact.read(
        new ByteArrayInputStream(Archives.artifact(list.build())), "model.tar.gz");
  }

  private ParamsBuilder bias() {
    return list.dense(ParamsBuilder.V2, "arg:w0_weight", new long[] {1}, 0.5);
  }

  @Test
  void list_mustBeWhole() {
    assertRefused(
        "list must start with 0x112, but starts with 0x7" + IN + " at byte 0",
        Archives.artifact(new byte[] {7, 0, 0, 0, 0, 0, 0, 0}));
    assertRefused("list ends too early" + IN + " at byte 2", Archives.artifact(new byte[2]));
    assertRefused(
        "list has more tensors than the limit of 1000; raise it with"
            + " ArtifactLimits.builder().maximumEntries(…)"
            + IN
            + " at byte 16",
        Archives.artifact(list.build(1L << 40, 0)));
    assertRefused(
        "list has more names than the limit of 1000; raise it with"
            + " ArtifactLimits.builder().maximumEntries(…)"
            + IN
            + " at byte 24",
        Archives.artifact(list.build(0, -1)));
    assertRefused(
        "list must have a name for each of its 0 tensors, but has 1" + IN + " at byte 24",
        Archives.artifact(list.build(0, 1)));
    byte[] whole = list.build(0, 0);
    assertRefused(
        "list must end here, but does not" + IN + " at byte 32",
        Archives.artifact(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Test
  void names_mustBeThereOnceAndShort() {
    bias();
    bias();
    refused("tensor 'arg:w0_weight' must be there once" + IN + " at byte 125");
  }

  @Test
  void names_withAndWithoutPrefixAreTheSame() {
    bias();
    list.dense(ParamsBuilder.V2, "w0_weight", new long[] {1}, 0.5);
    refused("tensor 'w0_weight' must be there once, with or without 'arg:'" + IN);
  }

  @Test
  void names_mustBeShortUtf8() {
    byte[] bad = bias().build();
    bad[bad.length - 1] = (byte) 0xFF;
    assertRefused("name must be UTF-8, but is not" + IN + " at byte 68", Archives.artifact(bad));
    bad[75] = (byte) 0x80;
    assertRefused(
        "name must have at most 4096 bytes, but has 9223372036854775821" + IN + " at byte 68",
        Archives.artifact(bad));
  }

  @Test
  void shapes_mustBeSane() {
    list.name("v").int32(ParamsBuilder.V2, 0, 2).int64(1L << 40, 1);
    list.int32(1, 0, 0);
    refused(
        "tensor 0 has more values than the limit of 2147483639; raise it with"
            + " ArtifactLimits.builder().maximumParameters(…)"
            + IN
            + " at byte 24");
  }

  @Test
  void shapes_mustNotOverflow() {
    list.name("v").int32(ParamsBuilder.V2, 0, 3).int64(1L << 30, 1L << 30, 16);
    refused(
        "tensor 0 has more values than the limit of 2147483639; raise it with"
            + " ArtifactLimits.builder().maximumParameters(…)"
            + IN
            + " at byte 24");
  }

  @Test
  void shapes_mustNotBeNegative() {
    list.name("v").int32(ParamsBuilder.V2, 0, 2).int64(3, -4);
    refused("tensor 0 must not have a negative dimension, but has -4" + IN + " at byte 44");
  }

  @Test
  void shapes_mustHaveFewDimensions() {
    list.name("v").int32(ParamsBuilder.V2, 0, 33);
    refused("tensor 0 must have at most 32 dimensions, but has 33" + IN + " at byte 32");
  }

  @Test
  void storageAndTypes_mustBeKnown() {
    list.name("v").int32(ParamsBuilder.V2, 3);
    refused("tensor 0 must have storage 0, 1 or 2, but has 3" + IN + " at byte 24");
  }

  @Test
  void types_mustBeKnown() {
    list.name("v").int32(ParamsBuilder.V2, 0).shape(1).int32(1, 0, 13);
    refused("tensor 0 must have a type from 0 to 12, but has 13" + IN + " at byte 52");
  }

  @Test
  void rowSparse_mustStoreItsOwnRows() {
    list.rowSparse("v", SHAPE, new long[] {0, 1, 2}, new double[9]);
    refused("tensor 0 must store rows of its own shape, but does not" + IN + " at byte 24");
  }

  @Test
  void rowSparse_mustHaveAscendingRows() {
    list.rowSparse("v", SHAPE, new long[] {1, 0}, new double[6]);
    refused("tensor 0 must have ascending rows below 2, but has 0" + IN + " at byte 132");
  }

  @Test
  void rowSparse_mustHaveRowsInItsRange() {
    list.rowSparse("v", SHAPE, new long[] {-1}, new double[3]);
    refused("tensor 0 must have ascending rows below 2, but has -1" + IN + " at byte 112");
  }

  @Test
  void rowSparse_mustHaveIndicesOfItsNumberAndOfAType() {
    list.name("v").int32(ParamsBuilder.V2, 1).shape(1, 3).shape(SHAPE).int32(1, 0, 0);
    list.int32(0);
    refused("tensor 0 must have indices of type 4 or 6, but has type 0" + IN + " at byte 84");
  }

  @Test
  void rowSparse_mustHaveAnIndexARow() {
    list.name("v").int32(ParamsBuilder.V2, 1).shape(1, 3).shape(SHAPE).int32(1, 0, 0);
    list.int32(6).shape(2);
    refused("tensor 0 must have 1 indices, but has another shape of them" + IN + " at byte 84");
  }

  @Test
  void csr_mustBeAMatrix() {
    list.csr("v", new long[] {2}, new long[] {0, 1}, new long[] {0}, 1);
    refused("tensor 0 must be a matrix to be stored as csr" + IN + " at byte 24");
  }

  @Test
  void csr_mustHaveRowStartsThatFit() {
    list.csr("v", SHAPE, new long[] {0, 1, 0}, new long[] {0}, 1);
    refused("tensor 0 must have ascending rows below 2, but has 0" + IN + " at byte 128");
  }

  @Test
  void csr_mustStartAtZeroAndEndAtItsNumber() {
    list.csr("v", SHAPE, new long[] {0, 0, 0}, new long[] {0}, 1);
    refused(
        "tensor 0 must have row starts from 0 to its number of stored values"
            + IN
            + " at byte 112");
  }

  @Test
  void csr_mustHaveColumnsInOrderAndRange() {
    list.csr("v", SHAPE, new long[] {0, 2, 2}, new long[] {1, 1}, 1, 1);
    refused("tensor 0 must have ascending columns below 3, but has 1" + IN + " at byte 148");
  }

  @Test
  void tensors_mustIncludeFactors() {
    bias();
    refused("tensors must include 'v', but are 'w0_weight'" + IN);
    assertRefused(
        "tensors must include 'v', but are none" + IN,
        Archives.artifact(new ParamsBuilder().build()));
  }

  @Test
  void tensors_mustBeOfOneLayout() {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, new double[6]);
    list.dense(ParamsBuilder.V2, "arg:Linear_Plus_Bias_bias", new long[] {1}, 1);
    bias();
    refused(
        "tensors must be those of one layout, but are of both: 'v', 'Linear_Plus_Bias_bias',"
            + " 'w0_weight'"
            + IN);
  }

  @Test
  void layout_ofFactorsAloneMustBeTold() throws IOException {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, 1, 2, 3, 4, 5, 6);
    refused(
        "tensors must have linear weights or a bias to tell whether 'v' is [features, factors],"
            + " but are 'v'; pass it with SageMakerArtifact.reader().layout(…)"
            + IN);
    SageMakerArtifact read =
        SageMakerArtifact.reader()
            .layout(ParameterLayout.DENSE_TRAINED)
            .read(new ByteArrayInputStream(Archives.artifact(list.build())), "model.tar.gz");
    assertEquals(
        FmModel.of(
            PredictorType.BINARY_CLASSIFIER, 2, 0, new float[3], new float[] {1, 4, 2, 5, 3, 6}),
        read.model());
    assertEquals(
        List.of(
            "the artifact has no linear weights; they are zero",
            "the artifact has no bias; it is zero",
            NO_HYPERPARAMETERS),
        read.provenance().notes());
  }

  @Test
  void linearWeights_canBeMissing() throws IOException {
    bias();
    list.csr("arg:v", SHAPE, new long[] {0, 1, 3}, new long[] {1, 0, 2}, 7, 8, 9);
    SageMakerArtifact read = read();
    assertEquals(
        List.of("the artifact has no linear weights; they are zero", NO_HYPERPARAMETERS),
        read.provenance().notes());
    assertArrayEquals(new float[] {0, 7, 0}, read.model().factors(0));
    assertArrayEquals(new float[] {8, 0, 9}, read.model().factors(1));
    assertEquals(0.5f, read.model().bias());
  }

  @Test
  void shapes_mustFitEachOther() {
    bias();
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, new double[6]);
    list.dense(ParamsBuilder.V2, "arg:w1_weight", new long[] {1, 2}, 1, 2);
    refused("tensor 'w1_weight' must have shape [2, 1], but was [1, 2]" + IN + " at byte 124");
  }

  @Test
  void shapes_ofTheOtherLayoutMustFitEachOther() {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, new double[6]);
    list.dense(ParamsBuilder.V2, "arg:Linear_Plus_Bias_weight", new long[] {3, 1}, 1, 2, 3);
    refused(
        "tensor 'Linear_Plus_Bias_weight' must have shape [1, 3], but was [3, 1]"
            + IN
            + " at byte 88");
  }

  @Test
  void bias_mustBeOneNumber() {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, new double[6]);
    list.dense(ParamsBuilder.V2, "arg:w0_weight", new long[] {2}, 1, 2);
    refused("tensor 'w0_weight' must have shape [1], but was [2]" + IN + " at byte 88");
  }

  @Test
  void factors_mustBeAMatrix() {
    list.dense(ParamsBuilder.V2, "arg:v", new long[] {6}, new double[6]);
    bias();
    refused("tensor 'v' must have shape [features, factors], but was [6]" + IN + " at byte 24");
    ParamsBuilder none = new ParamsBuilder();
    none.dense(ParamsBuilder.V2, "arg:v", new long[] {0, 6});
    none.dense(ParamsBuilder.V2, "arg:Linear_Plus_Bias_bias", new long[] {1}, 1);
    assertRefused(
        "tensor 'v' must have shape [factors, features], but was [0, 6]" + IN + " at byte 24",
        Archives.artifact(none.build()));
  }

  @Test
  void values_mustBeFinite() {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, 1, 2, 3, 4, Double.NaN, 6);
    bias();
    refused("tensor 'v' must be finite, but has NaN at [1, 1]" + IN + " at byte 80");
  }

  @Test
  void values_mustFitFloat32() {
    list.type(ParamsType.FLOAT64).dense(ParamsBuilder.V2, "arg:v", new long[] {1, 1}, 1e300);
    bias();
    refused("tensor 'v' must be finite, but has 1.0E300 at [0, 0]" + IN + " at byte 64");
  }

  @Test
  void limits_areChecked() {
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, 1, 2, 3, 4, 5, 6);
    bias();
    byte[] artifact = Archives.artifact(list.build());
    assertRefused(
        "tensor 'v' has more features than the limit of 1; raise it with"
            + " ArtifactLimits.builder().maximumFeatures(…)"
            + IN
            + " at byte 24",
        artifact,
        SageMakerArtifact.reader().limits(ArtifactLimits.builder().maximumFeatures(1).build()));
    assertRefused(
        "tensor 'v' has more factors than the limit of 2; raise it with"
            + " ArtifactLimits.builder().maximumFactors(…)"
            + IN
            + " at byte 24",
        artifact,
        SageMakerArtifact.reader().limits(ArtifactLimits.builder().maximumFactors(2).build()));
    assertRefused(
        "tensor 0 has more values than the limit of 5; raise it with"
            + " ArtifactLimits.builder().maximumParameters(…)"
            + IN
            + " at byte 24",
        artifact,
        SageMakerArtifact.reader().limits(ArtifactLimits.builder().maximumParameters(5).build()));
  }

  @Test
  void tensors_withoutAShapeAreLeftOut() throws IOException {
    bias();
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, 1, 2, 3, 4, 5, 6);
    list.name("none").int32(ParamsBuilder.V2, 0, 0);
    list.name("numpy's none").int32(ParamsBuilder.V3, 0, -1);
    list.name("old none").int32(ParamsBuilder.V1, 0);
    list.name("oldest none").int32(0);
    assertEquals(0.5f, read().model().bias());
  }

  @Test
  void positions_passTwoGibibytes() throws IOException {
    list.name("big").int32(ParamsBuilder.V2, 0).shape(300_000_000).int32(1, 0, 1);
    list.dense(ParamsBuilder.V2, "arg:v", SHAPE, 1, 2, 3, 4, 5, 6);
    bias();
    byte[] bytes = list.build();
    int head = 56;
    ModelTensors tensors =
        new ModelTensors(
            ParamsIndex.of(large(bytes, head), "params", ArtifactLimits.defaults()),
            "params",
            ArtifactLimits.defaults(),
            null);
    FmModel model = tensors.load(large(bytes, head), PredictorType.REGRESSOR);
    assertArrayEquals(new float[] {4, 5, 6}, model.factors(1));
    assertEquals(0.5f, model.bias());
  }

  /** The bytes with 2.4 GB of zeros after the head. */
  private static InputStream large(byte[] bytes, int head) {
    byte[] block = new byte[1 << 20];
    List<InputStream> parts = new ArrayList<>();
    parts.add(new ByteArrayInputStream(bytes, 0, head));
    for (long left = 2_400_000_000L; left > 0; left -= block.length) {
      parts.add(new ByteArrayInputStream(block, 0, (int) Math.min(left, block.length)));
    }
    parts.add(new ByteArrayInputStream(bytes, head, bytes.length - head));
    return new SequenceInputStream(Collections.enumeration(parts));
  }
}
