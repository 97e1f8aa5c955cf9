package sockproof.harness.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The machine's Chromium, driven by Playwright with the machine's Node.js; nothing is downloaded. A
 * test that needs it is skipped, visibly, where one of them is missing.
 */
public final class Chromium implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--disable-quic");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> problems = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. */
  public static Chromium start() {
    assumeTrue(Files.isExecutable(CHROMIUM), "Debian's package `chromium` is not installed");
    Path node =
        Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
            .map(folder -> Path.of(folder, "node"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/nowhere"));
    assumeTrue(Files.isExecutable(node), "Debian's package `nodejs` is not installed");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString())));
    Browser browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(ARGUMENTS));
    return new Chromium(playwright, browser);
  }

  /** A new page; whatever its script complains of fails the test at the end. */
  public Page page() {
    return page(1400, 900, ColorScheme.LIGHT);
  }

  /** A new page of a size, in CSS pixels, and a colour scheme. */
  public Page page(int width, int height, ColorScheme scheme) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
    pages.add(page);
    page.onPageError(problems::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            problems.add(message.text());
          }
        });
    return page;
  }

  /** Closes every page, so that the next test finds the browser as new. */
  public void closePages() {
    pages.forEach(Page::close);
    pages.clear();
  }

  /** What pages have complained of since this was last called. */
  public List<String> takeProblems() {
    List<String> taken = List.copyOf(problems);
    problems.clear();
    return taken;
  }

  /** Fails where a page's script or its security policy complained of something. */
  public void assertNoProblems() {
    assertEquals(List.of(), problems);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
