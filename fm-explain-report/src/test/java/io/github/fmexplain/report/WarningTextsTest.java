package io.github.fmexplain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Warning;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarningTextsTest {

  /** A warning, and what it is in English and in German. */
  private record Said(Warning warning, String english, String german) {}

  private static final List<Said> SAID =
      List.of(
          new Said(
              new Warning.FoldedIn(null, false, 1),
              "You are new to the model: it worked out your taste from the one rating given here.",
              "Sie sind für das Modell neu: Es hat Ihren Geschmack aus der einen Bewertung ermittelt,"
                  + " die hier vorliegt."),
          new Said(
              new Warning.FoldedIn("u\u202e7", false, 1234),
              "The model does not know user u7: it worked out the taste from the 1,234 ratings"
                  + " given here.",
              "Das Modell kennt den Nutzer u7 nicht: Es hat den Geschmack aus den 1.234 Bewertungen"
                  + " ermittelt, die hier vorliegen."),
          new Said(
              new Warning.FoldedIn("7", true, 12),
              "The taste of user 7 was worked out from the 12 ratings given here, although the"
                  + " model has one from its training.",
              "Der Geschmack des Nutzers 7 wurde aus den 12 Bewertungen ermittelt, die hier"
                  + " vorliegen, obwohl das Modell einen aus seinem Training hat."),
          new Said(
              new Warning.DoesNotCompare(0.4321),
              "Do not compare these scores with those of users that the model was trained with: its"
                  + " training stopped before it had fully fitted them (gap 0.432 of 1).",
              "Diese Werte lassen sich nicht mit denen von Nutzern vergleichen, mit denen das"
                  + " Modell trainiert wurde: Sein Training endete, bevor es ihnen ganz angepasst"
                  + " war (Abstand 0,432 von 1)."),
          new Said(
              new Warning.HistoryDiffers("7", true),
              "The ratings given here are not those that the model was trained with for user 7, but"
                  + " the score is as trained: they may explain less of it.",
              "Mit den Bewertungen, die hier vorliegen, wurde das Modell für den Nutzer 7 nicht"
                  + " trainiert; der Wert ist aber der gelernte. Sie erklären vielleicht weniger"
                  + " davon."),
          new Said(
              new Warning.HistoryDiffers("7", false),
              "The model was not trained with any rating of user 7: the ratings given here cannot"
                  + " explain the score.",
              "Das Modell wurde mit keiner Bewertung des Nutzers 7 trainiert: Die Bewertungen, die"
                  + " hier vorliegen, können den Wert nicht erklären."),
          new Said(
              new Warning.TagsDiffer("7"),
              "The tags of user 7 are not those that the model was trained with, and this changes"
                  + " the score.",
              "Mit diesen Merkmalen des Nutzers 7 wurde das Modell nicht trainiert, und das ändert"
                  + " den Wert."),
          new Said(
              new Warning.TagsDiffer(null),
              "This history has no user tags, but every history that the model was trained with had"
                  + " some; this changes the score.",
              "Hier sind keine Merkmale des Nutzers angegeben, im Training hatte jeder Nutzer"
                  + " welche; das ändert den Wert."),
          new Said(
              new Warning.RatingsLeftOut(List.of("i1")),
              "One rating was left out because the model does not know its item: i1.",
              "Eine Bewertung wurde weggelassen, weil das Modell den Titel nicht kennt: i1."),
          new Said(
              new Warning.RatingsLeftOut(Collections.nCopies(1200, "i\n")),
              "1,200 ratings were left out because the model does not know their items: i, i, i, i,"
                  + " i, ….",
              "1.200 Bewertungen wurden weggelassen, weil das Modell die Titel nicht kennt: i, i,"
                  + " i, i, i, …."),
          new Said(
              new Warning.PoorFit(0.71234, 0.69),
              "The model predicts its own training ratings no better than a constant does (loss"
                  + " 0.712 against 0.69), so its scores say little about taste.",
              "Das Modell sagt die Bewertungen seines eigenen Trainings nicht besser vorher als eine"
                  + " Konstante (Verlust 0,712 gegenüber 0,69), daher sagen seine Werte wenig über"
                  + " Geschmack."),
          new Said(
              new Warning.LowRank(20, 65, 21),
              "Your ratings (21) settle 20 of 65 directions of taste. In the others the numbers rely"
                  + " on what the model assumes about everybody.",
              "Ihre Bewertungen (21) legen 20 von 65 Richtungen des Geschmacks fest. In den anderen"
                  + " stützen sich die Zahlen auf das, was das Modell von allen annimmt."),
          new Said(
              new Warning.NotStationary(0.34, null),
              "Training stopped before it had fully fitted your ratings (gap 0.34 of 1). The"
                  + " residual is the part of the score that no rating explains.",
              "Das Training endete, bevor es Ihren Bewertungen ganz angepasst war (Abstand 0,34 von"
                  + " 1). Der Rest ist der Teil des Werts, den keine Bewertung erklärt."),
          new Said(
              new Warning.NotStationary(0.8, "replay"),
              "Training stopped long before it had fitted your ratings (gap 0.8 of 1), but this"
                  + " method assumes that it had: its numbers can be far too large, and should"
                  + " not be relied on. Use the method replay, which does not need that.",
              "Das Training endete lange, bevor es Ihren Bewertungen angepasst war (Abstand 0,8 von"
                  + " 1); dieses Verfahren setzt das aber voraus. Seine Zahlen können viel zu groß"
                  + " sein, und man sollte sich nicht auf sie verlassen. Nehmen Sie das Verfahren"
                  + " replay, das dies nicht braucht."),
          new Said(
              new Warning.NoRatings(false, false),
              "There are no ratings to go by: these scores are the same for everybody.",
              "Es gibt keine Bewertungen, nach denen es gehen könnte: Diese Werte haben die Titel"
                  + " für alle."),
          new Said(
              new Warning.NoRatings(false, true),
              "There are no ratings to go by: these scores are the same for everybody"
                  + " with these tags.",
              "Es gibt keine Bewertungen, nach denen es gehen könnte: Diese Werte haben die Titel"
                  + " für alle mit diesen Merkmalen."),
          new Said(
              new Warning.NoRatings(true, false),
              "No ratings are given here: the score is as trained, and no rating can explain any of"
                  + " it.",
              "Hier liegen keine Bewertungen vor: Der Wert ist der gelernte, und keine Bewertung"
                  + " kann etwas davon erklären."),
          new Said(
              new Warning.LikesAsRatings(),
              "The model is a regressor, trained on likes as 1 and 0: its scores are neither ratings"
                  + " nor chances of a like. For likes, train a binary classifier.",
              "Das Modell ist ein Regressor, trainiert auf „gefällt“ und „gefällt nicht“ als 1 und"
                  + " 0: Seine Werte sind weder Bewertungen noch Chancen, dass etwas gefällt. Dafür ist"
                  + " ein binärer Klassifikator da."),
          new Said(
              new Warning.LabelsAsLogits(),
              "This method treats likes and dislikes, 1 and 0, as if they were scores in logits. The method"
                  + " hessian does not.",
              "Dieses Verfahren nimmt „gefällt“ und „gefällt nicht“, 1 und 0, für Werte in Logits."
                  + " Das Verfahren hessian tut das nicht."),
          new Said(
              new Warning.ReplayDiffers(0.5),
              "The replay of your training did not end where training did (distance 0.5; 0 is the"
                  + " same end). Treat these numbers as estimates.",
              "Das wiederholte Training endete nicht dort, wo das Training endete (Abstand 0,5; 0"
                  + " ist dasselbe Ende). Nehmen Sie diese Zahlen als Schätzungen."),
          new Said(
              new Warning.OtherMethod("hessian", "hessian-solved-again"),
              "The method hessian is not possible for this model or user; hessian-solved-again was"
                  + " used instead.",
              "Das Verfahren hessian ist für dieses Modell oder diesen Nutzer nicht möglich;"
                  + " stattdessen lief hessian-solved-again."),
          new Said(
              new Warning.NothingLiked(2, 3.5),
              "None of your ratings (2) reaches 3.5. This method counts likes only, so no rating gets"
                  + " a share and the whole score is residual.",
              "Keine Ihrer Bewertungen (2) erreicht 3,5. Dieses Verfahren zählt nur, was gefiel, so"
                  + " dass keine Bewertung einen Anteil hat und der ganze Wert Rest ist."),
          new Said(
              new Warning.NotLiked(1, 15, 7),
              "1 of 15 ratings is below 7. This method counts likes only and leaves it out.",
              "1 von 15 Bewertungen liegt unter 7. Dieses Verfahren zählt nur, was gefiel, und lässt"
                  + " sie weg."),
          new Said(
              new Warning.NotLiked(3, 15, 4),
              "3 of 15 ratings are below 4. This method counts likes only and leaves them out.",
              "3 von 15 Bewertungen liegen unter 4. Dieses Verfahren zählt nur, was gefiel, und lässt"
                  + " sie weg."),
          new Said(
              new Warning.Singular(3, 65),
              "Your ratings settle only 3 of 65 directions. Among all answers that fit, this method"
                  + " takes the smallest.",
              "Ihre Bewertungen legen nur 3 von 65 Richtungen fest. Unter allen Antworten, die"
                  + " passen, nimmt dieses Verfahren die kleinste."),
          new Said(
              new Warning.IllConditioned(1.3e12),
              "With a condition number of 1.3E12 these numbers are largely rounding errors. A larger"
                  + " λ would help.",
              "Bei einer Konditionszahl von 1,3E12 sind diese Zahlen größtenteils Rundungsfehler."
                  + " Ein größeres λ würde helfen."));

  @Test
  void everyWarning_isSaidInBothLanguages() {
    assertEquals(
        Set.of(Warning.class.getPermittedSubclasses()),
        SAID.stream().map(said -> said.warning().getClass()).collect(Collectors.toSet()));
    WarningTexts english = WarningTexts.in(Locale.ENGLISH);
    WarningTexts german = WarningTexts.in(Locale.GERMANY);
    for (Said said : SAID) {
      assertEquals(said.english(), english.of(said.warning()));
      assertEquals(said.german(), german.of(said.warning()));
    }
  }

  /** Every warning has its numbers and ids in every language, and words of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"fr", "es", "it"})
  void everyWarning_isSaidInOtherLanguages(String language) {
    WarningTexts texts = WarningTexts.in(Locale.forLanguageTag(language));
    assertEquals("WarningTexts[" + language + "]", texts.toString());
    for (Said said : SAID) {
      String text = texts.of(said.warning());
      assertNotEquals(said.english(), text);
      assertFalse(text.contains("{") || text.contains("''"), text);
      assertTrue(text.endsWith("."), text);
      assertEquals(digits(said.english()), digits(text), text);
    }
  }

  /** One rating, and one direction, have words of their own in every language. */
  @Test
  void oneRating_isNoPlural() {
    assertSaid(
        new Warning.LowRank(1, 17, 1),
        List.of(
            "Your one rating settles 1 of 17 directions of taste.",
            "Ihre eine Bewertung legt 1 von 17 Richtungen des Geschmacks fest.",
            "Votre seule note fixe 1 direction du goût sur 17.",
            "Su única valoración fija 1 de 17 direcciones del gusto.",
            "La sua unica valutazione fissa 1 direzione del gusto su 17."));
    assertSaid(
        new Warning.LowRank(0, 1, 2),
        List.of(
            "Your ratings (2) settle 0 of 1 direction of taste.",
            "Ihre Bewertungen (2) legen 0 von 1 Richtung des Geschmacks fest.",
            "Vos notes (2) fixent 0 direction du goût sur 1.",
            "Sus valoraciones (2) fijan 0 de 1 dirección del gusto.",
            "Le sue valutazioni (2) fissano 0 direzioni del gusto su 1."));
    assertSaid(
        new Warning.LowRank(12, 17, 15),
        List.of(
            "Your ratings (15) settle 12 of 17 directions of taste.",
            "Ihre Bewertungen (15) legen 12 von 17 Richtungen des Geschmacks fest.",
            "Vos notes (15) fixent 12 directions du goût sur 17.",
            "Sus valoraciones (15) fijan 12 de 17 direcciones del gusto.",
            "Le sue valutazioni (15) fissano 12 direzioni del gusto su 17."));
    assertSaid(
        new Warning.Singular(1, 17),
        List.of(
            "Your ratings settle only 1 of 17 directions.",
            "Ihre Bewertungen legen nur 1 von 17 Richtungen fest.",
            "Vos notes ne fixent que 1 direction sur 17.",
            "Sus valoraciones fijan solo 1 de 17 direcciones.",
            "Le sue valutazioni fissano solo 1 direzione su 17."));
    assertSaid(
        new Warning.NothingLiked(1, 4),
        List.of(
            "Your one rating does not reach 4.",
            "Ihre eine Bewertung erreicht nicht 4.",
            "Votre seule note n'atteint pas 4.",
            "Su única valoración no llega a 4.",
            "La sua unica valutazione non raggiunge 4."));
    for (int none : new int[] {0, 2}) {
      assertSaid(
          new Warning.NothingLiked(none, 4),
          List.of(
              "None of your ratings (" + none + ") reaches 4.",
              "Keine Ihrer Bewertungen (" + none + ") erreicht 4.",
              "Aucune de vos notes (" + none + ") n'atteint 4.",
              "Ninguna de sus valoraciones (" + none + ") llega a 4.",
              "Nessuna delle sue valutazioni (" + none + ") raggiunge 4."));
    }
  }

  /** What is said first, in the five languages. */
  private static void assertSaid(Warning warning, List<String> said) {
    List<String> languages = List.of("en", "de", "fr", "es", "it");
    for (int j = 0; j < languages.size(); j++) {
      String text = WarningTexts.in(Locale.forLanguageTag(languages.get(j))).of(warning);
      assertTrue(text.startsWith(said.get(j) + " "), text);
    }
  }

  private static String digits(String text) {
    return text.chars()
        .filter(Character::isDigit)
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void toString_isTheLanguage() {
    assertEquals("WarningTexts[en]", WarningTexts.in(Locale.JAPANESE).toString());
  }
}
