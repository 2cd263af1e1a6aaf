package io.github.fmexplain.io;

/** What to say where there is not enough memory. */
final class Memory {

  private Memory() {}

  static String mustHold(String what) {
    return "memory must hold "
        + what
        + ", but the Java virtual machine has at most "
        + Runtime.getRuntime().maxMemory()
        + " bytes; give it more with -Xmx";
  }
}
