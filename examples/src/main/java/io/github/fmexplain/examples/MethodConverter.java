package io.github.fmexplain.examples;

import io.github.fmexplain.Method;
import java.util.Iterator;
import picocli.CommandLine;

/** Methods under the names that explanations carry. */
final class MethodConverter implements CommandLine.ITypeConverter<Method>, Iterable<String> {

  @Override
  public Method convert(String name) {
    try {
      return Method.named(name);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Method.all().stream().map(Method::name).iterator();
  }
}
