package io.github.fmexplain.spark;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data set, which are found by their names and refused by their types.
 *
 * @param owner what messages call the data
 * @param schema its columns
 */
record Columns(String owner, StructType schema) {

  static Columns of(String owner, StructType schema) {
    return new Columns(owner, schema);
  }

  boolean has(String name) {
    return Arrays.asList(schema.fieldNames()).contains(name);
  }

  /** {@return the type of a column that must be there} */
  DataType type(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(
          owner
              + " must have a column '"
              + name
              + "', but have "
              + String.join(", ", schema.fieldNames())
              + "; rename the columns");
    }
    return schema.apply(name).dataType();
  }

  void requireId(String name) {
    DataType type = type(name);
    if (!type.equals(DataTypes.StringType) && !isWhole(type)) {
      throw wrong(name, "a string or a whole number", type);
    }
  }

  void requireNumber(String name) {
    DataType type = type(name);
    if (!(type instanceof NumericType)) {
      throw wrong(name, "a number", type);
    }
  }

  /** {@return the type of the times, or null if there are none} */
  @Nullable DataType time() {
    if (!has("time")) {
      return null;
    }
    DataType type = type("time");
    boolean fits =
        isWhole(type)
            || type.equals(DataTypes.TimestampType)
            || type.equals(DataTypes.DateType)
            || type instanceof TimestampNTZType;
    if (!fits) {
      throw wrong("time", "a timestamp, a date or whole seconds since 1970", type);
    }
    return type;
  }

  /** {@return whether there is a column of tags} */
  boolean hasTags(String name) {
    if (!has(name)) {
      return false;
    }
    DataType type = type(name);
    if (!(type instanceof ArrayType array) || !array.elementType().equals(DataTypes.StringType)) {
      throw wrong(name, "an array of strings", type);
    }
    return true;
  }

  /** {@return whether there are users' parameters} */
  boolean hasTheta() {
    if (!has("theta")) {
      return false;
    }
    DataType type = type("theta");
    boolean fits =
        type instanceof ArrayType array
            && (array.elementType().equals(DataTypes.FloatType)
                || array.elementType().equals(DataTypes.DoubleType));
    if (!fits) {
      throw wrong("theta", "an array of floats or doubles", type);
    }
    return true;
  }

  static boolean isWhole(DataType type) {
    return type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.ByteType);
  }

  IllegalArgumentException wrong(String name, String wanted, DataType type) {
    return new IllegalArgumentException(
        "column '"
            + name
            + "' of "
            + owner
            + " must be "
            + wanted
            + ", but is "
            + type.simpleString()
            + "; cast it");
  }
}
