/**
 * Files: the trained model as one file, models of other trainers, ratings and titles, and every
 * result as JSON.
 */
// Pickle has no name of a module of its own.
@SuppressWarnings("requires-automatic")
module io.github.fmexplain.io {
  requires transitive io.github.fmexplain.core;
  requires transitive org.jspecify;
  requires org.apache.commons.csv;
  requires pickle;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports io.github.fmexplain.io;
  exports io.github.fmexplain.io.models;
  exports io.github.fmexplain.io.rows;
}
