package io.github.fmexplain.spark;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.train.TrainedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Where executors get the model from. The explainer is made once per Java virtual machine, when its
 * first task needs it, and is shared by all of its tasks.
 */
sealed interface Source extends Serializable {

  /** {@return what tells an explainer from others} */
  String key();

  /** {@return the explainer, newly made} */
  FmExplainer make(Settings settings);

  /** {@return the explainer of this machine} */
  default FmExplainer explainer(Settings settings) {
    return Loaded.get(key(), () -> make(settings));
  }

  /** The explainers of this machine, as long as there is memory for those that nobody uses. */
  final class Loaded {

    private static final Map<String, SoftReference<FmExplainer>> BY_KEY = new ConcurrentHashMap<>();

    private Loaded() {}

    static FmExplainer get(String key, Supplier<FmExplainer> maker) {
      FmExplainer[] found = new FmExplainer[1];
      BY_KEY.compute(
          key,
          (k, known) -> {
            found[0] = known == null ? null : known.get();
            if (known != null && found[0] != null) {
              return known;
            }
            found[0] = maker.get();
            return new SoftReference<>(found[0]);
          });
      return found[0];
    }
  }

  /** A model that the driver has, sent to each executor once. */
  record Sent(String key, Broadcast<Envelope> envelope) implements Source {

    @Override
    public FmExplainer make(Settings settings) {
      return envelope.value().open(settings);
    }
  }

  /** A model in a file that every executor reads. */
  record AtPath(String key, String path, @Nullable ItemTable items) implements Source {

    @Override
    public FmExplainer make(Settings settings) {
      return settings.explainer(read(path), items);
    }
  }

  /**
   * The bytes of a model's file, and the items. Plain arrays, which both of Spark's serializers
   * take; the types of core are for neither.
   */
  final class Envelope implements Serializable {

    private static final long serialVersionUID = 1;

    /** No array holds more than 2 GB. */
    private static final int LARGEST = 1 << 28;

    private final byte[][] model;
    private final @Nullable ItemTable items;

    Envelope(TrainedModel trained, @Nullable ItemTable items) {
      this.items = items;
      try {
        Path file = Files.createTempFile("fm-explain", ".fmx");
        try {
          TrainedModelFile.write(trained, file);
          List<byte[]> parts = new ArrayList<>();
          try (InputStream in = Files.newInputStream(file)) {
            for (byte[] part = in.readNBytes(LARGEST);
                part.length > 0;
                part = in.readNBytes(LARGEST)) {
              parts.add(part);
            }
          }
          model = parts.toArray(new byte[0][]);
        } finally {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("writing the model to send it failed: " + e.getMessage(), e);
      }
    }

    FmExplainer open(Settings settings) {
      try {
        Path file = Files.createTempFile("fm-explain", ".fmx");
        try {
          try (OutputStream out = Files.newOutputStream(file)) {
            for (byte[] part : model) {
              out.write(part);
            }
          }
          return settings.explainer(TrainedModelFile.read(file), items);
        } finally {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("reading the model sent failed: " + e.getMessage(), e);
      }
    }
  }

  /** A scheme has two letters at least, or it is a drive. */
  Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /**
   * {@return the model of a file}
   *
   * @param path of the local file system, or an address of one that Hadoop knows
   * @throws IllegalArgumentException if there is no such file
   * @throws UncheckedIOException if it cannot be read, or is not such a file
   */
  static TrainedModel read(String path) {
    try {
      if (!ADDRESS.matcher(path).matches()) {
        return TrainedModelFile.read(Path.of(path));
      }
      URI address = URI.create(path);
      if ("file".equals(address.getScheme())) {
        return TrainedModelFile.read(Path.of(address.getPath()));
      }
      return readRemote(address);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new IllegalArgumentException(
          "model must be a file that driver and executors can read, but there is no '"
              + path
              + "' here; put it where all of them see it, or give the model itself",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("model '" + path + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static TrainedModel readRemote(URI address) throws IOException {
    Path file = Files.createTempFile("fm-explain", ".fmx");
    try {
      try (InputStream in =
          FileSystem.get(address, configuration()).open(new org.apache.hadoop.fs.Path(address))) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return TrainedModelFile.read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** {@return what Spark was told of file systems} */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    SparkEnv environment = SparkEnv.get();
    if (environment != null) {
      for (Tuple2<String, String> setting : environment.conf().getAll()) {
        if (setting._1().startsWith("spark.hadoop.")) {
          configuration.set(setting._1().substring("spark.hadoop.".length()), setting._2());
        }
      }
    }
    return configuration;
  }
}
