package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder into which somebody has put an artifact, or unpacked it, once or twice. MXNet's own
 * loader wants {@code model-0000.params} and {@code model-symbol.json}, so that these names are
 * known too.
 */
final class ModelFolder implements ModelEntries {

  private static final int LONGEST_LIST = 10_000;

  private final Path folder;
  private final String place;
  private final ArtifactLimits limits;
  private final List<String> names;

  private ModelFolder(Path folder, String place, ArtifactLimits limits, List<String> names) {
    this.folder = folder;
    this.place = place;
    this.limits = limits;
    this.names = names;
  }

  static ModelFolder of(Path folder, String place, ArtifactLimits limits) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ModelFolder(
          folder,
          place,
          limits,
          files
              .limit(LONGEST_LIST)
              .filter(Files::isRegularFile)
              .map(file -> String.valueOf(file.getFileName()))
              .sorted()
              .toList());
    }
  }

  /** {@return the archive, or else the member, or empty if the member was unpacked too} */
  Optional<String> whole() {
    for (String archive : List.of("model.tar.gz", "model.tar")) {
      if (names.contains(archive)) {
        return Optional.of(archive);
      }
    }
    String lowest = null;
    int number = Integer.MAX_VALUE;
    for (String name : names) {
      Matcher matcher = TarMember.MEMBER.matcher(name);
      if (matcher.matches() && Integer.parseInt(matcher.group(1)) < number) {
        number = Integer.parseInt(matcher.group(1));
        lowest = name;
      }
    }
    return Optional.ofNullable(lowest);
  }

  /** {@return the name of the list of tensors} */
  String params() throws ArtifactFormatException {
    String name = one(MemberReader.PARAMS, ".params");
    if (!names.contains(name)) {
      throw ArtifactFormatException.at(
          place,
          "folder must have model.tar.gz, or what was unpacked from it (model.tar, model_algo-1 or"
              + " params), but has "
              + TarMember.shown(names, names.size()));
    }
    return name;
  }

  /** {@return the name of the network} */
  String symbol() {
    return one(MemberReader.SYMBOL, "-symbol.json");
  }

  private String one(String usual, String end) {
    List<String> others = names.stream().filter(name -> name.endsWith(end)).toList();
    return !names.contains(usual) && others.size() == 1 ? others.get(0) : usual;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public @Nullable InputStream open(String name) throws IOException {
    if (!names.contains(name)) {
      return null;
    }
    Path file = folder.resolve(name);
    if (Files.size(file) > limits.maximumBytes()) {
      throw TarMember.tooLarge(place, name, limits);
    }
    return Files.newInputStream(file);
  }
}
