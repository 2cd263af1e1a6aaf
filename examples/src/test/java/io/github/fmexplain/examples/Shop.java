package io.github.fmexplain.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A shop's data: customers who like one of three categories, articles with titles and categories.
 *
 * @param lines customer, article, rating (none for purchases) and date
 */
record Shop(List<List<String>> lines) {

  static final int CUSTOMERS = 30;
  static final int ARTICLES = 24;
  private static final List<String> CATEGORIES = List.of("garden", "kitchen", "books");

  /** Some ratings are given twice, and the later one counts. */
  static Shop ofStars() {
    return of(5, true);
  }

  /** Ratings from 1 to 10. */
  static Shop ofTen() {
    return of(10, false);
  }

  private static Shop of(int most, boolean repeated) {
    Random random = new Random(7);
    List<List<String>> lines = new ArrayList<>();
    for (int line = 0; line < 20 * CUSTOMERS; line++) {
      int customer = random.nextInt(CUSTOMERS);
      int article = random.nextInt(ARTICLES);
      boolean likes = customer % CATEGORIES.size() == article % CATEGORIES.size();
      double rating = (likes ? 0.9 : 0.3) * most + random.nextGaussian() * most / 10;
      String id = customer(customer);
      String item = article(article);
      if (repeated || lines.stream().noneMatch(l -> l.get(0).equals(id) && l.get(1).equals(item))) {
        lines.add(
            List.of(id, item, "" + Math.max(1, Math.min(most, Math.round(rating))), date(line)));
      }
    }
    lines.add(List.of(customer(0), article(0), "1", date(0)));
    lines.add(List.of(customer(0), article(3), "" + most, date(1)));
    return new Shop(lines);
  }

  /** No ratings, and many articles are bought again. */
  static Shop ofPurchases() {
    return new Shop(
        ofStars().lines.stream()
            .filter(line -> Integer.parseInt(line.get(2)) >= 4)
            .map(line -> List.of(line.get(0), line.get(1), line.get(3)))
            .toList());
  }

  static String customer(int number) {
    return "customer-" + (char) ('a' + number % 26) + number;
  }

  static String article(int number) {
    return "A" + (1000 + 7 * number);
  }

  private static String date(int line) {
    return String.format("2024-%02d-%02d", 1 + line / 28 % 12, 1 + line % 28);
  }

  Path writeRatings(Path file) throws IOException {
    return Files.write(file, lines.stream().map(line -> String.join("\t", line)).toList());
  }

  /** With the header that a shop has. */
  Path writePurchases(Path file) throws IOException {
    List<String> text = new ArrayList<>(List.of("customer,article,date"));
    lines.forEach(line -> text.add(String.join(",", line)));
    return Files.write(file, text);
  }

  Path writeTitles(Path file) throws IOException {
    return Files.write(
        file,
        IntStream.range(0, ARTICLES)
            .mapToObj(
                article ->
                    String.join(
                        "\t",
                        article(article),
                        "Article no. " + article,
                        CATEGORIES.get(article % CATEGORIES.size())
                            + (article % 4 == 0 ? "|sale" : "")))
            .toList());
  }
}
