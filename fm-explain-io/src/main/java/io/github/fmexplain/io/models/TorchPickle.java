package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * The pickle of a PyTorch file: only what {@code torch.save} makes of dictionaries, lists, numbers,
 * texts and tensors. Three constructors are known, {@code OrderedDict}, {@code _rebuild_tensor_v2}
 * and {@code _rebuild_parameter}; any other name of Python's is refused, and so is every operation
 * that would call something or ask for more bytes than there are.
 */
final class TorchPickle extends Unpickler {

  /** A tensor: numbers of a storage. */
  record Array(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  /** An entry of the zip with numbers of one type. */
  record Storage(String key, ElementType type, long count) {}

  /** The name of a class of storages, which is an argument and is not called. */
  private record StorageClass(ElementType type) {}

  /** What is left to the library: it reads numbers, texts, lists and its own memory of them. */
  private static final Set<Short> HARMLESS =
      Set.of(
          Opcodes.MARK,
          Opcodes.STOP,
          Opcodes.PROTO,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.EMPTY_DICT,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.REDUCE,
          Opcodes.BINPERSID);

  private TorchPickle() {}

  /**
   * {@return the object that was saved}
   *
   * @throws PickleException if it is not such a pickle
   */
  static @Nullable Object read(byte[] pickle) throws PickleException {
    TorchPickle reader = new TorchPickle();
    try {
      return reader.load(new ByteArrayInputStream(pickle));
    } catch (PickleException e) {
      throw e;
    } catch (RuntimeException | IOException e) { // the library checks neither lengths nor types
      throw new PickleException("pickle must be whole, but is not", e);
    }
  }

  @Override
  protected Object dispatch(short key) throws PickleException, IOException {
    switch (key) {
      case Opcodes.GLOBAL ->
          stack.add(global(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
      case Opcodes.BINUNICODE -> stack.add(text());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        put(stack.pop(), value);
      }
      case Opcodes.SETITEMS -> {
        List<Object> items = stack.pop_all_since_marker();
        for (int j = 0; j < items.size(); j += 2) {
          put(items.get(j), items.get(j + 1));
        }
      }
      // The attributes of a dictionary: how its modules are versioned.
      case Opcodes.BUILD -> stack.pop();
      default -> {
        if (!HARMLESS.contains(key)) {
          throw new PickleException(
              "pickle must be as torch.save makes it of a state dictionary, but has operation "
                  + key);
        }
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  private String text() throws IOException {
    int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
    if (length < 0 || length > input.available()) {
      throw new PickleException("a text must lie within the pickle, but does not");
    }
    return new String(PickleUtils.readbytes(input, length), StandardCharsets.UTF_8);
  }

  /** Keys are texts or numbers: a list that holds itself has no hash code. */
  private void put(Object key, Object value) {
    if (!(key instanceof String || key instanceof Number)) {
      throw new PickleException("keys must be texts or numbers, but one is not");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> dictionary = (Map<Object, Object>) stack.peek();
    dictionary.put(key, value);
  }

  private static Object global(String name) {
    ElementType type =
        name.startsWith("torch.") ? ElementType.ofStorage(name.substring("torch.".length())) : null;
    if (type != null) {
      return new StorageClass(type);
    }
    IObjectConstructor known =
        switch (name) {
          case "collections.OrderedDict" -> arguments -> new LinkedHashMap<>();
          case "torch._utils._rebuild_tensor_v2" -> TorchPickle::array;
          case "torch._utils._rebuild_parameter" -> arguments -> arguments[0];
          default ->
              throw new PickleException(
                  "file must hold a state dictionary and nothing else, but has "
                      + Text.quoted(name)
                      + "; save it with torch.save(model.state_dict(), …)");
        };
    return known;
  }

  @Override
  protected Object persistentLoad(Object id) {
    Object[] parts = (Object[]) id;
    return new Storage((String) parts[2], ((StorageClass) parts[1]).type(), number(parts[4]));
  }

  private static Array array(Object[] arguments) {
    return new Array(
        (Storage) arguments[0], number(arguments[1]), numbers(arguments[2]), numbers(arguments[3]));
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  private static List<Long> numbers(Object tuple) {
    List<Long> numbers = new ArrayList<>();
    Object[] values = (Object[]) tuple;
    if (values.length > Tensor.MOST_AXES) {
      throw new PickleException("shapes must have at most 32 axes, but one has " + values.length);
    }
    for (Object value : values) {
      if (number(value) < 0) {
        throw new PickleException("shapes must not be negative, but one is");
      }
      numbers.add(number(value));
    }
    return numbers;
  }
}
