package io.github.fmexplain.sagemaker.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Pointer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.ParameterGroup;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The local trainer against a training whose every step is taken by {@code
 * adam_update(lazy_update=True)} of the real MXNet library, on gradients by the formulas.
 */
class MxNetAdamTest {

  private static final int USERS = 9;
  private static final int ITEMS = 7;
  private static final int K = 3;
  private static final int BATCH = 8;

  private static TrainingSet set() {
    Random random = new Random(3);
    List<History> histories = new ArrayList<>();
    for (int user = 1; user <= USERS; user++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int item = 1; item <= ITEMS; item++) {
        if (random.nextInt(3) > 0) {
          ratings.add(Interaction.of("i" + item, 1 + random.nextInt(5)));
        }
      }
      histories.add(History.of("u" + user, ratings));
    }
    return TrainingSet.of(
            OneHotEncoder.of(ids("u", USERS), ids("i", ITEMS)),
            histories,
            RatingTarget.likeFrom(4))
        .shuffled(1);
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(j -> prefix + j).toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0.05})
  void training_isThatOfMxNetsOwnSteps(double clip) throws InterruptedException {
    TrainingSet set = set();
    FmHyperparameters settings =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(K)
            .epochs(20)
            .miniBatchSize(BATCH)
            .biasLr(0.01)
            .linearLr(0.01)
            .factorsLr(0.01)
            .factorsWd(0.01)
            .factorsInit(Initializer.normal(0.1))
            .clipGradient(clip)
            .build();
    TrainingResult result =
        LocalTrainer.builder().seed(5).recordPath().build().fit(set, settings);
    Parameters trained = new Parameters(result, settings);
    int batches = (set.numRows() - 1) / BATCH + 1;
    for (int step = 0; step < 20 * batches; step++) {
      trained.step(set, step % batches * BATCH, step + 1, settings);
    }
    FmModel model = result.model();
    float[] v = MxNetLibrary.MXNET.values(trained.factors[0]);
    float[] w = MxNetLibrary.MXNET.values(trained.linear[0]);
    assertEquals(MxNetLibrary.MXNET.values(trained.bias[0])[0], model.bias(), 2e-6);
    for (int f = 0; f < USERS + ITEMS; f++) {
      assertEquals(w[f], model.linearWeight(f), 2e-6);
      for (int c = 0; c < K; c++) {
        assertEquals(v[f * K + c], model.factors(f)[c], 2e-6);
      }
    }
  }

  /** Weights and moments that live in MXNet: {weight, mean, variance} of each group. */
  private static final class Parameters {
    private final Pointer[] bias;
    private final Pointer[] linear;
    private final Pointer[] factors;

    /** Starts where a training did. */
    Parameters(TrainingResult result, FmHyperparameters settings) {
      TrainingPath path = Objects.requireNonNull(result.path());
      FmModel start = path.points().get(0);
      float[] w = new float[USERS + ITEMS];
      float[] v = new float[w.length * K];
      for (int f = 0; f < w.length; f++) {
        float[] own =
            f < USERS
                ? TrainingPath.firstOf(path, result.model(), settings, f)
                : start.factors(f - USERS);
        System.arraycopy(own, 0, v, f * K, K);
        w[f] = f < USERS ? own[K] : start.linearWeight(f - USERS);
      }
      bias = group(new float[] {start.bias()}, 1);
      linear = group(w, 1);
      factors = group(v, K);
    }

    private static Pointer[] group(float[] start, int width) {
      int height = start.length / width;
      return new Pointer[] {
        MxNetLibrary.MXNET.floats(start, height, width),
        MxNetLibrary.MXNET.floats(new float[start.length], height, width),
        MxNetLibrary.MXNET.floats(new float[start.length], height, width)
      };
    }

    void step(TrainingSet set, int from, int t, FmHyperparameters settings) {
      float[] v = MxNetLibrary.MXNET.values(factors[0]);
      float[] w = MxNetLibrary.MXNET.values(linear[0]);
      float b = MxNetLibrary.MXNET.values(bias[0])[0];
      TreeSet<Integer> present = new TreeSet<>();
      double biasGradient = 0;
      double[] linearGradient = new double[w.length];
      double[] factorsGradient = new double[v.length];
      int to = Math.min(from + BATCH, set.numRows());
      for (int row = from; row < to; row++) {
        int user = set.index(row, 0);
        int item = set.index(row, 1);
        double score = (double) b + w[user] + w[item];
        for (int c = 0; c < K; c++) {
          score += (double) v[user * K + c] * v[item * K + c];
        }
        double residual = FmModel.sigmoid(score) - set.target(row);
        biasGradient += residual;
        present.addAll(List.of(user, item));
        linearGradient[user] += residual;
        linearGradient[item] += residual;
        for (int c = 0; c < K; c++) {
          factorsGradient[user * K + c] += residual * v[item * K + c];
          factorsGradient[item * K + c] += residual * v[user * K + c];
        }
      }
      // The empty rows of the last batch.
      biasGradient += (BATCH - (to - from)) * FmModel.sigmoid(b);
      long[] rows = present.stream().mapToLong(Integer::longValue).toArray();
      update(bias, new long[1], new double[] {biasGradient}, 1, settings.bias(), t, settings);
      update(linear, rows, linearGradient, 1, settings.linear(), t, settings);
      update(factors, rows, factorsGradient, K, settings.factors(), t, settings);
    }

    private static void update(
        Pointer[] group,
        long[] rows,
        double[] gradient,
        int width,
        ParameterGroup how,
        int t,
        FmHyperparameters settings) {
      float[] present = new float[rows.length * width];
      for (int j = 0; j < present.length; j++) {
        present[j] = (float) gradient[(int) rows[j / width] * width + j % width];
      }
      double correction = Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      MxNetLibrary.MXNET.lazyAdam(
          group[0],
          group[1],
          group[2],
          rows,
          present,
          Map.of(
              "lr", Double.toString(how.lr() * correction),
              "wd", Double.toString(how.wd()),
              "rescale_grad", Double.toString(1.0 / BATCH),
              "clip_gradient", Double.toString(settings.clipGradient().orElse(-1)),
              "lazy_update", "True"));
    }
  }
}
