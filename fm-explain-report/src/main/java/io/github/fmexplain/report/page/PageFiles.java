package io.github.fmexplain.report.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Template, style sheet and script of the page, which come with this class. */
final class PageFiles {

  private static final Template TEMPLATE = Mustache.compiler().compile(read("page.html"));
  private static final Template AUDIT = Mustache.compiler().compile(read("audit.html"));
  private static final String CSS = read("page.css");
  private static final String SCRIPT = read("page.js");

  private PageFiles() {}

  static String html(PageContent content) {
    return TEMPLATE.execute(content);
  }

  /** Returns a page to print, with a style sheet of its own. */
  static String audit(AuditContent content) {
    String css = read("audit.css");
    return AUDIT.execute(Map.of("page", content, "css", css, "cssHash", hash(css)));
  }

  /** Returns style sheet and script of a page that switches between some methods. */
  static PageContent.Style style(int methods) {
    StringBuilder css = new StringBuilder(CSS);
    for (int m = 0; m < methods && methods > 1; m++) {
      css.append("body:has(#method-").append(m).append(":checked) .m:not(.m").append(m);
      css.append("){display:none}\n");
    }
    return new PageContent.Style(css.toString(), hash(css.toString()), SCRIPT, hash(SCRIPT));
  }

  /** Returns a hash as a Content-Security-Policy names it. */
  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("'" + name + "' is missing beside PageFiles.class");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
