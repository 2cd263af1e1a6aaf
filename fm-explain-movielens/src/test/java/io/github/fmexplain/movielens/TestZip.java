package io.github.fmexplain.movielens;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zip files, good and bad. */
final class TestZip {

  private static final int DIRECTORY_ENTRY = 0x02014b50;

  private TestZip() {}

  /** {@return a zip file of entries, given as name, text, name, text and so on} */
  static byte[] of(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** {@return a small ml-latest-small} */
  static byte[] mlLatestSmall() throws IOException {
    return of(
        "ml-latest-small/",
        "",
        "ml-latest-small/movies.csv",
        "movieId,title,genres\n1,The Tin Café (1990),Comedy\n",
        "ml-latest-small/ratings.csv",
        "userId,movieId,rating,timestamp\n1,1,4.5,964982703\n");
  }

  /** {@return the zip file with each name replaced by one of the same length} */
  static byte[] renamed(byte[] zip, String from, String to) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@return the zip file with the Unix mode of the first entry set} */
  static byte[] withMode(byte[] zip, int mode) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (bytes.getInt(at) != DIRECTORY_ENTRY) {
      at++;
    }
    bytes.putInt(at + 38, mode << 16);
    return bytes.array();
  }
}
