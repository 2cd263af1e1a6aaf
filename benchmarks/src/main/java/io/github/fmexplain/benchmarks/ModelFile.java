package io.github.fmexplain.benchmarks;

import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Writes and reads the file of a trained model of a million items, without a path. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class ModelFile {

  private TrainedModel trained;
  private Path file;
  private double megabytes;

  /** Makes the model and its file. */
  @Setup
  public void setUp() throws Exception {
    Scale scale = Scale.current();
    trained = new SyntheticModel(1, scale.manyItems(), scale.factors()).trained(100);
    file = Files.createTempFile(Cache.folder(), "model", ".fmx");
    TrainedModelFile.write(trained, file);
    megabytes = Files.size(file) / 1e6;
  }

  /** Deletes the file. */
  @TearDown
  public void tearDown() throws IOException {
    Files.deleteIfExists(file);
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

  /** Writes the model, to the disk. */
  @Benchmark
  public Path write(Volume volume) throws IOException {
    TrainedModelFile.write(trained, file);
    volume.megabytes += megabytes;
    return file;
  }

  /** Reads the model. */
  @Benchmark
  public TrainedModel read(Volume volume) throws IOException {
    volume.megabytes += megabytes;
    return TrainedModelFile.read(file);
  }
}
