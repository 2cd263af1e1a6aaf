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

/**
 * A model, an endpoint configuration and an endpoint that belong together. The names of what is
 * made here are fresh, so that a name that exists already can only come from an earlier attempt of
 * the same call, and a model of yesterday is never served.
 */
final class EndpointDeployment {

  private static final int ATTEMPTS = 20;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final SageMakerClients clients;
  private final String name;
  private final String endpointName;
  private final Part model;
  private final Part config;
  private final Part endpoint;

  /** Whether an update was asked for, and no answer says whether it was begun. */
  private boolean updateMayCome;

  EndpointDeployment(SageMakerClients clients, String base) {
    this(clients, base, null);
  }

  /**
   * Makes names.
   *
   * @param existing an endpoint that goes over to a new configuration, or null for a new one
   */
  EndpointDeployment(SageMakerClients clients, String base, @Nullable String existing) {
    this.clients = clients;
    this.name = Names.fresh(base, Clock.systemUTC());
    this.endpointName = existing == null ? name : existing;
    model = new Part("model", name, "its model", c -> c.deleteModel(b -> b.modelName(name)));
    config =
        new Part(
            "endpoint configuration",
            name,
            "its configuration",
            c -> c.deleteEndpointConfig(b -> b.endpointConfigName(name)));
    endpoint =
        new Part(
            "endpoint",
            endpointName,
            "the endpoint, which costs money",
            c -> c.deleteEndpoint(b -> b.endpointName(endpointName)));
  }

  /** One of the three, and whether it may exist. */
  private final class Part {

    private final String what;
    private final String remains;
    private final Function<SageMakerClient, ?> deletion;
    private boolean mayExist;
    private boolean answered;

