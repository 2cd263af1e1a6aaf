/** Needs core alone. */
module consumer {
  requires io.github.fmexplain.core;
}
