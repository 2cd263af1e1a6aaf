package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.col;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Training data of SageMaker from rows of Spark: RecordIO-protobuf, one shard per partition. Needs
 * {@code fm-explain-sagemaker}, which this module depends on for this class only, and optionally.
 *
 * <p>Shard p is {@code part-0000p.pbr} and holds the rows of partition p in their order, so that
 * all shards, by name, are the data set in its order; a partition without rows has no shard.
 * Training takes the rows as they come: let them come in an order that mixes users and that can be
 * told again, such as that of a hash of user and item.
 *
 * <p>A task writes beside the shard first, under a name that begins with {@code _}, and gives it
 * its name when it is whole: a task that fails, or runs twice, leaves no half and no second shard.
 */
public final class SparkRecordIo {

  private static final StructType SHARD =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("rows", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false);

  private SparkRecordIo() {}

  /**
   * A shard that was written.
   *
   * @param path where it is
   * @param rows how many rows it has
   * @param bytes how long it is
   */
  public record Shard(String path, long rows, long bytes) {}

  /**
   * {@return the shards, in the order of their names} Runs a job.
   *
   * @param rows {@code label} (a number) and {@code features} (a vector of Spark ML, of which the
   *     values that are not zero are written), as Spark's own factorization machines take them;
   *     both become float32
   * @param numFeatures n, the size of every vector
   * @param folder where the shards go: a path, or an address of a file system that Hadoop knows,
   *     such as {@code s3a://bucket/train}; not there yet, or empty
   * @throws IllegalArgumentException if a column is missing or has the wrong type, there is no
   *     feature, or there are files in the folder
   * @throws IOException if the folder cannot be read
   */
  public static List<Shard> write(Dataset<Row> rows, int numFeatures, String folder)
      throws IOException {
    Objects.requireNonNull(folder, "folder");
    Columns columns = Columns.of("rows", Objects.requireNonNull(rows, "rows").schema());
    columns.requireNumber("label");
    if (!columns.type("features").equals(SQLDataTypes.VectorType())) {
      throw columns.wrong("features", "a vector of Spark ML", columns.type("features"));
    }
    Once.atLeast(1, numFeatures, "numFeatures");
    Path target = new Path(Objects.requireNonNull(folder, "folder"));
    FileSystem files = target.getFileSystem(Source.configuration());
    if (files.exists(target) && files.listStatus(target).length > 0) {
      throw new IllegalArgumentException(
          "folder must be empty, but '" + folder + "' is not; SageMaker reads all that is in it");
    }
    return rows
        .select(col("label").cast("float"), col("features"))
        .mapPartitions(new ShardWriter(numFeatures, folder), Encoders.row(SHARD))
        .orderBy("path")
        .collectAsList()
        .stream()
        .map(row -> new Shard(row.getString(0), row.getLong(1), row.getLong(2)))
        .toList();
  }

  private record ShardWriter(int numFeatures, String folder)
      implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
      if (!rows.hasNext()) {
        return Collections.emptyIterator();
      }
      TaskContext task = TaskContext.get();
      String name = String.format(Locale.ROOT, "part-%05d.pbr", task.partitionId());
      Path shard = new Path(folder, name);
      Path unfinished = new Path(folder, "_" + task.taskAttemptId() + "-" + name);
      FileSystem files = shard.getFileSystem(Source.configuration());
      try {
        long written = write(rows, files, unfinished);
        // That of a task that ran before, such as one whose executor was lost afterwards.
        files.delete(shard, false);
        if (!files.rename(unfinished, shard)) {
          throw new IOException("'" + unfinished + "' could not be renamed to '" + name + "'");
        }
        long bytes = files.getFileStatus(shard).getLen();
        return List.of(RowFactory.create(shard.toString(), written, bytes)).iterator();
      } finally {
        files.delete(unfinished, false);
      }
    }

    private long write(Iterator<Row> rows, FileSystem files, Path unfinished) throws IOException {
      long written = 0;
      try (RecordIoWriter writer = RecordIoWriter.to(files.create(unfinished))) {
        while (rows.hasNext()) {
          Row row = rows.next();
          if (row.isNullAt(0) || row.isNullAt(1)) {
            throw new IllegalArgumentException(
                "label and features of row " + (written + 1) + " must not be null, but one is");
          }
          SparseVector features = row.<Vector>getAs(1).toSparse();
          if (features.size() != numFeatures) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "features of row %d must have the size %d, but have %d",
                    written + 1,
                    numFeatures,
                    features.size()));
          }
          writer.write(vector(features), numFeatures, row.getFloat(0));
          written++;
        }
      }
      return written;
    }

    private static FeatureVector vector(SparseVector features) {
      float[] values = new float[features.values().length];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) features.values()[j];
      }
      return FeatureVector.of(features.indices(), values);
    }
  }
}
