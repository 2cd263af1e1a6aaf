/** Explanations for people: sentences, tables of text, charts, and a page. */
// JFreeChart and Batik have names of modules, but no descriptors.
@SuppressWarnings("requires-automatic")
module io.github.fmexplain.report {
  requires transitive io.github.fmexplain.core;
  requires static transitive org.jspecify;
  requires com.samskivert.jmustache;
  requires transitive java.desktop;
  requires org.apache.xmlgraphics.batik.svggen;
  requires org.jfree.jfreechart;

  exports io.github.fmexplain.report;
  exports io.github.fmexplain.report.chart;
  exports io.github.fmexplain.report.page;

  // Templates take their values from records there.
  opens io.github.fmexplain.report.internal to
      com.samskivert.jmustache;
  opens io.github.fmexplain.report.page to
      com.samskivert.jmustache;
}
