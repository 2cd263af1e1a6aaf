package io.github.fmexplain.io.models;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A factorization machine from named arrays: V [n, k], w [n] and w0; or the factors of users [u, k]
 * and items [i, k] with their biases and the mean, whose n = u + i columns are those of the users
 * and then those of the items.
 */
final class TensorModel {

  /** What an array is, and what we call it. */
  private enum Role {
    BIAS("w0"),
    LINEAR("w"),
    FACTORS("V"),
    USER_FACTORS("user_factors"),
    ITEM_FACTORS("item_factors"),
    USER_BIASES("user_biases"),
    ITEM_BIASES("item_biases");

    private final String ourName;

    Role(String ourName) {
      this.ourName = ourName;
    }
  }

  /** Names that say what the model of a PyTorch library is. */
  private static final String TORCHFM = "embedding.embedding.weight";

  private static final String RECBOLE = "token_embedding_table.embedding.weight";

  /** What others call it: Surprise, torchfm, RecBole. */
  private static final Map<String, Role> OTHER_NAMES =
      Map.of(
          "global_mean",
          Role.BIAS,
          "linear.bias",
          Role.BIAS,
          "first_order_linear.bias",
          Role.BIAS,
          "linear.fc.weight",
          Role.LINEAR,
          "first_order_linear.token_embedding_table.embedding.weight",
          Role.LINEAR,
          TORCHFM,
          Role.FACTORS,
          RECBOLE,
          Role.FACTORS);

  private static final String USER_IDS = "user_ids";
  private static final String ITEM_IDS = "item_ids";

  /** The names of the ids, of the users and of the items. */
  static final List<String> IDS = List.of(USER_IDS, ITEM_IDS);

  /** As a layer of PyTorch calls what it holds. */
  private static final String LAYER = ".weight";

  private final ModelInput in;
  private final String format;
  private final Map<String, String> settings;
  private final Map<String, List<String>> ids;
  private final Map<Role, Tensor> tensors = new EnumMap<>(Role.class);
  private final List<String> notes = new ArrayList<>();

  /**
   * Sorts the arrays.
   *
   * @param tensors by name
   * @param settings what the file says of the training, by name: loss, ridge, range
   * @param ids those that are no arrays, by name
   */
  TensorModel(
      ModelInput in,
      String format,
      Map<String, Tensor> tensors,
      Map<String, String> settings,
      Map<String, List<String>> ids)
      throws IOException {
    this.in = in;
    this.format = format;
    this.settings = settings;
    this.ids = ids;
    for (Tensor tensor : tensors.values()) {
      requireKnown(in, tensor.name());
      Role role = roleOf(tensor.name());
      String ourName = role == null ? tensor.name() : role.ourName;
      boolean twice =
          role == null
              ? ids.put(ourName, tensor.ids(in)) != null
              : this.tensors.put(role, tensor) != null;
      in.require(!twice, "'" + ourName + "' must be there once, but is there twice");
    }
  }

  /** Refuses an array that is none of a model's: there may be as many of them as there is room. */
  static void requireKnown(ModelInput in, String name) throws ModelFormatException {
    if (roleOf(name) == null && !IDS.contains(name)) {
      throw in.bad(
          "array "
              + Text.quoted(name)
              + " must be one of a factorization machine ("
              + Arrays.stream(Role.values())
                  .map(known -> known.ourName)
                  .collect(Collectors.joining(", "))
              + "), but is not; a model that has more than these scores otherwise, and what is no"
              + " part of the score must be left out");
    }
  }

  private static @Nullable Role roleOf(String name) {
    Role other = OTHER_NAMES.get(name);
    if (other != null) {
      return other;
    }
    for (Role role : Role.values()) {
      if (name.equals(role.ourName) || name.equals(role.ourName + LAYER)) {
        return role;
      }
    }
    return null;
  }

