package io.github.fmexplain.examples;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Runs a command line as all examples do: one line for what went wrong, and an exit code. */
final class ExampleCommand {

  static final int FAILED = 1;
  static final int BAD_OPTIONS = 2;

  /** What a message tells a programmer to do, and what it is on the command line. */
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry(
              "; pass it with SageMakerArtifact.reader().predictorType(…)", "; say it with --task"),
          Map.entry(
              "; pass it with SageMakerArtifact.reader().layout(…)",
              ", and this program cannot be told"),
          Map.entry(
              "raise it with ArtifactLimits.builder().maximumMemory(…)", "raise it with -Xmx"),
          Map.entry("give it with region(…)", "give it with --region"),
          Map.entry(
              "give a bucket of your own with SageMakerStorage.builder().bucket(…)",
              "give a bucket of your own with --bucket"),
          Map.entry("; give its URI with image(…), or use one", "; choose with --region one"),
          Map.entry("; raise that with SageMakerClients.builder().maximumWait(…)", ""),
          Map.entry("userColumn(…)", "--user-column"),
          Map.entry("itemColumn(…)", "--item-column"),
          Map.entry("ratingColumn(…)", "--rating-column"),
          Map.entry("timeColumn(…)", "--time-column"),
          Map.entry("timeFormat(…)", "--time-format"),
          Map.entry("separator(…)", "--separator"),
          Map.entry("charset(…)", "--charset"),
          Map.entry("set header(false)", "give --no-header"),
          Map.entry("set quotes(false)", "give --no-quotes"),
          Map.entry("say what to do with Repeats", "give --repeats keep-last"),
          Map.entry("use TrainedModel.ofAnyFit", "use --force"));

  private static final String WHOLE = "a whole number such as 16";

  private static final Pattern LIMIT =
      Pattern.compile(
          "; raise (it|the limit) with (Artifact|TrainedModel)Limits\\.builder\\(\\)\\.[a-zA-Z]+\\(…\\)");

  /** What must be written where a number is asked for; the message begins with the option. */
  private static <T> CommandLine.ITypeConverter<T> number(
      CommandLine.ITypeConverter<T> parser, String expected) {
    return text -> {
      try {
        return parser.convert(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(
            "must be " + expected + ", but was '" + text + "'");
      }
    };
  }

  private ExampleCommand() {}

  /** {@return a message of the library in words for whoever typed a command} */
  static String forTheCommandLine(String message) {
    String words = message;
    for (Map.Entry<String, String> advice : ADVICE.entrySet()) {
      words = words.replace(advice.getKey(), advice.getValue());
    }
    return LIMIT.matcher(words).replaceAll(", which this program does not raise");
  }

  /**
   * Returns the exit code: 0, 1 after a failure that one line tells, results that were not taken
   * among them, or 2 for what was asked: bad options, or options that do not go with the data or
   * the model.
   */
  static int run(Object command, Console console, String... args) {
    int code =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Integer.class, number(Integer::valueOf, WHOLE))
            .registerConverter(int.class, number(Integer::valueOf, WHOLE))
            .registerConverter(Long.class, number(Long::valueOf, WHOLE))
            .registerConverter(long.class, number(Long::valueOf, WHOLE))
            .registerConverter(Double.class, number(Double::valueOf, "a number such as 3.5"))
            .registerConverter(
                Charset.class, number(Charset::forName, "an encoding such as UTF-8 or ISO-8859-1"))
            .setOut(writer(console.out()))
            .setErr(writer(console.err()))
            .setParameterExceptionHandler(
                (exception, parsed) -> {
                  PrintWriter err = exception.getCommandLine().getErr();
                  err.println("error: " + exception.getMessage());
                  err.println("--help tells all options");
                  return BAD_OPTIONS;
                })
            .setExecutionExceptionHandler(
                (exception, line, parsed) -> {
                  line.getErr().println("error: " + describe(exception));
                  for (Throwable more : exception.getSuppressed()) {
                    line.getErr().println("error: " + forTheCommandLine(more.getMessage() + ""));
                  }
                  return exception instanceof IllegalArgumentException ? BAD_OPTIONS : FAILED;
                })
            .execute(args);
    // A print stream keeps a failure to itself: a full disk, a reader that has gone.
    if (console.out().checkError() && code == 0) {
      console.err().println("error: standard output could not take all of the results");
      return FAILED;
    }
    return code;
  }

  /** {@return such as "1 rating" or "2 ratings"} */
  static String count(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  static void requireAtLeast(String option, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          option + " must be at least " + least + ", but was " + value);
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  /** Errors of the library tell what to do in their message; anything else is shown whole. */
  private static String describe(Exception exception) {
    if (exception instanceof InterruptedException) {
      return exception.getSuppressed().length == 0
          ? "interrupted; everything that was made is released"
          : "interrupted";
    }
    if (exception instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    String message = exception.getMessage();
    boolean ours =
        exception instanceof IOException
            || exception instanceof IllegalArgumentException
            || exception instanceof IllegalStateException
            || exception.getClass().getName().startsWith("io.github.fmexplain.");
    return ours && message != null ? forTheCommandLine(message) : exception.toString();
  }
}
