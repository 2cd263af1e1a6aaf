package io.github.fmexplain.examples;

import picocli.CommandLine;

/** Reads the version of the jar. */
final class JarVersion implements CommandLine.IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = JarVersion.class.getPackage().getImplementationVersion();
    return new String[] {"fm-explain " + (version == null ? "(not from a jar)" : version)};
  }
}