  /** {@return the model} */
  ModelSource read() throws IOException {
    List<String> users = ids.get(USER_IDS);
    List<String> items = ids.get(ITEM_IDS);
    in.require(
        (users == null) == (items == null),
        "'user_ids' and 'item_ids' must both be there or none of them, but one is missing");
    Loss loss = loss();
    PredictorType type = loss == null ? PredictorType.REGRESSOR : loss.predictorType();
    FmModel model = tensors.containsKey(Role.FACTORS) ? ofFactors(type) : ofUsersAndItems(type);
    ModelSource source = ModelSource.of(format, model);
    if (loss != null) {
      source = source.withLoss(loss);
    }
    source = range(source.withRidge(ridge()));
    RatingTarget target = target(loss);
    if (target != null) {
      source = source.withTarget(target);
    }
    if (users != null && items != null) {
      source = source.withEncoder(OneHotEncoder.of(users, items));
    } else {
      notes.add("ids of the columns are not told");
    }
    if (!settings.isEmpty()) {
      notes.add(ModelInput.cut("not used: " + String.join(", ", settings.keySet())));
    }
    return source.withNotes(notes.stream().map(ModelInput::printable).toList());
  }

  private FmModel ofFactors(PredictorType type) throws IOException {
    for (Role role :
        List.of(Role.USER_FACTORS, Role.ITEM_FACTORS, Role.USER_BIASES, Role.ITEM_BIASES)) {
      in.require(
          !tensors.containsKey(role),
          "'V' must not be there together with '" + role.ourName + "', but is");
    }
    Tensor factors = matrix(Role.FACTORS);
    FmModel.Builder builder = in.model(type, factors.shape().get(0), factors.shape().get(1));
    bias(builder);
    factors(factors, builder, 0);
    linear(Role.LINEAR, factors, builder, 0);
    return builder.build();
  }

  private FmModel ofUsersAndItems(PredictorType type) throws IOException {
    in.require(!tensors.containsKey(Role.LINEAR), "'w' must not be there without 'V', but is");
    Tensor users = matrix(Role.USER_FACTORS);
    Tensor items = matrix(Role.ITEM_FACTORS);
    long numUsers = users.shape().get(0);
    in.require(
        users.shape().get(1).equals(items.shape().get(1)),
        "'user_factors' and 'item_factors' must have the same number of columns, but have shapes "
            + users.shapeText()
            + " and "
            + items.shapeText());
    in.require(
        Math.max(numUsers, items.shape().get(0)) <= Integer.MAX_VALUE,
        "users and items must be fewer than 2^31, but are not");
    FmModel.Builder builder = in.model(type, numUsers + items.shape().get(0), users.shape().get(1));
    bias(builder);
    factors(users, builder, 0);
    factors(items, builder, (int) numUsers);
    linear(Role.USER_BIASES, users, builder, 0);
    linear(Role.ITEM_BIASES, items, builder, (int) numUsers);
    return builder.build();
  }

  private Tensor matrix(Role role) throws ModelFormatException {
    Tensor tensor = tensors.get(role);
    if (tensor == null) {
      throw in.bad(
          "arrays must be V, w and w0, or user_factors and item_factors with their biases, but '"
              + role.ourName
              + "' is missing; see docs/models.md");
    }
    in.require(
        tensor.shape().size() == 2,
        "'" + tensor.name() + "' must have shape [rows, factors], but has " + tensor.shapeText());
    return tensor;
  }

  private void bias(FmModel.Builder builder) throws IOException {
    Tensor tensor = tensors.get(Role.BIAS);
    if (tensor != null) {
      in.require(
          tensor.count() == 1,
          "'" + tensor.name() + "' must be one number, but has shape " + tensor.shapeText());
      noteRounding(tensor);
      tensor.forEach((index, value) -> builder.bias((float) value));
    }
  }

