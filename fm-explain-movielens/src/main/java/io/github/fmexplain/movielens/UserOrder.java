package io.github.fmexplain.movielens;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of the users: by number if every id is a number, else as they came. Immutable. */
final class UserOrder {

  private final List<String> ids;
  private final int[] positions;

  private UserOrder(List<String> ids, int[] positions) {
    this.ids = ids;
    this.positions = positions;
  }

  static UserOrder of(List<String> came) {
    if (!came.stream().allMatch(UserOrder::isNumber)) {
      return new UserOrder(came, IntStream.range(0, came.size()).toArray());
    }
    List<Integer> order =
        IntStream.range(0, came.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(user -> Long.parseLong(came.get(user)))
                    .thenComparing(came::get))
            .toList();
    int[] positions = new int[came.size()];
    for (int place = 0; place < positions.length; place++) {
      positions[order.get(place)] = place;
    }
    return new UserOrder(order.stream().map(came::get).toList(), positions);
  }

  /** {@return the ids in their order} */
  List<String> ids() {
    return ids;
  }

  /** {@return the place of the user that came at a number} */
  int position(int user) {
    return positions[user];
  }

  private static boolean isNumber(String id) {
    return id.length() <= 18 && id.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
