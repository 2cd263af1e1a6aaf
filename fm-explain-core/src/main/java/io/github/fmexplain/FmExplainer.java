package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.items.Background;
import io.github.fmexplain.internal.items.Items;
import io.github.fmexplain.internal.user.UserMaker;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Explains the recommendations of a factorization machine. Immutable and thread-safe.
 *
 * <pre>{@code
 * FmExplainer explainer = FmExplainer.of(trained, catalogue);
 * UserExplainer user = explainer.forHistory(history);
 * Explanation why = user.explain(user.recommend(10).get(0).itemId());
 * }</pre>
 */
public final class FmExplainer {

  private final TrainedModel trained;
  private final Items items;
  private final Method method;
  private final boolean leavesOutUnknown;
  private final UserMaker users;

  private FmExplainer(
      TrainedModel trained, UserMaker users, Items items, Method method, boolean leavesOutUnknown) {
    this.trained = trained;
    this.users = users;
    this.items = items;
    this.method = method;
    this.leavesOutUnknown = leavesOutUnknown;
  }

  /**
   * {@return an explainer of a model, by its default method}
   *
   * <p>That is {@code replay()} for a model that was trained with Adam and known hyperparameters;
   * for any other {@code hessian()} if it is a binary classifier, and {@code leastSquares()} if it
   * is a regressor; {@code removal()} where users are bags of what they rated.
   *
   * @param trained the model with all that its training knew
   * @param catalogue the items that can be recommended, all known to the model's encoder
   * @throws IllegalArgumentException if the encoder does not know an item of the catalogue
   */
  public static FmExplainer of(TrainedModel trained, Catalogue catalogue) {
    // Every explanation names it, and the first should not wait for it.
    trained.model().fingerprint();
    return new FmExplainer(
        trained,
        usersOf(trained),
        new Items(trained.model(), trained.encoder(), catalogue),
        defaultMethod(trained),
        false);
  }

  private static UserMaker usersOf(TrainedModel trained) {
    FeatureEncoder encoder = trained.encoder();
    Ridge ridge = trained.ridge();
    return new UserMaker(
        trained.model(),
        trained.summary().histories().userIds().stream()
            .map(encoder::userFeature)
            .flatMapToInt(OptionalInt::stream),
        ridge.factors(),
        ridge.linear(),
        ridge.kind() == Ridge.Kind.PER_RATING,
        trained.target() instanceof RatingTarget.Implicit
            ? Background.of(trained.model(), encoder)
            : null);
  }

  static Method defaultMethod(TrainedModel trained) {
    if (trained.encoder() instanceof HistoryEncoder) {
      return Method.removal();
    }
    if (Replays.canReplay(trained)) {
      return Method.replay();
    }
    return trained.model().predictorType() == PredictorType.REGRESSOR
        ? Method.leastSquares()
        : Method.hessian();
  }

  /** {@return the explained model, with all that its training knew} */
  public TrainedModel trained() {
    return trained;
  }

  /** {@return the items that can be recommended} */
  public Catalogue catalogue() {
    return items.catalogue();
  }

  /** {@return the method that is asked for; an explanation has the one that ran} */
  public Method method() {
    return method;
  }

  UserMaker users() {
    return users;
  }

  Items items() {
    return items;
  }

  /**
   * {@return this explainer with another method}
   *
   * @param wanted the method
   */
  public FmExplainer withMethod(Method wanted) {
    Objects.requireNonNull(wanted, "wanted");
    return new FmExplainer(trained, users, items, wanted, leavesOutUnknown);
  }

  /**
   * {@return this explainer with another catalogue, such as what is in stock today} The items as
   * numbers are those of the model, and shared: the other catalogue costs two numbers per item.
   *
   * @param catalogue the items that can be recommended, all known to the model's encoder
   * @throws IllegalArgumentException if the encoder does not know an item of the catalogue
   */
  public FmExplainer withCatalogue(Catalogue catalogue) {
    return new FmExplainer(trained, users, items.with(catalogue), method, leavesOutUnknown);
  }

  /**
   * {@return this explainer, which leaves out ratings of items that the model does not know, such
   * as new ones} Without it such a rating is an error. What was left out is in {@link
   * Warning.RatingsLeftOut}.
   */
  public FmExplainer leavingOutUnknownItems() {
    return new FmExplainer(trained, users, items, method, true);
  }

  /**
   * {@return the explainer of one user: as trained, if the model was trained with the user's id,
   * else folded in}
   *
   * <p>Costs O(m k² + k³) for m ratings and k factors, and with {@code replay()} as many replays as
   * there are ratings. A user as trained is scored with the model's own parameters, whatever the
   * history holds; where it is not the one that was trained, {@link Warning.HistoryDiffers} says
   * so. {@link #foldIn} takes the user as of this history instead.
   *
   * <p>A history without ratings is one, too: what is known of the user are the tags, and {@link
   * Warning.NoRatings} says that the scores rest on nothing else.
   *
   * @param history ratings of items that the encoder knows
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   * @throws io.github.fmexplain.model.UnreliableNumbersException if arithmetic does not hold the
   *     user's numbers
   */
  public UserExplainer forHistory(History history) {
    return new UserExplainer(this, new UserSystem(this, history, trainedParameters(history)));
  }

