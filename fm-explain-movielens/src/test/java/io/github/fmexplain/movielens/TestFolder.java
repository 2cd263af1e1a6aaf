package io.github.fmexplain.movielens;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of invented rows, in memory. */
final class TestFolder {

  private TestFolder() {}

  static Path empty(String name) throws IOException {
    return Files.createDirectories(
        Jimfs.newFileSystem(Configuration.unix()).getPath("/data").resolve(name));
  }

  /**
   * {@return three users, three items, two genres, seven ratings, of which two are for the test}
   */
  static Path ml100k() throws IOException {
    Path folder = empty("ml-100k");
    write(folder, "u.genre", "unknown|0", "Comedy|1", "");
    write(
        folder,
        "u.item",
        "1|The Tin Café (1990)|01-Jan-1990||http://example.org/1|0|1",
        "2|The Lost Sock (1991)|02-Feb-1991||http://example.org/2|0|0",
        "7|unknown||||1|0");
    write(folder, "u.user", "1|17|F|writer|00001", "10|24|M|pilot|00002", "2|56|F|none|E1 6A");
    write(
        folder,
        "u.data",
        "1\t1\t5\t880000001",
        "2\t7\t3\t880000002",
        "1\t2\t4\t880000003",
        "1\t7\t1\t880000004",
        "2\t1\t2\t880000005",
        "2\t2\t4\t880000006",
        "10\t1\t4\t880000007");
    write(
        folder,
        "ua.base",
        "1\t1\t5\t880000001",
        "1\t2\t4\t880000003",
        "2\t7\t3\t880000002",
        "2\t1\t2\t880000005",
        "10\t1\t4\t880000007");
    write(folder, "ua.test", "1\t7\t1\t880000004", "2\t2\t4\t880000006");
    return folder;
  }

  static Path ml1m() throws IOException {
    Path folder = empty("ml-1m");
    write(
        folder,
        "movies.dat",
        "1::The Tin Café: A Story (1990)::Comedy|Drama",
        "5::The Lost Sock (1991)::Drama");
    write(folder, "users.dat", "1::F::1::20::00001", "2::M::56::13::00002-1234");
    write(folder, "ratings.dat", "1::5::4::978300760", "2::1::2::978300761", "2::5::5::978300762");
    return folder;
  }

  static Path ml10m() throws IOException {
    Path folder = empty("ml-10M100K");
    write(
        folder,
        StandardCharsets.UTF_8,
        "movies.dat",
        "1::The Tin Café (1990)::Comedy|Drama",
        "5::\"The\" Lost & Found – 靴下 (1991)::Drama",
        "7::Unknown (1992)::(no genres listed)");
    write(folder, "ratings.dat", "1::5::3.5::978300760", "2::1::0.5::978300761", "2::7::5::9");
    write(folder, "tags.dat", "2::7::\"a\" tag=b::1181826527");
    return folder;
  }

  static Path mlLatest() throws IOException {
    Path folder = empty("ml-latest-small");
    write(
        folder,
        StandardCharsets.UTF_8,
        "movies.csv",
        "movieId,title,genres",
        "1,\"Tin Café, The (1990)\",Comedy|Drama",
        "50,\"The \"\"Lost\"\" Sock – 靴下 (1991)\",(no genres listed)");
    write(
        folder,
        "ratings.csv",
        "userId,movieId,rating,timestamp",
        "3,50,3.5,964982703",
        "1,1,4.0,964982704",
        "1,50,0.5,964982705");
    return folder;
  }

  static void write(Path folder, String file, String... lines) throws IOException {
    write(folder, StandardCharsets.ISO_8859_1, file, lines);
  }

  private static void write(Path folder, Charset charset, String file, String... lines)
      throws IOException {
    Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n", charset);
  }
}
