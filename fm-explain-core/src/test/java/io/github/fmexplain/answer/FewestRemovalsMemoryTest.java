package io.github.fmexplain.answer;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The items are held once, by the explainer: a question about them copies nothing of each. */
class FewestRemovalsMemoryTest {

  private static final int K = 16;
  private static final int FEW = 10_000;
  private static final int MANY = 200_000;

  private static UserExplainer user(int items) {
    Random random = new Random(1);
    List<String> ids = IntStream.range(0, items).mapToObj(j -> "i" + j).toList();
    float[] linear = new float[items + 1];
    float[] factors = new float[(items + 1) * K];
    for (int f = 0; f <= items; f++) {
      linear[f] = 0.1f * (float) random.nextGaussian();
      for (int c = 0; c < K; c++) {
        factors[f * K + c] = 0.3f * (float) random.nextGaussian();
      }
    }
    FmModel model = FmModel.of(PredictorType.BINARY_CLASSIFIER, K, 0, linear, factors);
    List<Interaction> ratings = new ArrayList<>();
    for (int r = 0; r < 30; r++) {
      ratings.add(Interaction.of("i" + r * 7, 1 + random.nextInt(5)));
    }
    History history = History.of("u", ratings);
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), ids);
    FmExplainer explainer =
        FmExplainer.of(
            TrainedModels.fitting(
                model, encoder, RatingTarget.likeFrom(4), Ridge.fixed(1, 2), List.of(history)),
            Catalogue.of(ids.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList()));
    UserExplainer user = explainer.withMethod(Method.hessian()).forHistory(history);
    assertExplains(user.explain("i1"), model, encoder, history);
    return user;
  }

  /** Returns the bytes that a question allocates once the items are laid out for recommending. */
  private static long bytes(UserExplainer user) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String item = user.recommend(1).get(0).itemId();
    Answers answers = Answers.of(user);
    answers.fewestRemovals(item);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    assertTrue(answers.fewestRemovals(item).isPresent());
    return threads.getThreadAllocatedBytes(id) - before;
  }

  @Test
  void question_allocatesLittlePerItem() {
    long few = bytes(user(FEW));
    long many = bytes(user(MANY));
    double perItem = (many - few) / (double) (MANY - FEW);
    assertTrue(few > 0 && perItem < 5, perItem + " bytes per further item, " + few + " in all");
  }
}
