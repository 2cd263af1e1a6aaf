package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium that is installed here, for the tests that want one. */
final class Chromium implements AutoCloseable {

  /** What to say when a test is skipped. */
  static final String HOW_TO =
      "skipped: no chromium and chromedriver on the path; on Debian: apt-get install chromium"
          + " chromium-driver; or give them as -Dfmexplain.chromium=… and -Dfmexplain.chromedriver=…";

  final ChromeDriver driver;

  private Chromium(Path browser, Path driver) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    // With both given, Selenium looks for neither, and downloads nothing.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .usingAnyFreePort()
            .build();
    this.driver = new ChromeDriver(service, options);
  }

  /** Starts it, or skips the test. */
  static Chromium start() {
    Optional<Path> browser =
        find("fmexplain.chromium", "chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = find("fmexplain.chromedriver", "chromedriver");
    assumeTrue(browser.isPresent() && driver.isPresent(), HOW_TO);
    return new Chromium(browser.orElseThrow(), driver.orElseThrow());
  }

  private static Optional<Path> find(String property, String... names) {
    String given = System.getProperty(property);
    if (given != null) {
      return Optional.of(Path.of(given));
    }
    List<String> folders =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(Objects.requireNonNullElse(System.getenv("PATH"), ""))
            .toList();
    for (String name : names) {
      for (String folder : folders) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** Opens a page in a window of a width, in a colour scheme. */
  void open(Path page, int width, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    media("screen", scheme);
    driver.get(page.toUri().toString());
  }

  void media(String media, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Runs a script in the page and returns what it gives as JSON. */
  JsonNode ask(String script) {
    Object answer = driver.executeScript("return JSON.stringify((() => {" + script + "})())");
    return JsonMapper.shared().readTree(String.valueOf(answer));
  }

  /** Returns what was written to the console since it was last asked. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Returns the addresses that were asked for since it was last asked. */
  List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JsonMapper.shared().readTree(entry.getMessage()).get("message");
      if (message.get("method").asString().equals("Network.requestWillBeSent")) {
        urls.add(message.get("params").get("request").get("url").asString());
      }
    }
    return urls;
  }

  /** Returns what axe-core finds wrong with the page as it is, one line a fault. */
  List<String> violations() throws IOException {
    try (InputStream axe = Chromium.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(
          new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0];"
                + "axe.run(document, {resultTypes: ['violations']}).then(r => done(JSON.stringify("
                + "[].concat(...r.violations.map(v => v.nodes.map(n => v.id + ': ' + n.html + ' '"
                + " + n.failureSummary))))), e => done(JSON.stringify([String(e)])))");
    List<String> violations = new ArrayList<>();
    JsonMapper.shared()
        .readTree(String.valueOf(found))
        .forEach(line -> violations.add(line.asString()));
    return violations;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
