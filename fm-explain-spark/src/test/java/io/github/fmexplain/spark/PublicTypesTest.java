package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class PublicTypesTest {

  private static final RandomWorld WORLD = new RandomWorld(3, PredictorType.REGRESSOR, 9, 2);
  private static final TrainedModel TRAINED = WORLD.trained(List.of());

  private static SplitModel split() {
    return new SplitModel(TRAINED, Sparks.local().sql("select 'u' user, array(1f, 2f) theta"));
  }

  @Test
  void settings_areSetOnce() {
    BuilderRules.rules()
        .sample(TrainedModel.class, () -> TRAINED)
        .sample(SplitModel.class, PublicTypesTest::split)
        .sample(Method.class, Method::hessian)
        .sample(Dataset.class, () -> Sparks.items(WORLD.catalogue))
        .assertAllSetOnce(SparkExplainer.class);
  }

  @Test
  void null_failsAtTheCallWithItsName() {
    ExplainTransformer stage = new ExplainTransformer();
    NullRules.rules()
        .value(
            TRAINED,
            split(),
            Method.hessian(),
            Sparks.items(WORLD.catalogue),
            stage,
            stage.modelPath(),
            SparkExplainer.builder(),
            SparkExplainer.builder().model(TRAINED).method(Method.hessian()).build())
        .inputs(SplitModel.class)
        // Spark's own fitted models, and what Spark itself calls.
        .without(
            "SparkModels.als",
            "SparkModels.fm",
            "ExplainTransformer.transformSchema",
            "ExplainTransformer.copy",
            "ExplainTransformer.load")
        .assertAllNamed(SparkExplainer.class);
  }

  @Test
  void publicTypes_sayWhatTheyAre() {
    ToStringRules.assertDeclared(SparkExplainer.class);
    ToStringRules.assertOneLine(
        split(), new ExplainTransformer(), new SparkRecordIo.Shard("part-00000.pbr", 2, 90));
    assertEquals(
        "SparkExplainer[" + TRAINED + ", hessian, HistoryRows[count 10, strongest 10]]",
        SparkExplainer.builder().model(TRAINED).method(Method.hessian()).build().toString());
  }

  /** What is sent to executors goes through either of Spark's serializers. */
  @Test
  void models_goThroughBothSerializers() {
    SparkConf conf = new SparkConf();
    Settings settings = new Settings("least-squares", false);
    Source.Envelope sent =
        new Source.Envelope(TRAINED, ItemTable.of(Sparks.items(WORLD.catalogue)));
    ClassTag<Source.Envelope> tag = ClassTag$.MODULE$.apply(Source.Envelope.class);
    for (SerializerInstance serializer :
        List.of(new JavaSerializer(conf).newInstance(), new KryoSerializer(conf).newInstance())) {
      Source.Envelope received = serializer.deserialize(serializer.serialize(sent, tag), tag);
      FmExplainer explainer = received.open(settings);
      assertEquals(TRAINED, explainer.trained());
      assertEquals(Sparks.inOrder(WORLD.catalogue).items(), explainer.catalogue().items());
      assertEquals(Method.leastSquares(), explainer.method());
    }
  }

  /** The parts of a time come together again, before 1970 too. */
  @Property(seed = "1")
  void times_keepTheirMicroseconds(@ForAll long micros) {
    Instant time = Given.time(micros);
    assertEquals(micros, time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
  }
}
