package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Models, endpoint configurations and endpoints. */
final class FakeHosting {

  final Map<String, JsonNode> models = new TreeMap<>();
  final Map<String, JsonNode> configs = new TreeMap<>();
  final Map<String, Deque<String>> endpoints = new TreeMap<>();

  /** The configuration that an endpoint has, and the one that it is going over to. */
  private final Map<String, String> used = new TreeMap<>();

  private final Map<String, String> pending = new TreeMap<>();
  final List<JsonNode> requests = new ArrayList<>();

  /** Configurations that were deleted while an endpoint used them, or was about to. */
  final List<String> broken = new ArrayList<>();

  /** What an endpoint's descriptions say, one after the other; the last one stays. */
  List<String> script = List.of("Creating", "InService");

  /** The same after an update; one that is rolled back has its configuration of before. */
  List<String> updateScript = List.of("Updating", "Updating", "InService");

  @Nullable String failureReason;

  Answer answer(String action, byte[] body) {
    JsonNode request = FakeJson.read(body);
    requests.add(request);
    String model = FakeJson.text(request, "ModelName");
    String config = FakeJson.text(request, "EndpointConfigName");
    String endpoint = FakeJson.text(request, "EndpointName");
    return switch (action) {
      case "CreateModel" -> create(models, "model", model, request);
      case "CreateEndpointConfig" -> create(configs, "endpoint configuration", config, request);
      case "DescribeEndpointConfig" -> {
        require(configs, "endpoint configuration", config);
        yield Answer.json(
            FakeJson.object(
                "EndpointConfigName",
                config,
                "EndpointConfigArn",
                "arn:x",
                "ProductionVariants",
                variants(configs.get(config)),
                "EnableNetworkIsolation",
                false,
                "CreationTime",
                1764137000.0));
      }
      case "CreateEndpoint" -> {
        require(configs, "endpoint configuration", config);
        Answer made = create(endpoints, "endpoint", endpoint, new ArrayDeque<>(script));
        used.put(endpoint, config);
        yield made;
      }
      case "UpdateEndpoint" -> update(endpoint, config);
      case "DescribeEndpoint" -> describe(endpoint);
      case "DeleteEndpoint" -> {
        require(endpoints, "endpoint", endpoint);
        String status = String.valueOf(endpoints.getOrDefault(endpoint, new ArrayDeque<>()).peek());
        if (status.equals("Creating")
            || status.equals("Updating")
            || status.equals("RollingBack")) {
          next(endpoint);
          throw new Refusal(
              400, "ValidationException", "Cannot update in-progress endpoint \"arn:x\".");
        }
        endpoints.remove(endpoint);
        yield Answer.json("");
      }
      case "DeleteEndpointConfig" -> {
        if (pending.containsValue(config) || isUsed(config)) {
          broken.add(config);
        }
        yield delete(configs, "endpoint configuration", config);
      }
      case "DeleteModel" -> delete(models, "model", model);
      default -> throw new Refusal(400, "UnknownOperationException", action);
    };
  }

  private Answer update(String endpoint, String config) {
    require(endpoints, "endpoint", endpoint);
    require(configs, "endpoint configuration", config);
    if (!"InService".equals(endpoints.getOrDefault(endpoint, new ArrayDeque<>()).peek())) {
      throw new Refusal(
          400, "ValidationException", "Cannot update in-progress endpoint \"arn:x\".");
    }
    endpoints.put(endpoint, new ArrayDeque<>(updateScript));
    pending.put(endpoint, config);
    return Answer.json(FakeJson.object("EndpointArn", "arn:x"));
  }

  private Answer describe(String endpoint) {
    require(endpoints, "endpoint", endpoint);
    String status = next(endpoint);
    if (status.equals("RollingBack") || status.equals("UpdateRollbackFailed")) {
      pending.remove(endpoint);
    } else if (status.equals("InService") && pending.containsKey(endpoint)) {
      used.put(endpoint, pending.remove(endpoint));
    }
    return Answer.json(
        FakeJson.object(
            "EndpointName",
            endpoint,
            "EndpointArn",
            "arn:x",
            "EndpointConfigName",
            used.getOrDefault(endpoint, "config-of-" + endpoint),
            "ProductionVariants",
            List.of(
                FakeJson.map(
                    "VariantName",
                    "AllTraffic",
                    "CurrentWeight",
                    1.0,
                    "DesiredWeight",
                    1.0,
                    "CurrentInstanceCount",
                    1,
                    "DesiredInstanceCount",
                    1)),
            "EndpointStatus",
            status,
            "FailureReason",
            failureReason,
            "CreationTime",
            1764137000.0,
            "LastModifiedTime",
            1764137000.0));
  }

  /** The service adds to a variant what it was not sent. */
  private static List<JsonNode> variants(@Nullable JsonNode config) {
    List<JsonNode> variants = new ArrayList<>();
    if (config != null) {
      for (JsonNode variant : config.path("ProductionVariants")) {
        variants.add(
            FakeJson.withDefaults(
                variant,
                FakeJson.map(
                    "InitialVariantWeight", 1.0, "VolumeSizeInGB", 4, "EnableSSMAccess", false)));
      }
    }
    return variants;
  }

  private boolean isUsed(String config) {
    return endpoints.keySet().stream().anyMatch(name -> config.equals(used.get(name)));
  }

  /** The model that an endpoint serves, or null if that is not known. */
  @Nullable String modelOf(String endpoint) {
    JsonNode config = configs.get(used.getOrDefault(endpoint, ""));
    return config == null
        ? null
        : FakeJson.text(config.get("ProductionVariants").get(0), "ModelName");
  }

  private String next(String endpoint) {
    Deque<String> states = endpoints.get(endpoint);
    if (states == null) {
      return "Deleting";
    }
    return String.valueOf(states.size() > 1 ? states.poll() : states.peek());
  }

  private static <T> Answer create(Map<String, T> all, String what, String name, T value) {
    if (all.putIfAbsent(name, value) != null) {
      throw new Refusal(
          400, "ValidationException", "Cannot create already existing " + what + " \"arn:x\".");
    }
    return Answer.json(FakeJson.object("Arn", "arn:x"));
  }

  private static void require(Map<String, ?> all, String what, String name) {
    if (!all.containsKey(name)) {
      throw new Refusal(
          400, "ValidationException", "Could not find " + what + " \"" + name + "\".");
    }
  }

  private static Answer delete(Map<String, ?> all, String what, String name) {
    require(all, what, name);
    all.remove(name);
    return Answer.json("");
  }

  void clear() {
    models.clear();
    configs.clear();
    endpoints.clear();
    used.clear();
    pending.clear();
    broken.clear();
    requests.clear();
  }

  List<String> left() {
    List<String> left = new ArrayList<>();
    endpoints.keySet().forEach(name -> left.add("endpoint " + name));
    configs.keySet().forEach(name -> left.add("endpoint configuration " + name));
    models.keySet().forEach(name -> left.add("model " + name));
    broken.forEach(name -> left.add("endpoint without its configuration " + name));
    return left;
  }
}