  private double @Nullable [] trainedParameters(History history) {
    OptionalInt column =
        history.userId() == null
            ? OptionalInt.empty()
            : trained.encoder().userFeature(history.userId());
    return column.isEmpty() ? null : UserState.parametersOf(trained.model(), column.getAsInt());
  }

  /**
   * {@return the explainer of one user whose trained parameters are given: for models so large that
   * their users are kept apart from them} Otherwise as {@link #forHistory(History)}, but that a
   * user of whom training remembers no history is not said to have another one.
   *
   * @param history as for {@link #forHistory(History)}
   * @param parameters θ = (v_u, w_u), [k + 1], finite. Not modified.
   * @throws IllegalArgumentException if the parameters do not fit
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   * @throws io.github.fmexplain.model.UnreliableNumbersException if arithmetic does not hold the
   *     user's numbers
   */
  public UserExplainer forHistory(History history, double[] parameters) {
    int size = trained.model().numFactors() + 1;
    if (parameters.length != size || !Arrays.stream(parameters).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          Text.of(
              "parameters of %s must be %s factors and a linear weight, all finite, but were %s"
                  + " numbers%s",
              Text.user(history.userId()),
              size - 1,
              parameters.length,
              parameters.length == size ? ", one of them not finite" : ""));
    }
    return new UserExplainer(this, new UserSystem(this, history, parameters.clone()));
  }

  /**
   * {@return the explainer of one user as of this history: the parameters are found from it, under
   * the same id, whether the model knows the user or not}
   *
   * @param history ratings of items that the encoder knows
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   * @throws io.github.fmexplain.model.UnreliableNumbersException if arithmetic does not hold the
   *     user's numbers
   */
  public UserExplainer foldIn(History history) {
    return new UserExplainer(this, new UserSystem(this, history, null));
  }

  boolean leavesOutUnknown() {
    return leavesOutUnknown;
  }

  /**
   * {@return one result per user, in the order of the histories: what a task gave, or why it
   * failed}
   *
   * <p>Each history is one task of the executor; this thread waits for them. The results do not
   * depend on the executor, and a user that fails does not end the others.
   *
   * @param histories histories as for {@link #forHistory}
   * @param task what to do for each user, such as {@code user -> user.recommend(10)}; never gives
   *     null; called from the executor's threads
   * @param executor runs the tasks; a pool of as many threads as there are cores is best
   * @param <T> what the task gives
   * @throws IllegalStateException if the executor refuses a task, or ends without running all
   * @throws InterruptedException if this thread is interrupted while it waits; tasks that have not
   *     begun by then are not run
   */
  public <T> List<BatchResult<T>> forHistories(
      List<History> histories, Function<UserExplainer, T> task, Executor executor)
      throws InterruptedException {
    Objects.requireNonNull(histories, "histories");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(executor, "executor");
    AtomicBoolean stopped = new AtomicBoolean();
    List<CompletableFuture<@Nullable BatchResult<T>>> futures = new ArrayList<>(histories.size());
    try {
      for (History history : histories) {
        futures.add(
            CompletableFuture.supplyAsync(
                () -> stopped.get() ? null : result(history, task), executor));
      }
      List<BatchResult<T>> results = new ArrayList<>(histories.size());
      for (CompletableFuture<@Nullable BatchResult<T>> future : futures) {
        results.add(resultOf(future, executor));
      }
      return results;
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException(
          "executor must run a task per user, but refused one; is it shut down?", e);
    } finally {
      // Tasks that wait for a thread end at once.
      stopped.set(true);
    }
  }

  private <T> BatchResult<T> result(History history, Function<UserExplainer, T> task) {
    try {
      T value = task.apply(forHistory(history));
      if (value == null) {
        throw new IllegalStateException("task must give a result, but gave null");
      }
      return new BatchResult<>(history, value, null);
    } catch (RuntimeException e) {
      return new BatchResult<>(history, null, e);
    }
  }

  /** Waits for a task, but not for one that a pool dropped when it was shut down. */
  private static void awaitTask(CompletableFuture<?> future, Executor executor)
      throws InterruptedException, ExecutionException {
    while (!future.isDone()) {
      // Asked before the wait: what has ended completes nothing more.
      boolean ended = executor instanceof ExecutorService pool && pool.isTerminated();
      try {
        future.get(ended ? 0 : 1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (ended) {
          throw new IllegalStateException(
              "executor must run a task per user, but ended before; shut it down afterwards", e);
        }
      }
    }
  }

  private static <T> BatchResult<T> resultOf(
      CompletableFuture<@Nullable BatchResult<T>> future, Executor executor)
      throws InterruptedException {
    try {
      awaitTask(future, executor);
      BatchResult<T> result = future.get();
      if (result == null) {
        throw new IllegalStateException("a batch that goes on has not stopped its tasks");
      }
      return result;
    } catch (ExecutionException e) {
      // Only an error comes here: it is not one user's.
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** {@return the model, the number of items and the method} */
  @Override
  public String toString() {
    return "FmExplainer["
        + trained.model()
        + ", "
        + items.size()
        + " items, "
        + method.name()
        + "]";
  }
}
