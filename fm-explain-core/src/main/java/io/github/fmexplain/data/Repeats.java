package io.github.fmexplain.data;

import java.time.Instant;

/**
 * What to do with several ratings that one user gave to one item; a {@link History} holds an item
 * once.
 *
 * <p>Which of two ratings is later is told by their times if both have one, and by the order of the
 * rows if not, or if the times are equal. More than two ratings are taken two by two, in the order
 * of the rows.
 */
public enum Repeats {

  /** Keep the latest rating: people change their minds. */
  KEEP_LAST {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      return isEarlier(next, kept) ? kept : next;
    }
  },

  /** Keep the earliest rating. */
  KEEP_FIRST {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      return isEarlier(next, kept) ? next : kept;
    }
  },

  /** Fail, and name the user, the item and both rows. */
  REFUSE {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      throw new AssertionError("the rows are refused before they are merged");
    }
  },

  /** Keep the highest rating; of equal ones, the one whose row comes first. */
  KEEP_HIGHEST {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      return next.rating() > kept.rating() ? next : kept;
    }
  },

  /** Take the arithmetic mean of the ratings, with the time of the latest. */
  MEAN {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      return sum(kept, next);
    }

    @Override
    Interaction finished(Interaction merged, int ratings) {
      return new Interaction(
          merged.itemId(), merged.rating() / ratings, merged.time(), merged.context());
    }
  },

  /** Take the sum of the ratings, with the time of the latest; for counts such as purchases. */
  SUM {
    @Override
    Interaction merged(Interaction kept, Interaction next) {
      return sum(kept, next);
    }
  };

  /** {@return what becomes of two ratings of one item; next comes in a later row} */
  abstract Interaction merged(Interaction kept, Interaction next);

  /** {@return what becomes of the merged rating when no row is left} */
  Interaction finished(Interaction merged, int ratings) {
    return merged;
  }

  private static boolean isEarlier(Interaction a, Interaction b) {
    Instant timeOfA = a.time();
    Instant timeOfB = b.time();
    return timeOfA != null && timeOfB != null && timeOfA.isBefore(timeOfB);
  }

  private static Interaction sum(Interaction kept, Interaction next) {
    return new Interaction(
        kept.itemId(),
        kept.rating() + next.rating(),
        KEEP_LAST.merged(kept, next).time(),
        kept.context());
  }
}
