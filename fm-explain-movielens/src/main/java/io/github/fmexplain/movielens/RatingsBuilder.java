package io.github.fmexplain.movielens;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Collects ratings in the order of a file, then groups them by user. Chunks are released one by one
 * while they are grouped, so that the peak is about two copies of the columns. Not thread-safe.
 */
final class RatingsBuilder {

  private static final int CHUNK = 1 << 14;

  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int size;

  private static final class Chunk {
    final int[] users = new int[CHUNK];
    final int[] items = new int[CHUNK];
    final byte[] halfStars = new byte[CHUNK];
    final int[] seconds = new int[CHUNK];
    int rows;
  }

  void add(int user, int item, int halfStars, long seconds) {
    Chunk chunk = chunks.peekLast();
    if (chunk == null || chunk.rows == CHUNK) {
      chunk = new Chunk();
      chunks.addLast(chunk);
    }
    int row = chunk.rows++;
    chunk.users[row] = user;
    chunk.items[row] = item;
    chunk.halfStars[row] = (byte) halfStars;
    chunk.seconds[row] = (int) seconds;
    size = Math.addExact(size, 1);
  }

  /**
   * {@return the ratings grouped by user, each user's in the order they were added} This builder is
   * empty afterwards.
   *
   * @param order where the user that was added under a number goes
   */
  Ratings build(UserOrder order) {
    int[] start = new int[order.ids().size() + 1];
    for (Chunk chunk : chunks) {
      for (int row = 0; row < chunk.rows; row++) {
        start[order.position(chunk.users[row]) + 1]++;
      }
    }
    for (int user = 0; user < order.ids().size(); user++) {
      start[user + 1] += start[user];
    }
    int[] next = start.clone();
    int[] items = new int[size];
    byte[] halfStars = new byte[size];
    int[] seconds = new int[size];
    for (Chunk chunk = chunks.pollFirst(); chunk != null; chunk = chunks.pollFirst()) {
      for (int row = 0; row < chunk.rows; row++) {
        int to = next[order.position(chunk.users[row])]++;
        items[to] = chunk.items[row];
        halfStars[to] = chunk.halfStars[row];
        seconds[to] = chunk.seconds[row];
      }
    }
    size = 0;
    return new Ratings(start, items, halfStars, seconds);
  }
}
