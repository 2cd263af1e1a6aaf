package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.sagemaker.internal.NewFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/**
 * The member of {@code model.tar.gz} that holds the model, in a temporary file that is gone after
 * {@link #close}: its entries are read more than once and not in the order in which they lie. The
 * archive may have been unzipped already, or be the member, or be the list of tensors in that.
 *
 * <p>Every worker of a distributed training job adds its member and each is the whole model. The
 * one with the lowest number is taken.
 */
final class TarMember implements Closeable {

  static final Pattern MEMBER = Pattern.compile("model_algo-([0-9]{1,9})");

  /** The size of a tar header, which is longer than all that tells files of other kinds. */
  private static final int HEAD_BYTES = 512;

  private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};
  static final byte[] ZIP_MAGIC = {'P', 'K'};

  /** 0x112 in 64 bits, little-endian. */
  private static final byte[] LIST_MAGIC = {0x12, 1, 0, 0, 0, 0, 0, 0};

  /** How many names a message has. */
  private static final int NAMES_SHOWN = 10;

  /** The kinds of entry that are files: normal, of old archives, contiguous. */
  private static final String PLAIN_FILES = "0\0007";

  /** What the headers may take with their long names, and each of them more than those before. */
  private static final long FIRST_HEADER_BYTES = 1 << 16;

  private static final long HEADER_BYTES = 1 << 11;

  /** What may follow the last entry. */
  private static final long MAXIMUM_END_BYTES = 1 << 20;

  private final String place;
  private final ArtifactLimits limits;
  private final List<String> members = new ArrayList<>();
  private final List<String> otherNames = new ArrayList<>();
  private int others;
  private boolean isArchive;
  private @Nullable FileChannel file;
  private int number = Integer.MAX_VALUE;
  private long headerBytes;

  private TarMember(String place, ArtifactLimits limits) {
    this.place = place;
    this.limits = limits;
  }

  /**
   * {@return the member of an archive}
   *
   * @param in the archive, or the member itself; read to its end, not closed
   * @param place its name
   * @param limits what it may hold
   */
  static TarMember of(BufferedInputStream in, String place, ArtifactLimits limits)
      throws IOException {
    TarMember member = new TarMember(place, limits);
    try {
      in.mark(HEAD_BYTES);
      byte[] head = in.readNBytes(HEAD_BYTES);
      in.reset();
      Source source = new Source(in);
      if (startsWith(head, GZIP_MAGIC)) {
        member.readArchive(source, gunzipped(source, place));
      } else if (startsWith(head, ZIP_MAGIC) || startsWith(head, LIST_MAGIC)) {
        member.readMember(source);
      } else if (isTar(head)) {
        member.readArchive(source, source);
      } else {
        throw ArtifactFormatException.at(
            place,
            "artifact must be a model.tar.gz, or what is in one (a tar file, its member"
                + " model_algo-1, the params of that), but is none of these");
      }
      return member;
    } catch (IOException | RuntimeException | Error e) {
      member.close();
      throw e;
    }
  }

  /** {@return the member} Closed with this. */
  FileChannel file() {
    if (file == null) {
      throw new IllegalStateException("the member was closed");
    }
    return file;
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /** A header has the sum of its own bytes, whichever program wrote it. */
  private static boolean isTar(byte[] head) {
    try {
      return head.length == HEAD_BYTES && TarUtils.verifyCheckSum(head);
    } catch (IllegalArgumentException e) { // where the sum should be is no number
      return false;
    }
  }

  private static InputStream gunzipped(Source source, String place) throws IOException {
    try {
      return new GZIPInputStream(source, 1 << 16);
    } catch (IOException e) {
      throw broken(source, place, "artifact must be a gzip file, but is not", e);
    }
  }

  /** {@return the name of the member, or of the artifact if that is the member itself} */
  String name() {
    return isArchive ? "model_algo-" + number : place;
  }

  /** {@return where the member is} */
  String place() {
    return isArchive ? place + "!" + name() : place;
  }

  /** {@return the names of all workers' members, in the order of the archive} */
  List<String> members() {
    return members;
  }

  private void readMember(Source source) throws IOException {
    members.add(place);
    FileChannel opened = temporaryFile();
    file = opened;
    OutputStream out = Channels.newOutputStream(opened);
    byte[] buffer = new byte[1 << 16];
    long left = limits.maximumBytes();
    for (int read = read(source, source, buffer); read >= 0; read = read(source, source, buffer)) {
      left -= read;
      if (left < 0) {
        throw ArtifactFormatException.overLimit(
            place, "artifact is larger", limits.maximumBytes(), " bytes", "maximumBytes");
      }
      write(out, buffer, read);
    }
  }

  private void readArchive(Source source, InputStream unzipped) throws IOException {
    isArchive = true;
    Budget budget = new Budget(unzipped);
    TarArchiveInputStream tar = new TarArchiveInputStream(budget, "UTF-8");
    headerBytes = FIRST_HEADER_BYTES;
    int entries = 0;
    for (TarArchiveEntry entry = next(source, tar, budget);
        entry != null;
        entry = next(source, tar, budget)) {
      if (++entries > limits.maximumEntries()) {
        throw ArtifactFormatException.overLimit(
            place, "archive has more entries", limits.maximumEntries(), "", "maximumEntries");
      }
      readEntry(source, tar, budget, entry);
    }
    budget.left = MAXIMUM_END_BYTES;
    byte[] buffer = new byte[1 << 13];
    while (read(source, budget, buffer) >= 0) {}
    if (file == null) {
      throw ArtifactFormatException.at(
          place, "archive must have a member 'model_algo-1', but has " + shown(otherNames, others));
    }
  }

  /**
   * {@return names for a message}
   *
   * @param names the first of them
   * @param count how many there are
   */
  static String shown(List<String> names, int count) {
    String list =
        names.stream()
            .limit(NAMES_SHOWN)
            .map(ArtifactFormatException::quoted)
            .collect(Collectors.joining(", "));
    int more = count - Math.min(count, NAMES_SHOWN);
    return count == 0 ? "none" : more == 0 ? list : list + " and " + more + " more";
  }

  private @Nullable TarArchiveEntry next(Source source, TarArchiveInputStream tar, Budget budget)
      throws IOException {
    // What headers say for all entries that follow is kept, so that all of them share a budget.
    headerBytes += HEADER_BYTES;
    budget.left = headerBytes;
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      headerBytes = budget.left;
      return entry;
    } catch (IOException | RuntimeException e) {
      throw broken(source, place, "archive must be a whole tar file, but cannot be read", e);
    }
  }

  private void readEntry(
      Source source, TarArchiveInputStream tar, Budget budget, TarArchiveEntry entry)
      throws IOException {
    String name = EntryNames.checked(entry.getName(), place);
    if (entry.isDirectory()) {
      return;
    }
    if (PLAIN_FILES.indexOf(entry.getLinkFlag()) < 0 || entry.isSparse()) {
      throw ArtifactFormatException.at(
          place,
          "entry " + ArtifactFormatException.quoted(name) + " must be a plain file, but is not");
    }
    if (entry.getSize() > limits.maximumBytes()) {
      throw tooLarge(place, name, limits);
    }
    budget.left = Long.MAX_VALUE;
    Matcher matcher = MEMBER.matcher(name);
    if (!matcher.matches()) {
      others++;
      if (otherNames.size() < NAMES_SHOWN) {
        otherNames.add(name);
      }
      copy(source, tar, OutputStream.nullOutputStream());
      return;
    }
    if (members.contains(name)) {
      throw ArtifactFormatException.at(place, "entry '" + name + "' must be there once");
    }
    members.add(name);
    int found = Integer.parseInt(matcher.group(1));
    if (file == null || found < number) {
      number = found;
      FileChannel opened = file == null ? temporaryFile() : file.truncate(0);
      file = opened;
      copy(source, tar, Channels.newOutputStream(opened));
    } else {
      copy(source, tar, OutputStream.nullOutputStream());
    }
  }

  /**
   * Opens a file without emptying it first, which would have some file systems write it out. Where
   * files can be deleted while they are open, it is out of sight at once.
   */
  private static FileChannel temporaryFile() throws IOException {
    try {
      return FileChannel.open(
          Files.createTempFile("fm-explain-", ".member"),
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw temporary(e);
    }
  }

  /** {@return a failure of the temporary file, with where it is and what to do} */
  private static IOException temporary(IOException e) {
    return new IOException(
        "temporary folder '"
            + System.getProperty("java.io.tmpdir")
            + "' must take the unpacked model, but does not: "
            + NewFile.why(e)
            + "; free some space in it, or give another one with -Djava.io.tmpdir",
        e);
  }

  static ArtifactFormatException tooLarge(String place, String name, ArtifactLimits limits) {
    return ArtifactFormatException.overLimit(
        place,
        "entry " + ArtifactFormatException.quoted(name) + " is larger",
        limits.maximumBytes(),
        " bytes",
        "maximumBytes");
  }

  private void copy(Source source, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = read(source, in, buffer); read >= 0; read = read(source, in, buffer)) {
      write(out, buffer, read);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw temporary(e);
    }
  }

  private int read(Source source, InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException | RuntimeException e) {
      throw broken(source, place, "archive must be whole, but cannot be read to its end", e);
    }
  }

  /** A failure of the disk or the network stays what it is; all else is the artifact's fault. */
  private static IOException broken(Source source, String place, String message, Exception e) {
    return source.failure != null ? source.failure : ArtifactFormatException.at(place, message, e);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** Remembers what went wrong below the archive. */
  private static final class Source extends FilterInputStream {

    private @Nullable IOException failure;

    private Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Ends a header that takes more than it may: a long name is held in memory as it is read. */
  private static final class Budget extends FilterInputStream {

    private long left = FIRST_HEADER_BYTES;

    private Budget(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new IOException("headers, or what follows the last entry, are too long");
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return read(new byte[(int) Math.min(bytes, 1 << 13)], 0, (int) Math.min(bytes, 1 << 13));
    }
  }
}
