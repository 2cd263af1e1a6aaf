package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What SageMaker's own writer makes of the same rows is compared in {@link SparkPageTest}. */
class SparkRecordIoTest {

  private static final StructType ROW =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  @TempDir Path folder;

  private static Dataset<Row> data(Row... rows) {
    return Sparks.local().createDataFrame(List.of(rows), ROW);
  }

  private static Row row(double label, double... values) {
    return RowFactory.create(label, Vectors.dense(values));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          // Checksums of Hadoop's local file system.
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void shards_areThePartitionsThatHaveRows() throws IOException {
    Row[] rows = new Row[5];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = row(r, 0, r + 0.5, 0, 1);
    }
    Dataset<Row> partitions = data(rows).coalesce(1).union(data()).union(data(row(5, 0, 0, 0, 2)));
    List<SparkRecordIo.Shard> shards = SparkRecordIo.write(partitions, 4, folder.toString());
    List<String> names = shards.stream().map(shard -> shard.path().replaceAll(".*/", "")).toList();
    assertEquals(files(), names);
    assertTrue(names.get(0).equals("part-00000.pbr") && names.size() == 2, names::toString);
    List<RecordIoRow> read = new ArrayList<>();
    for (String name : names) {
      try (RecordIoReader reader = RecordIoReader.of(Files.newInputStream(folder.resolve(name)))) {
        reader.forEach(read::add);
      }
    }
    assertEquals(6, read.size());
    for (int r = 0; r < 5; r++) {
      assertEquals(r, read.get(r).label().orElseThrow());
      assertEquals(
          FeatureVector.of(new int[] {1, 3}, new float[] {r + 0.5f, 1}), read.get(r).features());
      assertEquals(4, read.get(r).width());
    }
    assertEquals(List.of(5L, 1L), shards.stream().map(SparkRecordIo.Shard::rows).toList());
    assertEquals(
        "folder must be empty, but '" + folder + "' is not; SageMaker reads all that is in it",
        refusal(() -> SparkRecordIo.write(partitions, 4, folder.toString())));
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void columns_thatAreWrong() {
    Dataset<Row> good = data(row(1, 1));
    String to = folder.toString();
    assertEquals(
        "rows must have a column 'label', but have features; rename the columns",
        refusal(() -> SparkRecordIo.write(good.select("features"), 1, to)));
    assertEquals(
        "column 'label' of rows must be a number, but is string; cast it",
        refusal(() -> SparkRecordIo.write(good.selectExpr("'like' label", "features"), 1, to)));
    assertEquals(
        "column 'features' of rows must be a vector of Spark ML, but is array<int>; cast it",
        refusal(() -> SparkRecordIo.write(good.selectExpr("label", "array(1) features"), 1, to)));
    assertEquals(
        "numFeatures must be at least 1, but was 0",
        refusal(() -> SparkRecordIo.write(good, 0, to)));
  }

  /** A bad row ends the job, and leaves no shard that is half. */
  @Test
  void rows_thatAreWrong() throws IOException {
    assertFails(
        "features of row 2 must have the size 2, but have 3", row(1, 1, 0), row(1, 1, 0, 0));
    assertFails(
        "label and features of row 1 must not be null, but one is",
        RowFactory.create(null, Vectors.dense(1, 1)));
    assertFails("label of row 1 must be finite, but was NaN", row(Double.NaN, 1, 1));
    assertFails("row 1 has no features; allow such rows with EmptyRows.ALLOW", row(1, 0, 0));
  }

  private void assertFails(String message, Row... rows) throws IOException {
    Dataset<Row> data = data(rows).coalesce(1);
    Exception failure =
        assertThrows(Exception.class, () -> SparkRecordIo.write(data, 2, folder.toString()));
    assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::getMessage);
    assertEquals(List.of(), files());
  }
}
