package io.github.fmexplain.movielens;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a data set knows of a user.
 *
 * @param age in years, or -1 if not known; ml-1m gives the first year of the age group
 * @param gender F, M or empty
 * @param occupation a word, or empty
 */
record UserData(int age, String gender, String occupation) {

  static final UserData UNKNOWN = new UserData(-1, "", "");

  private static final int[] GROUP_START = {0, 18, 25, 35, 45, 50, 56};
  private static final String[] GROUP_NAME = {
    "under 18", "18-24", "25-34", "35-44", "45-49", "50-55", "56+"
  };

  /** {@return tags such as {@code age=18-24}, {@code gender=F} and {@code occupation=writer}} */
  Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    if (age >= 0) {
      tags.add("age=" + GROUP_NAME[group()]);
    }
    if (!gender.isEmpty()) {
      tags.add("gender=" + gender);
    }
    if (!occupation.isEmpty()) {
      tags.add("occupation=" + occupation);
    }
    return tags;
  }

  /** {@return ml-1m's code of the age group: its first year, and 1 for the youngest} */
  int groupCode() {
    return Math.max(1, GROUP_START[group()]);
  }

  /** {@return the number of the age group of a known age, from 0} */
  int group() {
    int group = GROUP_START.length - 1;
    while (age < GROUP_START[group]) {
      group--;
    }
    return group;
  }
}
