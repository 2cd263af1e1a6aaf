package io.github.fmexplain.sagemaker.recordio;

import java.io.IOException;

/** Bytes that are not RecordIO-protobuf, or not what this library can read of it. */
public final class RecordIoFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The number of the record, from 1. */
  private final long record;

  /** Where the frame of the record starts. */
  private final long position;

  /**
   * Makes the exception; its message reads {@code magic must be 0xced7230a, but was 0x00000000, in
   * record 3 at byte 128}.
   *
   * @param message what must hold and what was found
   * @param record the number of the record, from 1
   * @param position the byte, from 0, at which the frame of the record starts
   */
  public RecordIoFormatException(String message, long record, long position) {
    super(message + ", in record " + record + " at byte " + position);
    this.record = record;
    this.position = position;
  }

  /** {@return the number of the record, from 1} */
  public long record() {
    return record;
  }

  /** {@return the byte, from 0, at which the frame of the record starts} */
  public long position() {
    return position;
  }
}
