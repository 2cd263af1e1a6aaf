package io.github.fmexplain.sagemaker.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LogMetricProperties {

  @Property(seed = "1")
  void anyValue_isReadBack(@ForAll double value, @ForAll @IntRange(max = 9999) int epoch) {
    List<LogMetric> metrics =
        LogMetric.parse(
            "x #quality_metric: host=algo-1, epoch=" + epoch + ", train mse <loss>=" + value);
    assertEquals(value, metrics.get(0).value());
    assertEquals(epoch, metrics.get(0).epoch().getAsInt());
  }

  @Property(seed = "1")
  void anyText_isRead(@ForAll String text) {
    assertNotNull(LogMetric.parse(text));
    assertTrue(
        LogMetric.parse(text + "#progress_metric: host=algo-1, completed 5.0 % of epochs" + text)
                .size()
            >= 1);
  }
}
