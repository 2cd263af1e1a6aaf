package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
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
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final SageMakerClients clients;
  private final String name;
  private final Part model;
  private final Part config;
  private final Part endpoint;

  EndpointDeployment(SageMakerClients clients, String base) {
    this.clients = clients;
    this.name = Names.fresh(base, Clock.systemUTC());
    model = new Part("model", "its model", c -> c.deleteModel(b -> b.modelName(name)));
    config =
        new Part(
            "endpoint configuration",
            "its configuration",
            c -> c.deleteEndpointConfig(b -> b.endpointConfigName(name)));
    endpoint =
        new Part(
            "endpoint",
            "the endpoint, which costs money",
            c -> c.deleteEndpoint(b -> b.endpointName(name)));
  }

  /** One of the three, and whether it may exist. */
  private final class Part {

    private final String what;
    private final String remains;
    private final Function<SageMakerClient, ?> deletion;
    private boolean mayExist;
    private boolean answered;

    Part(String what, String remains, Function<SageMakerClient, ?> deletion) {
      this.what = what + " '" + name + "'";
      this.remains = remains;
      this.deletion = deletion;
    }

    void create(Supplier<?> call) throws InterruptedException {
      mayExist = true;
      answered = false;
      try {
        Calls.run("create " + what, call);
        answered = true;
      } catch (SageMakerCallException e) {
        answered = e.isAnswered();
        if (!e.isDuplicate()) {
          throw e;
        }
      }
    }

    /** Returns whether it is not there, now. */
    boolean delete(List<SageMakerCallException> failures) {
      if (!mayExist) {
        return true;
      }
      try {
        whenNotInProgress();
        mayExist = false;
        return true;
      } catch (SageMakerCallException e) {
        if (!e.isMissing()) {
          failures.add(e);
          return false;
        }
        if (answered) {
          mayExist = false;
          return true;
        }
        failures.add(
            new SageMakerCallException(
                "creation of "
                    + what
                    + " was not answered, and a moment later it was not there yet",
                e));
        answered = true; // whoever asks again knows
        return true;
      }
    }

    /** SageMaker deletes no endpoint that it is still making: waits for that then. */
    private void whenNotInProgress() {
      Patience patience = new Patience(clients, "the deletion of " + what);
      while (true) {
        try {
          Calls.uninterruptibly("delete " + what, () -> deletion.apply(clients.sageMaker()));
          return;
        } catch (SageMakerCallException e) {
          if (!e.isInProgress()) {
            throw e;
          }
        }
        try {
          patience.pause(LONGEST_WAIT);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SageMakerCallException(
              "could not wait until " + what + " can be deleted: interrupted");
        }
      }
    }
  }

  String name() {
    return name;
  }

  void createModel(String role, String image, String artifact, List<Tag> tags)
      throws InterruptedException {
    model.create(
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
    ProductionVariant variant = hosting.toBuilder().modelName(name).build();
    config.create(
        () ->
            clients
                .sageMaker()
                .createEndpointConfig(
                    b -> b.endpointConfigName(name).productionVariants(variant).tags(tags)));
    // A configuration can be seen a moment after it was made, and an endpoint needs to see it.
    again(
        () ->
            Calls.run(
                "describe " + config.what,
                () -> clients.sageMaker().describeEndpointConfig(b -> b.endpointConfigName(name))));
  }

  void createEndpoint(List<Tag> tags) throws InterruptedException {
    again(
        () ->
            endpoint.create(
                () ->
                    clients
                        .sageMaker()
                        .createEndpoint(
                            b -> b.endpointName(name).endpointConfigName(name).tags(tags))));
  }

  /** A call that can be interrupted. */
  @FunctionalInterface
  private interface Call {
    void run() throws InterruptedException;
  }

  private void again(Call call) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (SageMakerCallException e) {
        if (!e.isMissing() || attempt == ATTEMPTS) {
          throw e;
        }
        clients.pause();
      }
    }
  }

  /** Waits until the endpoint is in service. */
  void awaitInService(SageMakerEndpoint.Listener listener) throws InterruptedException {
    Patience patience = new Patience(clients, endpoint.what);
    String last = "";
    while (true) {
      DescribeEndpointResponse seen = patience.look(this::describe, warning -> {});
      if (seen != null) {
        String status = Redaction.of(seen.endpointStatusAsString());
        if (!status.equals(last)) {
          listener.onStatus(status);
          last = status;
        }
        if (status.equals("InService")) {
          return;
        }
        if (!status.equals("Creating") && !status.endsWith("Updating")) {
          throw notInService(status, seen.failureReason());
        }
      }
      patience.pause(LONGEST_WAIT);
    }
  }

  private DescribeEndpointResponse describe() {
    DescribeEndpointResponse answer =
        clients.sageMaker().describeEndpoint(b -> b.endpointName(name));
    Patience.requireStatus(endpoint.what, answer.endpointStatusAsString());
    return answer;
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
   * @throws EndpointException if something could not be deleted; it says what
   */
  void delete() {
    List<SageMakerCallException> failures = new ArrayList<>();
    Calls.evenIfInterrupted(
        () -> {
          // A running endpoint needs its configuration and its model.
          if (endpoint.delete(failures)) {
            config.delete(failures);
            model.delete(failures);
          }
        });
    if (!failures.isEmpty()) {
      String left =
          Stream.of(endpoint, config, model)
              .filter(part -> part.mayExist)
              .map(part -> part.remains)
              .collect(Collectors.joining(", "));
      EndpointException failure =
          new EndpointException(
              name, "could not be deleted whole; delete by that name: " + left, failures.get(0));
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
