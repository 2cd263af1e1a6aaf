package io.github.fmexplain.data;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Sets of tags in an order that does not depend on the run. */
final class Tags {

  private Tags() {}

  /** {@return the tags in alphabetical order, unmodifiable} */
  static Set<String> copyOf(Collection<String> tags) {
    if (tags.contains("")) {
      throw new IllegalArgumentException("tag must not be empty");
    }
    return Collections.unmodifiableSet(new TreeSet<>(tags));
  }
}
