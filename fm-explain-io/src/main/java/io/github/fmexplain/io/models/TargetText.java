package io.github.fmexplain.io.models;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Text;

/** A target as a text: {@code stars}, {@code like 4.0}, {@code implicit 0.0 40.0}. */
final class TargetText {

  private TargetText() {}

  static String of(RatingTarget target) {
    if (target instanceof RatingTarget.Like like) {
      return "like " + like.threshold();
    }
    if (target instanceof RatingTarget.Implicit implicit) {
      return "implicit " + implicit.constant() + " " + implicit.alpha();
    }
    return "stars";
  }

  static RatingTarget parse(String text) {
    String[] parts = text.strip().split(" +", 4);
    try {
      return switch (parts[0] + parts.length) {
        case "stars1" -> RatingTarget.stars();
        case "like2" -> RatingTarget.likeFrom(Double.parseDouble(parts[1]));
        case "implicit3" ->
            new RatingTarget.Implicit(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
        default -> throw new IllegalArgumentException(message(text));
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(message(text), e);
    }
  }

  private static String message(String text) {
    return "target must be 'stars', 'like' and the lowest rating that is one, or 'implicit' and two"
        + " numbers, but was "
        + Text.quoted(text);
  }
}
