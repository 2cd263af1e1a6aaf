/** The MovieLens data sets, and a synthetic stand-in of the same shape. */
module io.github.fmexplain.movielens {
  requires transitive io.github.fmexplain.core;
  requires static transitive org.jspecify;
  requires java.net.http;
  requires org.apache.commons.csv;

  exports io.github.fmexplain.movielens;
}
