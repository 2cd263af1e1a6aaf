package io.github.fmexplain.examples;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.train.TrainedModel;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The users of ratings beside those that a model was trained with.
 *
 * @param model the model
 * @param histories all users, with what its training sampled
 * @param same how many have the ratings of the training
 * @param changed how many were trained with other ratings
 */
record TrainedUsers(TrainedModel model, List<History> histories, long same, long changed) {

  static TrainedUsers of(TrainedModel model, RatingsData data) {
    List<History> histories =
        data.training().stream().map(model.summary().histories()::withSampled).toList();
    long same = histories.stream().filter(history -> isAsTrained(history, model)).count();
    long known =
        histories.stream().filter(h -> isKnown(Objects.requireNonNull(h.userId()), model)).count();
    return new TrainedUsers(model, histories, same, known - same);
  }

  /** {@return whether the model was trained with just this history} */
  static boolean isAsTrained(History history, TrainedModel model) {
    String userId = history.userId();
    return userId != null
        && HistoryHash.of(model.summary().histories().withSampled(history))
            .equals(model.trainingHash(userId));
  }

  /** {@return whether the model was trained with a user} */
  static boolean isKnown(String userId, TrainedModel model) {
    return model.trainingHash(userId) != null;
  }

  /** {@return whether the users and their ratings are those of the training} */
  boolean isAll() {
    return same == histories.size() && same == model.summary().histories().userIds().size();
  }

  /**
   * {@return how many are as trained, why the others may not be, and how those are explained that
   * are asked for}
   *
   * @param asked users
   * @param today whether those with other ratings are folded in
   */
  String text(Set<String> asked, boolean today) {
    long unknown = histories.size() - same - changed;
    long missing = model.summary().histories().userIds().size() - same - changed;
    return same
        + " of "
        + ExampleCommand.count(histories.size(), "user")
        + " have the ratings that the model was trained on"
        + (changed == 0
            ? ""
            : "; "
                + changed
                + (changed == 1 ? " has" : " have")
                + " others: "
                + (same == 0
                    ? "are these the ratings of the training, and the options that read them?"
                    : "they have rated since, or other options read the ratings"))
        + (unknown == 0 ? "" : "; " + unknown + (unknown == 1 ? " is" : " are") + " new to it")
        + (missing == 0 ? "" : "; " + missing + " of the training are not here")
        + askedText(asked, today);
  }

  private String askedText(Set<String> asked, boolean today) {
    long others =
        histories.stream()
            .filter(h -> asked.contains(h.userId()) && !isAsTrained(h, model))
            .filter(h -> isKnown(Objects.requireNonNull(h.userId()), model))
            .count();
    if (asked.size() > 1) {
      return others == 0
          ? ""
          : "; of the "
              + asked.size()
              + " who are asked for, "
              + others
              + (others == 1 ? " has others and is" : " have others and are")
              + how(today);
    }
    String user = asked.iterator().next();
    return "; user '"
        + user
        + "' "
        + (others == 1
            ? "has others and is" + how(today)
            : isKnown(user, model) ? "has those of the training" : "is new to it and folded in");
  }

  private static String how(boolean today) {
    return today
        ? " folded in from the ratings of today"
        : " explained as trained; --as-of today takes the ratings of today";
  }
}
