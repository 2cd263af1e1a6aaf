package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one model by their names: those of a zip file, or of a folder. */
interface ModelEntries {

  /** {@return the names, in the order in which they lie} */
  List<String> names();

  /** {@return the bytes of a file, or null if there is none of that name} */
  @Nullable InputStream open(String name) throws IOException;
}
