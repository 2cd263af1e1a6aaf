package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.FmModel;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures the heap that a model, a user and an explanation hold, and take to be made. */
final class MemoryTable {

  private static final int MODELS = 20;
  private static final int USERS = 200;
  private static final int REPLAYED_USERS = 10;
  private static final int COUNTERFACTUALS = 20;
  private static final int EXPLANATIONS = 2_000;

  private final PrintStream out;

  private MemoryTable(PrintStream out) {
    this.out = out;
  }

  static void print(PrintStream out) throws Exception {
    new MemoryTable(out).print();
  }

  private void print() throws Exception {
    Workload workload = Workload.load();
    FmModel model = workload.model();
    out.println("| object | holds | allocated to make it |");
    out.println("|---|---:|---:|");
    line(
        "model, " + model.numFeatures() + " × " + model.numFactors(),
        MODELS,
        () -> SyntheticModel.model(model.numFeatures(), model.numFactors()));
    FmExplainer explainer = workload.explainer("hessian");
    line(
        "explainer, beside model, encoder and catalogue",
        MODELS,
        () ->
            FmExplainer.of(explainer.trained(), explainer.catalogue())
                .withMethod(explainer.method()));
    for (String method : List.of("hessian", "replay", "replay-first-order")) {
      for (int ratings : new int[] {33, 395}) {
        user(workload.explainer(method), workload.historyOf(ratings));
      }
    }
    for (int share : new int[] {100, 10, 1}) {
      counterfactual(Scale.current().manyItems() / share);
    }
  }

  private void user(FmExplainer explainer, History history) throws Exception {
    String suffix = ", " + history.size() + " ratings, `" + explainer.method().name() + "`";
    UserExplainer user = explainer.forHistory(history);
    String itemId = user.recommend(1).get(0).itemId();
    boolean replays = explainer.method() instanceof Method.Replay;
    line("user" + suffix, replays ? REPLAYED_USERS : USERS, () -> explainer.forHistory(history));
    line("explanation" + suffix, replays ? USERS : EXPLANATIONS, () -> user.explain(itemId));
  }

  /** The matrix of the items is shared by all users, and is there before. */
  private void counterfactual(int items) throws Exception {
    SyntheticModel model = new SyntheticModel(1, items, Scale.current().factors());
    int ratings = Math.min(100, items / 2);
    UserExplainer user = model.explainer().forHistory(model.history(ratings));
    Answers answers = Answers.of(user);
    String itemId = user.recommend(1).get(0).itemId();
    line(
        "counterfactual among " + items + " items, " + ratings + " ratings",
        COUNTERFACTUALS,
        () -> answers.fewestRemovals(itemId));
  }

  private void line(String label, int count, Callable<?> make) throws Exception {
    out.println(
        "| "
            + label
            + " | "
            + ResultsTable.bytes(Heap.held(count, make))
            + " | "
            + ResultsTable.bytes(Heap.allocated(count, make))
            + " |");
  }
}
