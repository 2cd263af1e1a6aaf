package io.github.fmexplain.page;

import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Unrolling;
import io.github.fmexplain.page.PageContent.Fact;
import io.github.fmexplain.page.PageContent.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a method does, and in human words what its explanations rest on. */
final class MethodTexts {

  /** Decimal digits of a double. */
  private static final int DIGITS = 16;

  /** Up to this gap training came close enough, as core judges it. */
  private static final double NEAR = 0.1;

  private final Words words;

  MethodTexts(Words words) {
    this.words = words;
  }

  List<Method> of(List<List<Explanation>> methods) {
    Map<String, Integer> names = new HashMap<>();
    List<Method> texts = new ArrayList<>();
    for (List<Explanation> explanations : methods) {
      Influence influence = explanations.get(0).method();
      int namesakes = names.merge(influence.name(), 1, Integer::sum);
      Diagnostics diagnostics = explanations.get(0).diagnostics();
      texts.add(
          new Method(
              texts.size(),
              texts.isEmpty(),
              influence.name() + (namesakes == 1 ? "" : " (" + namesakes + ")"),
              about(influence),
              !diagnostics.warnings().isEmpty(),
              new Warnings(words).of(diagnostics.warnings()),
              facts(diagnostics)));
    }
    return texts;
  }

  private String about(Influence influence) {
    if (influence instanceof Influence.Paper paper && paper.lambda() > 0) {
      return words.say("method.paper.lambda", words.rough(paper.lambda()));
    }
    return words.say("method." + influence.name());
  }

  private List<Fact> facts(Diagnostics d) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        fact("ratings", d.rowsUsed() == d.ratings() ? "all" : "some", d.rowsUsed(), d.ratings()));
    facts.add(fact("rank", d.rank() == d.dimension() ? "full" : "part", d.rank(), d.dimension()));
    int lost = (int) Math.ceil(Math.log10(Math.max(1, d.conditionNumber())));
    facts.add(
        new Fact(
            words.say("fact.condition"),
            words.rough(d.conditionNumber()),
            words.say("fact.condition.lost", Math.min(lost, DIGITS), DIGITS)));
    facts.add(
        new Fact(
            words.say("fact.ridge"),
            words.say(
                "fact.ridge.value", words.rough(d.factorRidge()), words.rough(d.linearRidge())),
            words.say("fact.ridge.meaning")));
    if (!d.resolved()) {
      facts.add(
          new Fact(
              words.say("fact.gap"),
              words.rough(d.stationarityGap()),
              words.say("fact.gap." + (d.stationarityGap() <= NEAR ? "near" : "far"))));
    }
    String parameters = d.resolved() ? "resolved" : "trained";
    facts.add(
        new Fact(
            words.say("fact.parameters"),
            words.say("fact.parameters." + parameters),
            words.say("fact.parameters." + parameters + ".meaning")));
    Unrolling unrolling = d.unrolling();
    if (unrolling != null) {
      String way = unrolling.recorded() ? "recorded" : "flow";
      facts.add(
          new Fact(
              words.say("fact.way"),
              words.say("fact.way." + way, words.rough(unrolling.time())),
              words.say("fact.way.cosine", words.rough(unrolling.cosine()))));
    }
    return facts;
  }

  private Fact fact(String name, String which, int part, int whole) {
    return new Fact(
        words.say("fact." + name),
        words.say("fact.of", part, whole),
        words.say("fact." + name + "." + which, part, whole));
  }
}
