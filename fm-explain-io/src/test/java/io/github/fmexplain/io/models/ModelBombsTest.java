package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import io.github.fmexplain.model.PredictorType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much memory, read by a virtual machine that has 64 MB. */
class ModelBombsTest {

  private static final String EMPTY = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";

  @TempDir private Path folder;

  @Test
  void hostileFiles_doNotFillSmallMemory() throws IOException, InterruptedException {
    write("NPZ-whole", ModelBytes.npz(World.model(PredictorType.REGRESSOR)));
    packed(
        "NPZ-zeros",
        "V.npy",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (30000000, 1)}",
        120_000_000);
    packed(
        "NPZ-columns",
        "V.npy",
        "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 20000000)}",
        160_000_000);
    packed(
        "NPZ-ids",
        "user_ids.npy",
        "{'descr': '<U1', 'fortran_order': False, 'shape': (9000000,)}",
        36_000_000);
    write(
        "NPZ-shape",
        ModelBytes.zip(Map.of("V.npy", ModelBytes.npy("<f4", "1073741824, 8", new byte[8]))));
    write(
        "NPZ-overflow",
        ModelBytes.zip(
            Map.of("V.npy", ModelBytes.npy("<f4", "4294967296, 4294967296", new byte[0]))));
    sparse("SAFETENSORS-header", header("", 90_000_000), 90_000_010);
    String tensor =
        "{\"V\":{\"dtype\":\"F32\",\"shape\":[32000000,1],\"data_offsets\":[0,128000000]}}";
    sparse("SAFETENSORS-zeros", header(tensor, tensor.length()), 8 + tensor.length() + 128_000_000);
    StringBuilder many = new StringBuilder("{\"V\":" + EMPTY);
    for (int j = 0; j < 200_000; j++) {
      many.append(",\"t").append(j).append("\":").append(EMPTY);
    }
    write("SAFETENSORS-tensors", ModelBytes.safetensors(many + "}", new byte[0]));
    write(
        "SAFETENSORS-axes",
        ModelBytes.safetensors(
            "{\"V\":{\"dtype\":\"F32\",\"shape\":["
                + "1,".repeat(3_000_000)
                + "1],\"data_offsets\":[0,4]}}",
            new byte[4]));
    byte[] lists = new byte[1_000_000];
    Arrays.fill(lists, (byte) ']');
    write("TORCH-lists", ModelBytes.zip(Map.of("m/data.pkl", lists)));
    text("LIBFM-lines", "#pairwise interactions Vj,f\n", "0\n", 20_000_000);
    text("LIBFM-line", "#global bias W0\n", "1", 20_000_000);
    text("XLEARN-lines", "bias: 0\n", "i_\n", 20_000_000);
    sparse(
        "XLEARN-zeros", xlearn(20_000_000), 8 + 2 + 8 + 7 + 24 + 4L * (20_000_001 + 160_000_000));
    sparse("XLEARN-claim", xlearn(20_000_000), 100);

    String memory =
        "memory must hold the model, but the Java virtual machine has at most \\d+ bytes; give it"
            + " more with -Xmx to read ";
    assertLinesMatch(
        List.of(
            "LIBFM-line: line 2 must have at most 1048576 bytes, but has more, in LIBFM-line",
            "LIBFM-lines: " + memory + "LIBFM-lines",
            "NPZ-columns: " + memory + "NPZ-columns",
            "NPZ-ids: 'user_ids' must take at most \\d+ bytes of memory, but would take 936000000;"
                + " raise the limit with ModelFiles.read\\(file, format, maximumMemory\\), in"
                + " NPZ-ids",
            "NPZ-overflow: array 'V' must have 9223372036854775807 bytes for its shape"
                + " \\[4294967296, 4294967296\\], but has 0, in NPZ-overflow",
            "NPZ-shape: array 'V' must have 34359738368 bytes for its shape \\[1073741824, 8\\],"
                + " but has 8, in NPZ-shape",
            "NPZ-whole: read",
            "NPZ-zeros: " + memory + "NPZ-zeros",
            "SAFETENSORS-axes: 'V' must have at most 32 axes, but has 3000001, in SAFETENSORS-axes",
            "SAFETENSORS-header: header must take at most 268435456 bytes of memory, but would take"
                + " 720000000; raise the limit with ModelFiles.read\\(file, format,"
                + " maximumMemory\\), in SAFETENSORS-header",
            "SAFETENSORS-tensors: array 't0' must be one of a factorization machine .*",
            "SAFETENSORS-zeros: " + memory + "SAFETENSORS-zeros",
            "TORCH-lists: (pickle must be whole, but is not, in|" + memory + ").*",
            "XLEARN-claim: file must have 720000004 bytes of parameters, but has 51, in"
                + " XLEARN-claim; is it complete\\?",
            "XLEARN-lines: model must be a factorization machine, but is linear: it has nothing of"
                + " a user's taste to explain, in XLEARN-lines",
            "XLEARN-zeros: model must take at most \\d+ bytes of memory, but would take 640000000;"
                + " raise the limit with ModelFiles.read\\(file, format, maximumMemory\\), in"
                + " XLEARN-zeros"),
        readElsewhere());
  }

  private List<String> readElsewhere() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                ModelBombs.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), () -> "" + lines);
    return lines;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  /** An array of zeros, deflated to a thousandth of its size. */
  private void packed(String name, String entry, String header, int zeros) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(ModelBytes.npy(header, new byte[0]));
      byte[] block = new byte[1_000_000];
      for (int j = 0; j < zeros; j += block.length) {
        zip.write(block);
      }
    }
  }

  private static byte[] header(String text, long length) {
    return ByteBuffer.allocate(8 + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /** n features with 3 factors, one number kept of each parameter. */
  private static byte[] xlearn(int features) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 2 + 8 + 7 + 24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(2).put("fm".getBytes(StandardCharsets.US_ASCII));
    bytes.putLong(7).put("squared".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(features).putInt(0).putInt(7).putInt(1).putInt(features);
    return bytes.putInt(8 * features).array();
  }

  private void sparse(String name, byte[] head, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.write(head);
      file.setLength(length);
    }
  }

  private void text(String name, String head, String line, int count) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16)) {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] lines = line.repeat(1000).getBytes(StandardCharsets.US_ASCII);
      for (int j = 0; j < count; j += 1000) {
        out.write(lines);
      }
    }
  }
}
