package io.github.fmexplain;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.method.AdjointAttribution;
import io.github.fmexplain.internal.method.Attribution;
import io.github.fmexplain.internal.method.HessianAttribution;
import io.github.fmexplain.internal.method.LeastSquaresAttribution;
import io.github.fmexplain.internal.method.NoAttribution;
import io.github.fmexplain.internal.method.PaperAttribution;
import io.github.fmexplain.internal.method.RemovalAttribution;
import io.github.fmexplain.internal.method.Replay;
import io.github.fmexplain.internal.method.ReplayAttribution;
import io.github.fmexplain.internal.method.ReplayRefit;
import io.github.fmexplain.internal.user.HistoryBag;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.internal.user.Refit;
import io.github.fmexplain.internal.user.SolvedRefit;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.internal.user.UserMaker;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A history turned into numbers, once: the user, the factorised system of the method that runs, and
 * where the numbers come from. Immutable.
 */
final class UserSystem {

  /** With more rows than this a replay without each of them takes too long. */
  private static final int MOST_REPLAYS = 1000;

  final History history;
  final UserState user;
  final Attribution attribution;
  final List<Interaction> usedRatings;
  final List<String> titles;
  final Provenance provenance;
  private final TrainedModel trained;
  private final UserMaker users;

  /** Where the encoder has the items of the rows. */
  private final int[] positions;

  /** Makes the history part of the rows, or null where users are columns. */
  private final @Nullable HistoryEncoder bags;

  private final @Nullable Replays replays;

  /** The user whose history was edited to be this one's, or null for one as given. */
  private final @Nullable UserSystem unedited;

  private volatile Replays.@Nullable Course course;

  /** A, o and y of the ratings, then of the sampled items. */
  private final double[][] a;

  private final double[] offsets;
  private final double[] targets;
  private final LinearForm form;

  /**
   * @param parameters the trained θ, [k + 1], or null to find it from the history. Not copied.
   */
  UserSystem(FmExplainer explainer, History given, double @Nullable [] parameters) {
    this(explainer, given, parameters, null);
  }

  /**
   * {@return this user with an edited history, folded in; what the edit leaves alone is replayed as
   * before}
   */
  UserSystem edited(FmExplainer explainer, History edited) {
    Objects.requireNonNull(edited, "history");
    boolean isEdit = Objects.equals(history.userId(), edited.userId());
    return new UserSystem(
        explainer, edited, null, isEdit ? Objects.requireNonNullElse(unedited, this) : null);
  }

  private UserSystem(
      FmExplainer explainer,
      History given,
      double @Nullable [] parameters,
      @Nullable UserSystem unedited) {
    Objects.requireNonNull(given, "history");
    this.unedited = unedited;
    trained = explainer.trained();
    History known = explainer.leavesOutUnknown() ? given.knownTo(trained.encoder()) : given;
    history = unedited == null ? trained.summary().histories().withSampled(known) : edit(known);
    List<Interaction> rows = history.rows();
    a = new double[rows.size()][trained.model().numFactors() + 1];
    offsets = new double[rows.size()];
    targets = new double[rows.size()];
    Method method = explainer.method();
    bags = trained.encoder() instanceof HistoryEncoder encoder ? encoder : null;
    replays = replays(method);
    users = explainer.users();
    form = form(trained.encoder().userSideFeatures(history.userTags()));
    positions = positions(rows);
    fill(rows);
    user = user(parameters);
    UserProblem.Slopes slopes = user.problem().slopes(user.theta());
    usedRatings = new ArrayList<>(history.size());
    titles = new ArrayList<>(history.size());
    for (int r = 0; r < history.size(); r++) {
      Interaction rating = history.interactions().get(r);
      if (!(method instanceof Method.Paper paper) || isUsed(paper, rating)) {
        int place = explainer.items().place(positions[r]);
        usedRatings.add(rating);
        titles.add(
            place < 0
                ? explainer.items().titleOf(rating.itemId())
                : explainer.items().item(place).title());
      }
    }
    Method ran = ran(method);
    attribution = attribution(ran, slopes);
    Diagnostics diagnostics =
        new DiagnosticsMaker(trained, given, this, method, ran)
            .make(
                user.isBag() ? 0 : user.problem().stationarityGap(user.theta(), slopes),
                replayed());
    provenance =
        new Provenance(
            history.userId(),
            ran,
            ScoreUnit.of(trained.model().predictorType()),
            trained.target(),
            trained.model().fingerprint(),
            diagnostics);
    ExplanationGate.require(user, provenance);
  }

