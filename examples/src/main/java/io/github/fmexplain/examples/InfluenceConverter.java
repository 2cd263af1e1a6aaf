package io.github.fmexplain.examples;

import io.github.fmexplain.Influence;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;

/** Methods under the names that explanations carry. */
final class InfluenceConverter implements CommandLine.ITypeConverter<Influence>, Iterable<String> {

  private static final List<Influence> METHODS =
      List.of(
          Influence.unrolled(),
          Influence.unrolled().alongTrajectory(),
          Influence.hessian(),
          Influence.hessian().refit(),
          Influence.leastSquares(),
          Influence.paper());

  @Override
  public Influence convert(String name) {
    return METHODS.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "must be one of " + names() + ", but was '" + name + "'"));
  }

  private static List<String> names() {
    return METHODS.stream().map(Influence::name).toList();
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }
}
