package io.github.fmexplain.io;

import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.Audience;
import io.github.fmexplain.answer.Contrast;
import io.github.fmexplain.answer.DeletionCurve;
import io.github.fmexplain.answer.ListDrivers;
import io.github.fmexplain.answer.ModelView;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.Stability;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.answer.WhatIf;
import io.github.fmexplain.audit.CaseFile;
import io.github.fmexplain.audit.ParameterReport;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingSummary;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Results as JSON, and back: what is read equals what was written, to the last bit of every number.
 * The schema of each kind is published in {@code docs/schema}.
 *
 * <p>A record is an object whose properties have the names of its components, all of them, and null
 * for what is null. A method is {@code {"name": "replay", "thinning": 0}}, a warning {@code
 * {"kind": "low-rank", …}}, a target {@code {"kind": "like", "threshold": 4.0}}; constants are in
 * lower case, times are as {@code 2020-01-31T12:00:00Z}, metrics have SageMaker's names. Reading
 * refuses properties that it does not know, and never uses more than a fixed depth and length of
 * texts.
 */
public final class ResultsJson {

  private static final List<Class<?>> KINDS =
      List.of(
          Explanation.class,
          Recommendation.class,
          RatingEdits.class,
          WhatIf.class,
          Contrast.class,
          ListDrivers.class,
          RatingGroups.class,
          RatingGroups.Group.class,
          StrongestGroup.class,
          Stability.class,
          DeletionCurve.class,
          Audience.class,
          ModelView.ItemDrivers.class,
          ModelView.FactorEnds.class,
          Provenance.class,
          Diagnostics.class,
          Metrics.class,
          TrainingSummary.class,
          CaseFile.class,
          ParameterReport.class,
          ExplanationDocument.class);

  private ResultsJson() {}

  /** {@return the kinds of results that can be written and read} */
  public static List<Class<?>> kinds() {
    return KINDS;
  }

  /**
   * {@return a result as JSON, in one line}
   *
   * @param result one of {@link #kinds}, or a list of results of one kind
   * @throws IllegalArgumentException if it is something else, or a number in it is not finite. What
   *     {@link io.github.fmexplain.answer.Stability} cannot define is null
   */
  public static String write(Object result) {
    requireKind(result);
    return RecordWriter.write(result, false);
  }

  /**
   * {@return what {@link #write} gives, over several lines, for people}
   *
   * @param result one of {@link #kinds}, or a list of results of one kind
   * @throws IllegalArgumentException as {@link #write}
   */
  public static String writeIndented(Object result) {
    requireKind(result);
    return RecordWriter.write(result, true);
  }

  /**
   * {@return a report as JSON over several lines, with null for numbers that are not finite} For
   * records of other modules and of programs, such as evaluations, made of the same parts as
   * results; there is no way back.
   *
   * @param report a public record of records, lists, maps, texts and numbers
   * @throws IllegalArgumentException if there is something else in it
   */
  public static String writeReport(Record report) {
    Objects.requireNonNull(report, "report");
    return RecordWriter.writeReport(report);
  }

  /**
   * {@return the result that was written}
   *
   * @param json JSON
   * @param kind one of {@link #kinds}
   * @param <T> the kind
   * @throws ResultsFormatException if the text is not JSON, not such a result, or larger than 268
   *     million characters
   * @throws IllegalArgumentException if the kind is none of {@link #kinds}
   */
  public static <T> T read(String json, Class<T> kind) throws ResultsFormatException {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(kind, "kind");
    requireKind(kind);
    return RecordReader.read(json, kind);
  }

  /**
   * {@return the results that were written as a list}
   *
   * @param json JSON
   * @param kind one of {@link #kinds}
   * @param <T> the kind
   * @throws ResultsFormatException if the text is not JSON, not an array of such results, or larger
   *     than 268 million characters
   * @throws IllegalArgumentException if the kind is none of {@link #kinds}
   */
  public static <T> List<T> readList(String json, Class<T> kind) throws ResultsFormatException {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(kind, "kind");
    requireKind(kind);
    return RecordReader.readList(json, kind);
  }

  private static void requireKind(Object result) {
    if (!(result instanceof List<?> list)) {
      requireKind(result.getClass());
      return;
    }
    for (Object element : list) {
      requireKind(element.getClass());
      if (element.getClass() != list.get(0).getClass()) {
        throw new IllegalArgumentException(
            "results of a list must be of one kind, but are of "
                + list.get(0).getClass().getSimpleName()
                + " and "
                + element.getClass().getSimpleName());
      }
    }
  }

  private static void requireKind(Class<?> kind) {
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "result must be one of "
              + KINDS.stream().map(Class::getSimpleName).collect(Collectors.joining(", "))
              + ", but is "
              + kind.getSimpleName());
    }
  }
}
