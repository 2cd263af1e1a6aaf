package io.github.fmexplain.io.models;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The types of the numbers in arrays, under the names of three worlds. */
enum ElementType {
  F32(4, "f4", "FloatStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  F64(8, "f8", "DoubleStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getDouble();
    }
  },
  F16(2, "f2", "HalfStorage") {
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
  BF16(2, null, "BFloat16Storage") {
    @Override
    double decode(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  },
  I64(8, "i8", "LongStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getLong();
    }
  },
  I32(4, "i4", "IntStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getInt();
    }
  },
  I16(2, "i2", "ShortStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.getShort();
    }
  },
  I8(1, "i1", "CharStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get();
    }
  },
  U8(1, "u1", "ByteStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get() & 0xFF;
    }
  },
  U64(8, "u8", null) {
    @Override
    double decode(ByteBuffer bytes) {
      long bits = bytes.getLong();
      return bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
    }
  },
  U32(4, "u4", null) {
    @Override
    double decode(ByteBuffer bytes) {
      return Integer.toUnsignedLong(bytes.getInt());
    }
  },
  U16(2, "u2", null) {
    @Override
    double decode(ByteBuffer bytes) {
      return Short.toUnsignedInt(bytes.getShort());
    }
  },
  BOOL(1, "b1", "BoolStorage") {
    @Override
    double decode(ByteBuffer bytes) {
      return bytes.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;
  private final @Nullable String numpyName;
  private final @Nullable String storageName;

  ElementType(int bytes, @Nullable String numpyName, @Nullable String storageName) {
    this.bytes = bytes;
    this.numpyName = numpyName;
    this.storageName = storageName;
  }

  /** {@return the bytes of a number} */
  int bytes() {
    return bytes;
  }

  /** {@return whether it is written without a point} */
  boolean isInteger() {
    return switch (this) {
      case I64, I32, I16, I8, U64, U32, U16, U8 -> true;
      default -> false;
    };
  }

  /** {@return the next number of a buffer in the order of its bytes} */
  abstract double decode(ByteBuffer bytes);

  /** {@return the next number as a text, a whole one to its last digit} */
  String text(ByteBuffer bytes) {
    return switch (this) {
      case I64 -> Long.toString(bytes.getLong());
      case U64 -> Long.toUnsignedString(bytes.getLong());
      default -> isInteger() ? Long.toString((long) decode(bytes)) : "" + decode(bytes);
    };
  }

  /** {@return whether float32 does not have all its numbers} */
  boolean isRounded() {
    return this == F64 || (isInteger() && bytes >= Integer.BYTES);
  }

  /** {@return the type that NumPy calls so, without the order of bytes, or null} */
  static @Nullable ElementType ofNumpy(String name) {
    for (ElementType type : values()) {
      if (name.equals(type.numpyName)) {
        return type;
      }
    }
    return null;
  }

  /** {@return the type that safetensors calls so, or null} */
  static @Nullable ElementType ofSafetensors(String name) {
    for (ElementType type : values()) {
      if (name.equals(type.name())) {
        return type;
      }
    }
    return null;
  }

  /** {@return the type of PyTorch's class of storages, or null} */
  static @Nullable ElementType ofStorage(String name) {
    for (ElementType type : values()) {
      if (name.equals(type.storageName)) {
        return type;
      }
    }
    return null;
  }
}
