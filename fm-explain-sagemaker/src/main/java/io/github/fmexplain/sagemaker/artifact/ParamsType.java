package io.github.fmexplain.sagemaker.artifact;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The element types of NDArray files. */
enum ParamsType {
  FLOAT32(0, 4) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  FLOAT64(1, 8) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getDouble();
    }
  },
  FLOAT16(2, 2) {
    @Override
    double decode(ByteBuffer bytes) {
      int bits = bytes.getShort();
      int exponent = (bits >>> 10) & 0x1F;
      int fraction = bits & 0x3FF;
      double magnitude =
          switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + fraction, exponent - 25);
          };
      return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }
  },
  UINT8(3, 1) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get() & 0xFF;
    }
  },
  INT32(4, 4) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getInt();
    }
  },
  INT8(5, 1) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get();
    }
  },
  INT64(6, 8) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getLong();
    }
  },
  BOOL(7, 1) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get() == 0 ? 0 : 1;
    }
  },
  INT16(8, 2) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getShort();
    }
  },
  UINT16(9, 2) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getShort() & 0xFFFF;
    }
  },
  UINT32(10, 4) {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getInt() & 0xFFFFFFFFL;
    }
  },
  UINT64(11, 8) {
    @Override
    double decode(ByteBuffer bytes) {
      long bits = bytes.getLong();
      // Halved with its last bit kept, an unsigned number is rounded as it would be whole.
      return bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
    }
  },
  BFLOAT16(12, 2) {
    @Override
    double decode(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  };

  private final int flag;
  private final int bytes;

  ParamsType(int flag, int bytes) {
    this.flag = flag;
    this.bytes = bytes;
  }

  /** {@return the number of the type in a file} */
  int flag() {
    return flag;
  }

  /** {@return the bytes of an element} */
  int bytes() {
    return bytes;
  }

  /** {@return the next element of a little-endian buffer} */
  abstract double decode(ByteBuffer bytes);

  static @Nullable ParamsType ofFlag(int flag) {
    for (ParamsType type : values()) {
      if (type.flag == flag) {
        return type;
      }
    }
    return null;
  }
}
