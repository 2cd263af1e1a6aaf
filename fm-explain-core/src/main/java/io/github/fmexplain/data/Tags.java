package io.github.fmexplain.data;

import io.github.fmexplain.model.FeatureVector;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Sets of tags in an order that does not depend on the run. */
final class Tags {

  private Tags() {}

  /** {@return the tags in alphabetical order, unmodifiable} */
  static Set<String> copyOf(Collection<String> tags) {
    if (tags.isEmpty()) {
      // Millions of ratings have no tags; they share one set.
      return Set.of();
    }
    if (tags.contains("")) {
      throw new IllegalArgumentException("tag must not be empty");
    }
    return Collections.unmodifiableSet(new TreeSet<>(tags));
  }

  /** {@return no features: what an encoder without columns for tags makes of no tags} */
  static FeatureVector refused(String kind, Set<String> tags, String owner) {
    if (!tags.isEmpty()) {
      throw new UnknownIdException(kind, tags.iterator().next(), owner, 0);
    }
    return FeatureVector.empty();
  }
}
