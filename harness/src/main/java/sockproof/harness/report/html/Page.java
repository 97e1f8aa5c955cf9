package sockproof.harness.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * An HTML page with its script, style and data in it. Its Content-Security-Policy names the script
 * and the style by their hashes and allows nothing else: no other script, no request, no frame, and
 * no text that is taken for HTML.
 */
public final class Page {
  private final String title;
  private final String script;
  private final String style;
  private final StringBuilder data = new StringBuilder();
  private final StringBuilder later = new StringBuilder();

  /**
   * A page.
   *
   * @param name the folder of resources that it is made of; its {@code files} lists them
   * @param title what stands in the window's title; plain text of ours
   */
  public Page(String name, String title) {
    this.title = title;
    StringBuilder scripts = new StringBuilder("'use strict';\n(() => {\n");
    StringBuilder styles = new StringBuilder();
    for (String file : resource(name + "/files").lines().toList()) {
      (file.endsWith(".css") ? styles : scripts).append(resource(file)).append('\n');
    }
    this.script = scripts.append("})();\n").toString();
    this.style = styles.toString();
  }

  /** Puts a JSON text into the page, before the script. */
  public void data(String id, String json) {
    // So that no text inside can end the element.
    block(data, id, "application/json", json.replace("<", "\\u003c"));
  }

  /**
   * Puts bytes into the page, compressed, behind the script: what it draws first is there sooner.
   */
  public void compressed(String id, byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    block(later, id, "application/gzip", Base64.getEncoder().encodeToString(packed.toByteArray()));
  }

  private static void block(StringBuilder blocks, String id, String type, String text) {
    blocks.append("<script type=\"").append(type).append("\" id=\"").append(id).append("\">");
    blocks.append(text).append("</script>\n");
  }

  /** The whole page. */
  public String text() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <noscript>This page is drawn by the script in it; allow that to see it.</noscript>
        <div id="app"></div>
        """
            .formatted(policy(), title, style)
        + data
        + "<script>"
        + script
        + "</script>\n"
        + later
        + "</body>\n</html>\n";
  }

  private String policy() {
    return "default-src 'none'; script-src '"
        + hash(script)
        + "'; style-src '"
        + hash(style)
        + "'; base-uri 'none'; form-action 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
