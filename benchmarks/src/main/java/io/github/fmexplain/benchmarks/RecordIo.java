package io.github.fmexplain.benchmarks;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Writes and reads one-hot rows as SageMaker takes them, from and to memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class RecordIo {

  private TrainingSet rows;
  private ByteArrayOutputStream out;
  private byte[] records;

  /** Makes the rows and their records. */
  @Setup
  public void setUp() throws IOException {
    rows = Workload.load().rows();
    out = new ByteArrayOutputStream((int) RecordIoWriter.sizeOf(rows));
    RecordIoWriter.writeAll(rows, out);
    records = out.toByteArray();
  }

  /** How many bytes went through, in 10⁶. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Volume {

    /** 10⁶ bytes. */
    public double megabytes;

    /** Counts from zero. */
    @Setup(Level.Iteration)
    public void reset() {
      megabytes = 0;
    }
  }

  /** Writes all rows. */
  @Benchmark
  public int write(Volume volume) throws IOException {
    out.reset();
    RecordIoWriter.writeAll(rows, out);
    volume.megabytes += out.size() / 1e6;
    return out.size();
  }

  /** Reads all rows. */
  @Benchmark
  public void read(Volume volume, Blackhole blackhole) throws IOException {
    try (RecordIoReader reader = RecordIoReader.of(new ByteArrayInputStream(records))) {
      Optional<RecordIoRow> row = reader.next();
      while (row.isPresent()) {
        blackhole.consume(row.get());
        row = reader.next();
      }
    }
    volume.megabytes += records.length / 1e6;
  }
}
