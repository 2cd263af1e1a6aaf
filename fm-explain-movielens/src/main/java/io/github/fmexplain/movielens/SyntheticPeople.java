package io.github.fmexplain.movielens;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up users. */
final class SyntheticPeople {

  private static final List<String> OCCUPATIONS =
      List.of(
          "artist",
          "baker",
          "carpenter",
          "doctor",
          "engineer",
          "farmer",
          "gardener",
          "journalist",
          "lawyer",
          "librarian",
          "musician",
          "nurse",
          "other",
          "pilot",
          "programmer",
          "retired",
          "scientist",
          "student",
          "teacher",
          "translator",
          "writer");

  private static final int[] COMMON = {
    3, 1, 2, 1, 7, 2, 2, 3, 2, 5, 2, 3, 11, 1, 7, 2, 4, 20, 10, 2, 5
  };

  private static final double WOMEN = 0.4;

  private SyntheticPeople() {}

  static List<UserData> of(int users, Random random) {
    List<UserData> people = new ArrayList<>(users);
    for (int user = 0; user < users; user++) {
      int age = 12 + (int) (Math.abs(random.nextGaussian()) * 8 + random.nextInt(30));
      String gender = random.nextDouble() < WOMEN ? "F" : "M";
      people.add(
          new UserData(age, gender, OCCUPATIONS.get(SyntheticCatalogue.draw(COMMON, random))));
    }
    return people;
  }
}