  /** What was sampled for the user who is edited stays so, but for what is rated by now. */
  private History edit(History edited) {
    if (unedited == null || !edited.sampled().isEmpty()) {
      return edited;
    }
    Set<String> rated =
        edited.interactions().stream().map(Interaction::itemId).collect(Collectors.toSet());
    return edited.withSampled(
        unedited.history.sampled().stream().filter(item -> !rated.contains(item)).toList());
  }

  private @Nullable Replays replays(Method method) {
    if (bags != null) {
      return null;
    }
    int thinning = method instanceof Method.Replay replay ? replay.thinning() : 0;
    return unedited == null
        ? Replays.of(trained, thinning, history.rows().size())
        : unedited.replays;
  }

  private LinearForm form(FeatureVector side) {
    return bags == null ? users.form(side) : new LinearForm(trained.model(), own().and(side), true);
  }

  /** The own column of a user who is a bag besides, which belongs to what all rows share. */
  FeatureVector own() {
    OptionalInt column = bags == null ? OptionalInt.empty() : column();
    return column.isPresent() ? FeatureVector.ones(column.getAsInt()) : FeatureVector.empty();
  }

  private HistoryBag bag(HistoryEncoder encoder) {
    double[] own = new double[trained.model().numFactors()];
    trained.model().addTo(own, own());
    List<Interaction> ratings = history.interactions();
    return new HistoryBag(
        trained.model(),
        encoder.block().exponent(),
        encoder.block().products(),
        encoder.block().last(),
        own,
        ratings.stream().map(rating -> encoder.historyFeature(rating.itemId())).toList(),
        History.oldestFirst(ratings));
  }

  private UserState user(double @Nullable [] parameters) {
    UserProblem problem = problem();
    return bags == null
        ? new UserState(form, problem, parameters, () -> refit(problem))
        : new UserState(form, problem, bag(bags));
  }

  private Refit refit(UserProblem problem) {
    return replays == null
        ? new SolvedRefit(problem, form, null)
        : replays.refit(rows(), course(replays));
  }

  private Replays.Rows rows() {
    return new Replays.Rows(history, a, offsets, targets);
  }

  private Replays.Course course(Replays of) {
    Replays.Course known = course;
    if (known == null) {
      // Threads that race find the same.
      known = unedited == null ? of.course(rows()) : unedited.course(of);
      course = known;
    }
    return known;
  }

  private OptionalInt column() {
    return history.userId() == null
        ? OptionalInt.empty()
        : trained.encoder().userFeature(history.userId());
  }

  private void fill(List<Interaction> rows) {
    FeatureEncoder encoder = trained.encoder();
    for (int r = 0; r < targets.length; r++) {
      Interaction row = rows.get(r);
      LinearForm inContext = form.and(encoder.contextFeatures(row.context()));
      offsets[r] = inContext.fill(encoder.itemFeaturesAt(positions[r]), a[r]);
      targets[r] = r < history.size() ? trained.target().of(row.rating()) : 0;
    }
  }

  private int[] positions(List<Interaction> rows) {
    IdIndex items = trained.encoder().items();
    int[] all = new int[rows.size()];
    for (int r = 0; r < all.length; r++) {
      all[r] = items.position(rows.get(r).itemId());
    }
    return all;
  }

  private UserProblem problem() {
    if (targets.length == 0) {
      // Λ of a single row holds θ at 0.
      int d = trained.model().numFactors() + 1;
      return users.problem(new double[1][d], new double[1], new double[1], new double[1]).only();
    }
    double[] weights = new double[targets.length];
    List<Interaction> rows = history.rows();
    for (int r = 0; r < weights.length; r++) {
      weights[r] = trained.target().weight(rows.get(r).rating());
    }
    return users.problem(a, offsets, targets, weights);
  }

  /** What stands in for a method that cannot be had goes under its own name. */
  private Method ran(Method asked) {
    if (bags != null) {
      return asked instanceof Method.Paper ? asked : Method.removal();
    }
    if (asked instanceof Method.Removal) {
      return ran(FmExplainer.defaultMethod(trained));
    }
    if (asked instanceof Method.Replay replay) {
      if (replays == null) {
        return ran(
            trained.model().predictorType() == PredictorType.REGRESSOR
                ? Method.leastSquares()
                : Method.hessian());
      }
      return targets.length > MOST_REPLAYS ? replay.firstOrder() : replay;
    }
    boolean again = user.isSolved() && asked instanceof Method.Hessian;
    return again ? Method.hessian().solvedAgain() : asked;
  }

