package io.github.fmexplain.sagemaker.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes NDArray lists of every version, storage and type, and broken ones. */
final class ParamsBuilder {

  static final int V1 = 0xF993FAC8;
  static final int V2 = 0xF993FAC9;
  static final int V3 = 0xF993FACA;

  private final ByteArrayOutputStream arrays = new ByteArrayOutputStream();
  private final List<String> names = new ArrayList<>();
  private int count;
  private ParamsType type = ParamsType.FLOAT32;
  private ParamsType indexType = ParamsType.INT64;

  ParamsBuilder type(ParamsType of) {
    type = of;
    return this;
  }

  ParamsBuilder indexType(ParamsType of) {
    indexType = of;
    return this;
  }

  ParamsBuilder name(String name) {
    names.add(name);
    count++;
    return this;
  }

  ParamsBuilder int32(int... values) {
    for (int value : values) {
      arrays.writeBytes(little(4).putInt(value).array());
    }
    return this;
  }

  ParamsBuilder int64(long... values) {
    for (long value : values) {
      arrays.writeBytes(little(8).putLong(value).array());
    }
    return this;
  }

  ParamsBuilder shape(long... shape) {
    return int32(shape.length).int64(shape);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  ParamsBuilder index(long value) {
    return indexType == ParamsType.INT64 ? int64(value) : int32((int) value);
  }

  ParamsBuilder elements(double... values) {
    for (double value : values) {
      arrays.writeBytes(encoded(value));
    }
    return this;
  }

  private byte[] encoded(double value) {
    byte[] encoded = new byte[type.bytes()];
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT32 -> bytes.putFloat((float) value);
      case FLOAT64 -> bytes.putDouble(value);
      case FLOAT16 -> bytes.putShort(halfBits(value));
      case BFLOAT16 -> bytes.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
      case INT64, UINT64 -> bytes.putLong((long) value);
      case INT32, UINT32 -> bytes.putInt((int) (long) value);
      case INT16, UINT16 -> bytes.putShort((short) (long) value);
      case INT8, UINT8, BOOL -> bytes.put((byte) (long) value);
    }
    return encoded;
  }

  /** The half that a value is exactly, found by trying all. */
  private static short halfBits(double value) {
    ByteBuffer bytes = little(2);
    for (int bits = 0; bits < 1 << 16; bits++) {
      bytes.clear().putShort((short) bits).flip();
      if (Double.compare(ParamsType.FLOAT16.decode(bytes), value) == 0) {
        return (short) bits;
      }
    }
    throw new IllegalArgumentException("no half is " + value);
  }

  ParamsBuilder dense(int version, String name, long[] shape, double... values) {
    name(name);
    switch (version) {
      case V2, V3 -> int32(version, 0).shape(shape);
      case V1 -> int32(version).shape(shape);
      default -> {
        int32(shape.length);
        for (long length : shape) {
          int32((int) length);
        }
      }
    }
    return int32(1, 0, type.flag()).elements(values);
  }

  ParamsBuilder rowSparse(String name, long[] shape, long[] rows, double... values) {
    long[] stored = shape.clone();
    stored[0] = rows.length;
    name(name).int32(V2, 1).shape(stored).shape(shape).int32(1, 0, type.flag());
    int32(indexType.flag()).shape(rows.length).elements(values);
    for (long row : rows) {
      index(row);
    }
    return this;
  }

  ParamsBuilder csr(String name, long[] shape, long[] starts, long[] columns, double... values) {
    name(name).int32(V2, 2).shape(values.length).shape(shape).int32(1, 0, type.flag());
    int32(indexType.flag()).shape(starts.length);
    int32(indexType.flag()).shape(columns.length).elements(values);
    for (long start : starts) {
      index(start);
    }
    for (long column : columns) {
      index(column);
    }
    return this;
  }

  byte[] build() {
    return build(count, names.size());
  }

  byte[] build(long declaredArrays, long declaredNames) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    list.writeBytes(little(24).putLong(0x112).putLong(0).putLong(declaredArrays).array());
    list.writeBytes(arrays.toByteArray());
    list.writeBytes(little(8).putLong(declaredNames).array());
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      list.writeBytes(little(8).putLong(bytes.length).array());
      list.writeBytes(bytes);
    }
    return list.toByteArray();
  }
}
