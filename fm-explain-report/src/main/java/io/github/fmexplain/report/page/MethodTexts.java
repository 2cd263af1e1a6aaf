package io.github.fmexplain.report.page;

import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.Warning;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.report.page.PageContent.Fact;
import io.github.fmexplain.report.page.PageContent.MethodText;
import java.util.ArrayList;
import java.util.List;

/** Says what a method does, and in human words what its explanations rest on. */
final class MethodTexts {

  /** Decimal digits of a double. */
  private static final int DIGITS = 16;

  private final Words words;
  private final WarningTexts warnings;

  MethodTexts(Words words) {
    this.words = words;
    this.warnings = WarningTexts.in(words.locale());
  }

  List<MethodText> of(List<List<Explanation>> methods) {
    List<MethodText> texts = new ArrayList<>();
    for (List<Explanation> explanations : methods) {
      Method method = explanations.get(0).method();
      Diagnostics diagnostics = explanations.get(0).diagnostics();
      texts.add(
          new MethodText(
              texts.size(),
              texts.isEmpty(),
              method.name(),
              about(method),
              !diagnostics.warnings().isEmpty(),
              diagnostics.warnings().stream().map(warnings::of).toList(),
              facts(method, diagnostics)));
    }
    return texts;
  }

  private String about(Method method) {
    if (method instanceof Method.Paper paper && paper.lambda() > 0) {
      return words.say("method.paper.lambda", words.rough(paper.lambda()));
    }
    return words.say("method." + method.name());
  }

  private List<Fact> facts(Method method, Diagnostics d) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        share("ratings", d.rowsUsed() == d.ratings() ? "all" : "some", d.rowsUsed(), d.ratings()));
    if (method instanceof Method.Removal) {
      // Nothing is solved, and nobody was trained.
      return facts;
    }
    facts.add(share("rank", d.rank() == d.dimension() ? "full" : "part", d.rank(), d.dimension()));
    int lost = (int) Math.ceil(Math.log10(Math.max(1, d.conditionNumber())));
    facts.add(
        fact(
            "condition",
            words.rough(d.conditionNumber()),
            words.say("fact.condition.lost", Math.min(lost, DIGITS), DIGITS)));
    facts.add(
        fact(
            "ridge",
            words.say(
                "fact.ridge.value", words.rough(d.factorRidge()), words.rough(d.linearRidge())),
            words.say("fact.ridge.meaning")));
    if (!d.foldedIn()) {
      facts.add(distance("gap", d.stationarityGap(), Warning.NotStationary.NEAR));
    }
    facts.add(choice("parameters", d.foldedIn() ? "folded-in" : "trained"));
    Replayed replay = d.replay();
    if (replay != null) {
      facts.add(choice("path", replay.path().name()));
      facts.add(
          fact(
              "thinning",
              words.say("fact.thinning.value", replay.thinning(), words.rough(replay.thinning())),
              words.say("fact.thinning.meaning", replay.thinning())));
      facts.add(distance("distance", replay.distance(), Warning.ReplayDiffers.FAR));
    }
    return facts;
  }

  private Fact fact(String name, String value, String meaning) {
    return new Fact(words.say("fact." + name), value, meaning);
  }

  private Fact share(String name, String which, int part, int whole) {
    return fact(name, words.say("fact.of", part, whole), words.say("fact." + name + "." + which));
  }

  private Fact choice(String name, String which) {
    String key = "fact." + name + "." + which;
    return fact(name, words.say(key), words.say(key + ".meaning"));
  }

  private Fact distance(String name, double value, double near) {
    return fact(
        name, words.rough(value), words.say("fact." + name + (value <= near ? ".near" : ".far")));
  }
}
