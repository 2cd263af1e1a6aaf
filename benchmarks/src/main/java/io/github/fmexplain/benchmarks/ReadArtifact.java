package io.github.fmexplain.benchmarks;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.artifact.ArtifactLimits;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a {@code model.tar.gz} of ten million features with sixteen factors, and inflates the same
 * file with {@code java.util.zip} alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class ReadArtifact {

  static final int FACTORS = 16;

  private static final int BUFFER = 1 << 16;

  private Path file;

  /** Writes the file, unless an earlier run has left it. */
  @Setup
  public void setUp() throws Exception {
    file = file();
  }

  static Path file() throws Exception {
    int features = Scale.current().artifactFeatures();
    return Cache.file(
        "random-" + features + "-" + FACTORS,
        ".tar.gz",
        part -> SageMakerArtifact.write(SyntheticModel.model(features, FACTORS), part));
  }

  /** Reads the model. */
  @Benchmark
  public FmModel read() throws IOException {
    return read(file);
  }

  static FmModel read(Path artifact) throws IOException {
    ArtifactLimits limits = ArtifactLimits.builder().maximumMemory(1L << 30).build();
    return SageMakerArtifact.reader().limits(limits).read(artifact).model();
  }

  /** Inflates the file and drops what comes out. */
  @Benchmark
  public long inflate() throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
      }
    }
    return total;
  }
}
