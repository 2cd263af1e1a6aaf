/** A module that needs the core. */
module consumer {
  requires io.github.fmexplain.core;

  exports consumer;
}