  private void factors(Tensor tensor, FmModel.Builder builder, int from) throws IOException {
    noteRounding(tensor);
    int rows = Math.toIntExact(tensor.shape().get(0));
    int k = Math.toIntExact(tensor.shape().get(1));
    if (tensor.columnMajor()) {
      tensor.forEach((j, value) -> builder.factor(from + j % rows, j / rows, (float) value));
    } else {
      tensor.forEach((j, value) -> builder.factor(from + j / k, j % k, (float) value));
    }
  }

  private void linear(Role role, Tensor factors, FmModel.Builder builder, int from)
      throws IOException {
    Tensor tensor = tensors.get(role);
    if (tensor == null) {
      return;
    }
    long rows = factors.shape().get(0);
    List<Long> shape = tensor.shape();
    in.require(
        shape.equals(List.of(rows)) || shape.equals(List.of(rows, 1L)),
        "'"
            + tensor.name()
            + "' must have shape ["
            + rows
            + "], as many rows as '"
            + factors.name()
            + "', but has "
            + tensor.shapeText());
    noteRounding(tensor);
    tensor.forEach((j, value) -> builder.linearWeight(from + j, (float) value));
  }

  private void noteRounding(Tensor tensor) {
    if (tensor.type() != null && tensor.type().isRounded()) {
      notes.add("'" + tensor.name() + "' is rounded to float32");
    }
  }

  private @Nullable Loss loss() throws ModelFormatException {
    String told = settings.remove("loss");
    if (told != null) {
      return Loss.ofName(told);
    }
    // implicit's own files: what its three trainers alone save.
    in.require(
        !settings.containsKey("neg_prop"),
        "loss must be one of "
            + Arrays.stream(Loss.values()).map(Loss::lossName).collect(Collectors.joining(", "))
            + ", but implicit's logistic matrix factorization has another");
    if (settings.containsKey("verify_negative_samples")) {
      return Loss.RANKING;
    }
    if (settings.containsKey("alpha")) {
      return Loss.IMPLICIT;
    }
    Tensor factors = tensors.get(Role.FACTORS);
    String name = factors == null ? "" : factors.name();
    if (name.equals(TORCHFM) || name.equals(RECBOLE)) {
      notes.add("loss is taken for logistic, as its model ends in a sigmoid");
      if (name.equals(RECBOLE)) {
        notes.add("the first column of each field is RecBole's padding");
      }
      return Loss.LOGISTIC;
    }
    notes.add("loss is not told");
    return null;
  }

  private @Nullable Ridge ridge() throws ModelFormatException {
    String told = settings.remove("ridge");
    if (told != null) {
      return Ridge.parse(told);
    }
    // What implicit's least squares have on every factor.
    String regularization =
        settings.containsKey("alpha") ? settings.remove("regularization") : null;
    if (regularization != null && Set.of("0", "0.0").contains(regularization)) {
      notes.add("regularization is 0, and a ridge must be positive to explain with");
      return null;
    }
    if (regularization != null) {
      return Ridge.parse("fixed " + regularization + " " + regularization);
    }
    notes.add("ridge is not told");
    return null;
  }

  /** The library implicit weighs what a user took by α times what its matrix holds. */
  private @Nullable RatingTarget target(@Nullable Loss loss) {
    String told = settings.remove("target");
    if (told != null) {
      return TargetText.parse(told);
    }
    String alpha = loss == Loss.IMPLICIT ? settings.remove("alpha") : null;
    return alpha == null ? null : new RatingTarget.Implicit(0, Double.parseDouble(alpha));
  }

  private ModelSource range(ModelSource source) throws ModelFormatException {
    String told = settings.remove("range");
    if (told == null) {
      return source;
    }
    String[] ends = told.strip().split(" +", 3);
    try {
      if (ends.length == 2) {
        return source.withRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
      }
    } catch (NumberFormatException e) {
      throw in.bad("range must be two numbers, but is " + Text.quoted(told), e);
    }
    throw in.bad("range must be two numbers, such as '1 5', but is " + Text.quoted(told));
  }
}
