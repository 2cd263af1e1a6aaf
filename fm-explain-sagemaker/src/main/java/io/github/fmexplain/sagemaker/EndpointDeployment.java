package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * A model, an endpoint configuration and an endpoint that belong together. Their names are fresh,
 * so that a name that exists already can only come from an earlier attempt of the same call, and a
 * model of yesterday is never served.
 */
final class EndpointDeployment {

  private static final int ATTEMPTS = 20;

  private final SageMakerClients clients;
  private final String name;
  private boolean modelMade;
  private boolean configMade;
  private boolean endpointMade;

  EndpointDeployment(SageMakerClients clients, String base) {
    this.clients = clients;
    this.name = Names.fresh(base, Clock.systemUTC());
  }

  String name() {
    return name;
  }

  void createModel(String role, String image, String artifact, List<Tag> tags)
      throws InterruptedException {
    modelMade = true;
    create(
        "create model '" + name + "'",
        () ->
            clients
                .sageMaker()
                .createModel(
                    b ->
                        b.modelName(name)
                            .executionRoleArn(role)
                            .primaryContainer(c -> c.image(image).modelDataUrl(artifact))
                            .tags(tags)));
  }

  void createConfig(ProductionVariant hosting, List<Tag> tags) throws InterruptedException {
    configMade = true;
    ProductionVariant variant = hosting.toBuilder().modelName(name).build();
    create(
        "create endpoint configuration '" + name + "'",
        () ->
            clients
                .sageMaker()
                .createEndpointConfig(
                    b -> b.endpointConfigName(name).productionVariants(variant).tags(tags)));
    // A configuration can be seen a moment after it was made, and an endpoint needs to see it.
    again(
        "describe endpoint configuration '" + name + "'",
        () -> clients.sageMaker().describeEndpointConfig(b -> b.endpointConfigName(name)));
  }

  void createEndpoint(List<Tag> tags) throws InterruptedException {
    endpointMade = true;
    again(
        "create endpoint '" + name + "'",
        () ->
            clients
                .sageMaker()
                .createEndpoint(b -> b.endpointName(name).endpointConfigName(name).tags(tags)));
  }

  private static void create(String action, Supplier<?> call) throws InterruptedException {
    try {
      Calls.run(action, call);
    } catch (SageMakerCallException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
    }
  }

  private void again(String action, Supplier<?> call) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        create(action, call);
        return;
      } catch (SageMakerCallException e) {
        if (!e.isMissing() || attempt == ATTEMPTS) {
          throw e;
        }
        clients.pause();
      }
    }
  }

  /** Waits until the endpoint is in service, however long SageMaker takes to say so or not. */
  void awaitInService(SageMakerEndpoint.Listener listener) throws InterruptedException {
    String last = "";
    int failures = 0;
    while (true) {
      try {
        DescribeEndpointResponse endpoint =
            Calls.run(
                "describe endpoint '" + name + "'",
                () -> clients.sageMaker().describeEndpoint(b -> b.endpointName(name)));
        failures = 0;
        String status = String.valueOf(endpoint.endpointStatusAsString());
        if (!status.equals(last)) {
          listener.onStatus(status);
          last = status;
        }
        if (status.equals("InService")) {
          return;
        }
        if (!status.equals("Creating") && !status.endsWith("Updating")) {
          throw notInService(status, endpoint.failureReason());
        }
      } catch (SageMakerCallException e) {
        failures++;
        if (!e.isPassing() || failures > ATTEMPTS) {
          throw e;
        }
      }
      clients.pause();
    }
  }

  private EndpointException notInService(String status, @Nullable String reason) {
    return new EndpointException(
        name,
        "did not come into service ("
            + status
            + ")"
            + (reason == null ? "" : ": " + Redaction.of(reason)),
        null);
  }

  /**
   * Deletes what was made: the endpoint first, which is what costs money.
   *
   * @return null, or what could not be deleted
   */
  @Nullable EndpointException delete() {
    List<SageMakerCallException> failures = new ArrayList<>();
    Calls.evenIfInterrupted(() -> deleteAll(failures));
    if (failures.isEmpty()) {
      return null;
    }
    List<String> left = new ArrayList<>();
    if (endpointMade) {
      left.add("the endpoint, which costs money");
    }
    if (configMade) {
      left.add("its configuration");
    }
    if (modelMade) {
      left.add("its model");
    }
    EndpointException failure =
        new EndpointException(
            name,
            "could not be deleted whole; delete by that name: " + String.join(", ", left),
            failures.get(0));
    failures.stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }

  private void deleteAll(List<SageMakerCallException> failures) {
    // A running endpoint needs its configuration and its model.
    endpointMade = endpointMade && !deleted(this::deleteEndpoint, failures);
    if (endpointMade) {
      return;
    }
    configMade =
        configMade
            && !deleted(
                () ->
                    delete(
                        "endpoint configuration",
                        () ->
                            clients
                                .sageMaker()
                                .deleteEndpointConfig(b -> b.endpointConfigName(name))),
                failures);
    modelMade =
        modelMade
            && !deleted(
                () ->
                    delete("model", () -> clients.sageMaker().deleteModel(b -> b.modelName(name))),
                failures);
  }

  private static boolean deleted(Runnable deletion, List<SageMakerCallException> failures) {
    try {
      deletion.run();
      return true;
    } catch (SageMakerCallException e) {
      if (e.isMissing()) {
        return true;
      }
      failures.add(e);
      return false;
    }
  }

  private void delete(String what, Supplier<?> call) {
    Calls.uninterruptibly("delete " + what + " '" + name + "'", call);
  }

  /** SageMaker deletes no endpoint that it is still making: waits for that then. */
  private void deleteEndpoint() {
    while (true) {
      try {
        delete("endpoint", () -> clients.sageMaker().deleteEndpoint(b -> b.endpointName(name)));
        return;
      } catch (SageMakerCallException e) {
        if (!e.isInProgress()) {
          throw e;
        }
      }
      try {
        clients.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SageMakerCallException(
            "could not wait until endpoint '" + name + "' can be deleted: interrupted");
      }
    }
  }
}
