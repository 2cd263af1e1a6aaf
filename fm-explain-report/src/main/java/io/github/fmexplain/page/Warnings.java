package io.github.fmexplain.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says the warnings of diagnostics in a page's language. Core says them in English only; each that
 * is known here is found by its words and said again with its numbers, any other is left as it is.
 */
final class Warnings {

  /**
   * A warning on a page.
   *
   * @param text what it says
   * @param verbatim whether these are the English words of core
   */
  record Warning(String text, boolean verbatim) {}

  /** A warning of core: how it is found, and the key of what is said instead. */
  record Known(String key, Pattern words) {}

  private static final String COUNT = "(\\d+) ratings?";

  static final List<Known> KNOWN =
      List.of(
          known("new", "the user is new to the model: .* re-solved from " + COUNT),
          known("unknown", "user '(.*)' is unknown to the model: .* re-solved from " + COUNT),
          known("refit", "the trained factors are as long as .*: unrolled is hessian-refit here"),
          known("rank", "rank (\\d+) of (\\d+): this user has " + COUNT + "; .* lean on the ridge"),
          known("gap", "training stopped before this user's optimum \\(gap (\\S+) of 1\\): .*"),
          known("labels", "least squares takes the labels 0 and 1 .* for logits; prefer hessian"),
          known(
              "nothing-liked", "this user likes nothing: none of " + COUNT + " reaches ([^,]+),.*"),
          known("below", "(\\d+) of " + COUNT + " below ([^:]+): no like, no contribution"),
          known("singular", "rank (\\d+) of (\\d+): the matrix of the paper is singular; .*"),
          known("condition", "condition number ([^:]+): the contributions are .* rounding; .*"));

  private final Words words;

  Warnings(Words words) {
    this.words = words;
  }

  private static Known known(String key, String words) {
    return new Known("warning." + key, Pattern.compile(words, Pattern.DOTALL));
  }

  List<Warning> of(List<String> warnings) {
    return warnings.stream().map(this::of).toList();
  }

  private Warning of(String warning) {
    for (Known known : KNOWN) {
      Matcher found = known.words.matcher(warning);
      if (found.matches()) {
        List<String> arguments = new ArrayList<>();
        for (int g = 1; g <= found.groupCount(); g++) {
          arguments.add(argument(found.group(g)));
        }
        return new Warning(words.say(known.key, arguments.toArray()), false);
      }
    }
    return new Warning(Titles.clean(warning), true);
  }

  /** Returns a number as the language writes it, and anything else as it is. */
  private String argument(String value) {
    try {
      return value.matches("\\d+") ? value : words.rough(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return Titles.clean(value);
    }
  }
}
