package io.github.fmexplain.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.page.Warnings.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WarningsTest {

  private final Warnings english = new Warnings(Words.in(Locale.ENGLISH));
  private final Warnings german = new Warnings(Words.in(Locale.GERMAN));

  /** Returns the warnings of core for many users, models and methods. */
  private static Set<String> ofCore() {
    Set<String> warnings = new TreeSet<>();
    for (PredictorType type : PredictorType.values()) {
      for (int seed = 0; seed < 4; seed++) {
        RandomWorld world = new RandomWorld(seed, type, 25, 3);
        List<History> histories = new ArrayList<>();
        for (int size : new int[] {1, 3, 20}) {
          histories.add(world.history("u1", size));
          histories.add(world.history("u1", size).asNewUser());
          histories.add(world.history("somebody else", size));
        }
        histories.add(History.of("u1", List.of(Interaction.of("i0", 2), Interaction.of("i1", 1))));
        for (Influence method : RandomWorld.methods()) {
          FmExplainer explainer = world.explainer().influence(method).build();
          for (History history : histories) {
            warnings.addAll(explainer.forHistory(history).diagnostics().warnings());
          }
        }
      }
    }
    warnings.addAll(ofItemsThatAreNearlyNothing());
    return warnings;
  }

  /** The second item's vector is so short that the paper's matrix is nearly singular. */
  private static List<String> ofItemsThatAreNearlyNothing() {
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("a", "b"));
    float[] factors = {1, 1, 1, 0, 0, 1e-9f};
    FmExplainer explainer =
        FmExplainer.builder()
            .model(FmModel.of(PredictorType.BINARY_CLASSIFIER, 2, 0, new float[3], factors))
            .encoder(encoder)
            .catalogue(
                Catalogue.of(
                    List.of(
                        new CatalogueItem("a", "A", Set.of()),
                        new CatalogueItem("b", "B", Set.of()))))
            .ridge(1, 1)
            .influence(Influence.paper().withItemVectors(Influence.ItemVectors.FACTORS))
            .build();
    return explainer
        .forHistory(History.of("u", List.of(Interaction.of("a", 5), Interaction.of("b", 5))))
        .diagnostics()
        .warnings();
  }

  @Test
  void everyWarningOfCore_isSaidInBothLanguages() {
    List<String> warnings = List.copyOf(ofCore());
    for (Warnings.Known known : Warnings.KNOWN) {
      assertTrue(
          warnings.stream().anyMatch(warning -> known.words().matcher(warning).matches()),
          known.key());
    }
    for (Warnings language : List.of(english, german)) {
      List<Warning> said = language.of(warnings);
      for (int w = 0; w < warnings.size(); w++) {
        assertFalse(said.get(w).verbatim(), warnings.get(w));
      }
    }
  }

  @Test
  void numbers_areTakenOver() {
    assertEquals(
        new Warning(
            "Ihre Bewertungen (21) legen 20 von 65 Richtungen des Geschmacks fest. In den anderen"
                + " stützen sich die Zahlen auf das, was das Modell von allen annimmt.",
            false),
        german
            .of(List.of("rank 20 of 65: this user has 21 ratings; contributions lean on the ridge"))
            .get(0));
    assertEquals(
        "With a condition number of 1.3E12 these numbers are largely rounding errors.",
        english
            .of(
                List.of(
                    "condition number 1.3e+12: the contributions are largely rounding; set"
                        + " lambda"))
            .get(0)
            .text());
  }

  @Test
  void otherWarnings_areLeftAsTheyAre() {
    assertEquals(
        List.of(new Warning("the moon is full", true)),
        german.of(List.of("the moon is\u0000full")));
  }
}