    Part(String what, String name, String remains, Function<SageMakerClient, ?> deletion) {
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

  /** {@return the name of model and configuration, and of the endpoint that was made with them} */
  String name() {
    return name;
  }

  void createModel(HostedModel hosted) throws InterruptedException {
    model.create(
        () ->
            clients
                .sageMaker()
                .createModel(
                    b -> {
                      b.modelName(name);
                      hosted.fill(b);
                    }));
  }

  void createConfig(ProductionVariant hosting, SageMakerSetup setup) throws InterruptedException {
    ProductionVariant variant = hosting.toBuilder().modelName(name).build();
    config.create(
        () ->
            clients
                .sageMaker()
                .createEndpointConfig(
                    b ->
                        b.endpointConfigName(name)
                            .productionVariants(variant)
                            .kmsKeyId(
                                hosting.serverlessConfig() == null ? setup.volumeKmsKey() : null)
                            .tags(setup.tags())));
    // A configuration can be seen a moment after it was made, and an endpoint needs to see it.
    again(
        () ->
            Calls.run(
                "describe " + config.what,
                () -> clients.sageMaker().describeEndpointConfig(b -> b.endpointConfigName(name))));
  }

  void createEndpoint(SageMakerSetup setup) throws InterruptedException {
    again(
        () ->
            endpoint.create(
                () ->
                    clients
                        .sageMaker()
                        .createEndpoint(
                            b ->
                                b.endpointName(name).endpointConfigName(name).tags(setup.tags()))));
  }

  void updateEndpoint() throws InterruptedException {
    again(
        () -> {
          updateMayCome = true;
          try {
            Calls.run(
                "update " + endpoint.what,
                () ->
                    clients
                        .sageMaker()
                        .updateEndpoint(
                            b -> b.endpointName(endpointName).endpointConfigName(name)));
            updateMayCome = false;
          } catch (SageMakerCallException e) {
            updateMayCome = !e.isAnswered();
            throw e;
          }
        });
  }

  /** Makes this the owner of an endpoint that another deployment made, and that was updated. */
  void take(EndpointDeployment before) {
    endpoint.mayExist = before.endpoint.mayExist;
    endpoint.answered = before.endpoint.answered;
    before.endpoint.mayExist = false;
  }

  /**
   * After an update that failed: waits until SageMaker has ended it, and deletes the configuration
   * and the model that were made for it, if the endpoint does not use them.
   *
   * @throws EndpointException if it uses them or may yet, or something could not be deleted
   */
  void takeBack() {
    Calls.evenIfInterrupted(
        () -> {
          if (name.equals(configWhenSettled())) {
            throw new EndpointException(
                endpointName,
                "was updated all the same: it has configuration and model '" + name + "' now",
                null);
          }
          if (updateMayCome) {
            throw mayGoOver(null);
          }
        });
    delete();
  }

  private EndpointException mayGoOver(@Nullable Throwable cause) {
    return new EndpointException(
        endpointName,
        "may go over to configuration and model '"
            + name
            + "'; if it does not, delete them by that name",
        cause);
  }

  private @Nullable String configWhenSettled() {
    Patience patience = new Patience(clients, "the update of " + endpoint.what);
    try {
      while (true) {
        DescribeEndpointResponse seen = patience.look(this::describe, warning -> {});
        if (seen != null && !isChanging(seen.endpointStatusAsString())) {
          return seen.endpointConfigName();
        }
        patience.pause(LONGEST_WAIT);
      }
    } catch (SageMakerCallException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw mayGoOver(e);
    }
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

  /** Waits until the endpoint is in service, with the configuration of this deployment. */
  void awaitInService(SageMakerEndpoint.Listener listener) throws InterruptedException {
    Patience patience = new Patience(clients, endpoint.what);
    String last = "";
    boolean hasChanged = false;
    for (int look = 1; ; look++) {
      DescribeEndpointResponse seen = patience.look(this::describe, warning -> {});
      if (seen != null) {
        String status = Redaction.of(seen.endpointStatusAsString());
        if (!status.equals(last)) {
          listener.onStatus(status);
          last = status;
        }
        hasChanged |= !status.equals("InService");
        if (status.equals("InService") && isOwn(seen)) {
          return;
        }
        // An update can be seen a moment after it was begun.
        if (status.equals("InService") && (hasChanged || look == ATTEMPTS)) {
          throw wentBack(seen);
        }
        if (!status.equals("InService") && !isChanging(status)) {
          throw notInService(status, seen.failureReason());
        }
      }
      patience.pause(LONGEST_WAIT);
    }
  }

  private boolean isOwn(DescribeEndpointResponse seen) {
    return !isUpdate() || name.equals(seen.endpointConfigName());
  }

  private boolean isUpdate() {
    return !endpointName.equals(name);
  }

  /** An endpoint that is made and rolls back will not come; one that is updated goes on. */
  private boolean isChanging(String status) {
    return status.equals("Creating")
        || status.endsWith("Updating")
        || (isUpdate() && status.equals("RollingBack"));
  }

  /** An update that fails ends in service too, with the configuration of before. */
  private EndpointException wentBack(DescribeEndpointResponse seen) {
    String reason = seen.failureReason();
    return new EndpointException(
        endpointName,
        "was not updated and has configuration '"
            + Redaction.of(String.valueOf(seen.endpointConfigName()))
            + "' as before"
            + (reason == null ? "" : ": " + Redaction.of(reason)),
        null);
  }

  private DescribeEndpointResponse describe() {
    DescribeEndpointResponse answer =
        clients.sageMaker().describeEndpoint(b -> b.endpointName(endpointName));
    Patience.requireStatus(endpoint.what, answer.endpointStatusAsString());
    return answer;
  }

  private EndpointException notInService(String status, @Nullable String reason) {
    return new EndpointException(
        endpointName,
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
              .map(part -> isUpdate() ? part.what : part.remains)
              .collect(Collectors.joining(", "));
      EndpointException failure =
          new EndpointException(
              endpointName,
              isUpdate()
                  ? "has something left of an update; delete " + left
                  : "could not be deleted whole; delete by that name: " + left,
              failures.get(0));
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
