package io.github.fmexplain.movielens;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, taken chunk by chunk with a limit on the wait for each. A new chunk is
 * asked for only when the last one was taken, so that little is kept in memory.
 */
final class ChunkQueue implements BodySubscriber<ChunkQueue>, AutoCloseable {

  /** What the network did: chunks that arrived, the end, or a failure. */
  private record Event(List<ByteBuffer> chunks, boolean last, @Nullable Throwable failure) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final Deque<ByteBuffer> arrived = new ArrayDeque<>();

  @Override
  public CompletionStage<ChunkQueue> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription.complete(newSubscription);
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> chunks) {
    events.add(new Event(chunks, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    events.add(new Event(List.of(), true, null));
  }

  /**
   * {@return the next chunk, or null at the end}
   *
   * @throws IOException if the network fails or nothing arrives for as long as the time-out
   */
  @Nullable ByteBuffer next(Duration timeout) throws IOException, InterruptedException {
    while (arrived.isEmpty()) {
      Event event = events.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new IOException("nothing arrived for " + timeout.toMillis() + " ms");
      }
      if (event.failure() != null) {
        throw new IOException("the connection failed", event.failure());
      }
      if (event.last()) {
        return null;
      }
      arrived.addAll(event.chunks());
      subscription.join().request(1);
    }
    return arrived.poll();
  }

  /** Drops what has not arrived yet, even if it begins to arrive later. */
  @Override
  public void close() {
    CompletableFuture<Void> unused = subscription.thenAccept(Subscription::cancel);
  }
}
