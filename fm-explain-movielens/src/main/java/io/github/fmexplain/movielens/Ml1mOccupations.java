package io.github.fmexplain.movielens;

import java.util.List;

/** The occupations that ml-1m has codes for. */
final class Ml1mOccupations {

  private static final List<String> NAMES =
      List.of(
          "other",
          "educator",
          "artist",
          "clerical",
          "college student",
          "customer service",
          "doctor",
          "executive",
          "farmer",
          "homemaker",
          "school student",
          "lawyer",
          "programmer",
          "retired",
          "salesman",
          "scientist",
          "self-employed",
          "engineer",
          "tradesman",
          "unemployed",
          "writer");

  private Ml1mOccupations() {}

  static int lastCode() {
    return NAMES.size() - 1;
  }

  static String name(int code) {
    return NAMES.get(code);
  }

  /** {@return the code of an occupation, or that of "other" if it has none} */
  static int code(String name) {
    return Math.max(0, NAMES.indexOf(name));
  }
}
