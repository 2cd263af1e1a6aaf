package io.github.fmexplain.examples;

import io.github.fmexplain.data.Repeats;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** What to do with repeats, under names such as {@code keep-last}. */
final class RepeatsConverter implements CommandLine.ITypeConverter<Repeats>, Iterable<String> {

  private static final List<String> NAMES =
      Arrays.stream(Repeats.values()).map(RepeatsConverter::nameOf).toList();

  static String nameOf(Repeats repeats) {
    return repeats.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Repeats convert(String name) {
    return Arrays.stream(Repeats.values())
        .filter(repeats -> nameOf(repeats).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "must be one of " + String.join(", ", NAMES) + ", but was '" + name + "'"));
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
