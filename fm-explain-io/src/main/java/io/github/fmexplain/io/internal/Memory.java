package io.github.fmexplain.io.internal;

/** What to say where there is not enough memory. */
public final class Memory {

  private Memory() {}

  /**
   * {@return a message for running out of memory}
   *
   * @param what what memory must hold
   */
  public static String mustHold(String what) {
    return "memory must hold "
        + what
        + ", but the Java virtual machine has at most "
        + Runtime.getRuntime().maxMemory()
        + " bytes; give it more with -Xmx";
  }
}
