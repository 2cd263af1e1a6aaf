package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.FmModel;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures the heap that a model, a user and an explanation hold, and take to be made. */
final class MemoryTable {

  private static final int MODELS = 20;
  private static final int USERS = 200;
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
            FmExplainer.builder()
                .model(model)
                .encoder(explainer.encoder())
                .catalogue(explainer.catalogue())
                .trainedWith(workload.hyperparameters(), workload.rows().numRows())
                .influence(explainer.influence())
                .build());
    for (String method : List.of("hessian", "unrolled", "unrolled-trajectory")) {
      for (int ratings : new int[] {33, 395}) {
        user(workload.explainer(method), workload.historyOf(ratings));
      }
    }
  }

  private void user(FmExplainer explainer, History history) throws Exception {
    String suffix = ", " + history.size() + " ratings, `" + explainer.influence().name() + "`";
    UserExplainer user = explainer.forHistory(history);
    String itemId = user.recommend(1).get(0).itemId();
    line("user" + suffix, USERS, () -> explainer.forHistory(history));
    line("explanation" + suffix, EXPLANATIONS, () -> user.explain(itemId));
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