  private Attribution attribution(Method ran, UserProblem.Slopes slopes) {
    if (targets.length == 0) {
      return new NoAttribution(user.problem().dimension());
    }
    if (ran instanceof Method.Replay method) {
      return replay(method, slopes);
    }
    if (ran instanceof Method.Removal) {
      return new RemovalAttribution((HistoryBag) user.refit());
    }
    if (ran instanceof Method.LeastSquares) {
      return new LeastSquaresAttribution(user.problem());
    }
    if (ran instanceof Method.Paper paper) {
      return paper(paper);
    }
    boolean again = ran instanceof Method.Hessian hessian && hessian.again();
    if (!again || user.isSolved()) {
      return new HessianAttribution(user.problem(), user.theta(), slopes);
    }
    double[] optimum = user.problem().solve();
    return new HessianAttribution(user.problem(), optimum, user.problem().slopes(optimum));
  }

  private Attribution replay(Method.Replay method, UserProblem.Slopes slopes) {
    Replay replay = ((ReplayRefit) user.refit()).replay();
    UserProblem problem = user.problem();
    Spectrum spectrum =
        Spectrum.of(problem, slopes.curvatures(), problem.normal(slopes.curvatures()));
    return method.adjoint()
        ? new AdjointAttribution(replay, spectrum)
        : new ReplayAttribution(replay, spectrum);
  }

  private @Nullable Replayed replayed() {
    double[] end;
    if (attribution instanceof ReplayAttribution replay) {
      end = replay.end();
    } else if (attribution instanceof AdjointAttribution adjoint) {
      end = adjoint.end();
    } else {
      return null;
    }
    Replays made = Objects.requireNonNull(replays);
    double[] theta = user.theta();
    double difference = 0;
    double size = 0;
    for (int c = 0; c < end.length; c++) {
      difference += (end[c] - theta[c]) * (end[c] - theta[c]);
      size += theta[c] * theta[c];
    }
    return new Replayed(
        made.pathKind(),
        made.plan().thinning(),
        size == 0 ? Math.sqrt(difference) : Math.sqrt(difference / size));
  }

  private boolean isUsed(Method.Paper paper, Interaction rating) {
    OptionalDouble threshold = trained.target().likeThreshold();
    return paper.ratings() == Method.Ratings.ALL
        || threshold.isEmpty()
        || rating.rating() >= threshold.getAsDouble();
  }

  private Attribution paper(Method.Paper paper) {
    int dimension = paperDimension(paper);
    double[] vectors = new double[usedRatings.size() * dimension];
    double[] values = new double[usedRatings.size()];
    RatingTarget target = trained.target();
    for (int r = 0; r < values.length; r++) {
      Interaction rating = usedRatings.get(r);
      double[] vector = paperVector(paper, rating.itemId());
      System.arraycopy(vector, 0, vectors, r * dimension, dimension);
      values[r] =
          paper.values() == Method.Values.STARS ? rating.rating() : target.of(rating.rating());
    }
    return new PaperAttribution(vectors, dimension, values, paper.lambda());
  }

  private int paperDimension(Method.Paper paper) {
    return trained.model().numFactors()
        + (paper.itemVectors() == Method.ItemVectors.FACTORS_AND_LINEAR ? 1 : 0);
  }

  /** Returns q_i: Σ_f x_f v_f over the item's features, and Σ_f x_f w_f behind it if wanted. */
  private double[] paperVector(Method.Paper paper, String itemId) {
    FmModel model = trained.model();
    double[] vector = new double[paperDimension(paper)];
    FeatureVector features = trained.encoder().itemFeatures(itemId);
    for (int j = 0; j < features.size(); j++) {
      float[] factors = model.factors(features.index(j));
      for (int c = 0; c < factors.length; c++) {
        vector[c] += (double) features.value(j) * factors[c];
      }
      if (vector.length > factors.length) {
        vector[factors.length] +=
            (double) features.value(j) * model.linearWeight(features.index(j));
      }
    }
    return vector;
  }

  /** Returns the vector of an item in the space of the method; its a is given. */
  double[] targetOf(String itemId, double[] a) {
    return provenance.method() instanceof Method.Paper paper && history.size() > 0
        ? paperVector(paper, itemId)
        : a;
  }

  /** Returns the user beside the items, in a situation. */
  UserItems beside(FmExplainer explainer, Set<String> context) {
    FeatureVector features = trained.encoder().contextFeatures(context);
    int[] rated =
        Arrays.stream(positions, 0, history.size())
            .map(explainer.items()::place)
            .filter(place -> place >= 0)
            .toArray();
    return new UserItems(explainer.items(), user, form.and(features), features, rated);
  }
}
