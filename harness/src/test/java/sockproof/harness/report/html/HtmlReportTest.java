package sockproof.harness.report.html;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.browser.Chromium;
import sockproof.harness.results.Results;
import sockproof.harness.trace.Comparison;

/** The report as somebody uses it: in a browser, from disk. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SAME_THREAD)
class HtmlReportTest {
  private static final int MAX_BYTES = 30 << 20;
  private static final double MAX_SECONDS = 2;

  @TempDir private Path folder;

  /** One for all tests, as starting it takes longer than any of them. */
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void quit() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void close() {
    List<String> problems = chromium.takeProblems();
    chromium.closePages();
    assertEquals(List.of(), problems);
  }

  private String write(Results results) throws IOException {
    new HtmlReport().write(results, folder);
    return folder.resolve("index.html").toUri().toString();
  }

  @Test
  void aBigReportIsSmallAndOpensAtOnce() throws IOException {
    String url = write(SampleResults.of(50, 400));
    long bytes = Files.size(folder.resolve("index.html"));
    assertTrue(bytes < MAX_BYTES, bytes + " bytes");
    Page page = chromium.page();
    CDPSession session = page.context().newCDPSession(page);
    session.send("Performance.enable", json("timeDomain", "threadTicks"));
    page.navigate(url);
    page.waitForFunction("performance.getEntriesByName('shown').length > 0");
    assertThat(page.locator("tr[data-row]")).hasCount(400);
    double seconds = cpuSeconds(session);
    assertTrue(seconds < MAX_SECONDS, seconds + " s");

    page.locator("tr[data-row] th").last().scrollIntoViewIfNeeded();
    page.locator("tr[data-row]").last().locator("td.c").last().click();
    assertThat(page.locator("h1")).hasText("chat/scenario-399");
    assertThat(page.locator(".title .of")).containsText("debian/client-49");
  }

  /**
   * What the page's thread has used of a processor, in seconds: on a machine with nothing else to
   * do, that is what a person waits.
   */
  private static double cpuSeconds(CDPSession session) {
    for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new AssertionError("Chromium does not tell");
  }

  private static JsonObject json(String name, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  @Test
  void theFiltersAreKeptInTheUrl() throws IOException {
    Page page = chromium.page();
    page.navigate(write(SampleResults.of(4, 40)));
    assertThat(page.locator("td.c")).hasCount(160);
    page.locator("[data-status=failed]").click();
    page.getByLabel("Subject").fill("perl");
    int failed = page.locator("td.c").count();
    assertTrue(failed > 0 && failed < 40, failed + " cells");
    assertEquals(failed, page.locator("td.c.s5").count());
    assertTrue(page.url().endsWith("#subject=perl&status=F"), page.url());
    assertThat(page.getByRole(AriaRole.STATUS)).containsText(failed + " cases of 160");

    page.reload();
    assertThat(page.locator("td.c")).hasCount(failed);
    assertThat(page.locator("[data-status=failed]")).hasAttribute("aria-pressed", "true");
    page.getByLabel("Scenario").fill("no such scenario");
    assertThat(page.locator("main")).containsText("No case is left by the filters.");
  }

  @Test
  void theMatrixIsUsedByTheKeyboardAlone() throws IOException {
    Page page = chromium.page();
    page.navigate(write(SampleResults.of(3, 40)));
    page.locator("td.c").first().focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowDown");
    Locator cell = page.locator("td.c:focus");
    String label = cell.getAttribute("aria-label");
    assertTrue(label.endsWith(": stream/recvall/scenario-5, c/client-1"), label);
    page.keyboard().press("Enter");
    assertThat(page.locator("h1:focus")).hasText("stream/recvall/scenario-5");
    assertThat(page.locator(".title .of")).containsText("c/client-1");
    page.keyboard().press("Escape");
    assertThat(page.locator("td.c:focus")).hasAttribute("aria-label", label);
  }

  @Test
  void aCaseShowsWhatHappened() throws IOException {
    Page page = chromium.page();
    page.navigate(write(SampleResults.of(4, 40)) + "#status=F");
    page.locator("td.c").first().click();
    assertThat(page.locator("blockquote")).containsText("recv() may return less");
    assertThat(page.locator("figcaption")).containsText("POSIX recv()");
    assertThat(page.locator(".comparison del.differs")).hasCount(1);
    assertThat(page.locator(".copyable pre").first())
        .containsText("- fragment: {to: client, at: [");
    assertThat(page.locator(".copyable pre").last()).containsText("--seed 7");
    assertThat(page.locator(".item .link")).hasCount(9);
    assertThat(page.locator(".cut line")).hasCount(1);
    assertThat(page.locator(".read.subject text")).containsText("recv ");

    page.locator(".item[tabindex='0']").focus();
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("ArrowRight");
    }
    String sent = page.locator(".item:focus").getAttribute("aria-label");
    assertTrue(sent.startsWith("Server: sent, "), sent);
    assertThat(page.locator(".dump pre").first()).containsText("\\n");
    assertThat(page.locator(".dump pre").last()).containsText("000000  ");
    double width = page.locator(".frame svg").boundingBox().width;
    for (int i = 0; i < 6; i++) {
      page.keyboard().press("+");
    }
    assertTrue(page.locator(".frame svg").boundingBox().width > width);
    assertThat(page.locator(".item:focus")).hasAttribute("aria-label", sent);

    String url = page.url();
    page.keyboard().press("j");
    page.waitForURL(next -> !next.equals(url));
    page.keyboard().press("k");
    page.waitForURL(url);
  }

  @Test
  void aForgedDatagramComesFromNobodyAndAPassedCaseHasNoDifferences() throws IOException {
    Page page = chromium.page();
    page.navigate(write(SampleResults.datagrams()));
    page.locator("td.c").click();
    assertThat(page.locator(".comparison")).containsText("reply: ONE");
    assertThat(page.locator(".comparison .differs, .comparison .changed")).hasCount(0);
    BoundingBox sent = page.locator(".item[aria-label^='Server: sent'] rect").boundingBox();
    BoundingBox forged = page.locator(".item[aria-label^='Client: forged'] rect").boundingBox();
    Locator replies = page.locator(".item[aria-label^='Client: delivered'] rect");
    assertThat(replies).hasCount(2);
    assertTrue(forged.x >= sent.x + sent.width, forged.x + " and " + sent.x);
    assertTrue(replies.first().boundingBox().x >= forged.x + forged.width);
    assertThat(page.locator(".item[aria-label^='Relay: thrown away']")).hasCount(1);
  }

  @Test
  void whatAProgramPrintedIsNeverMarkup() throws IOException {
    String evil =
        "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
            + "<a href='javascript:window.hit = 3'>x</a>\u202e\u0000]]>&lt;";
    Page page = chromium.page();
    page.navigate(write(SampleResults.saying(evil)));
    page.locator("td.c").click();
    page.locator(".item").first().focus();
    page.locator("summary").click();
    assertThat(page.locator(".printed pre").first())
        .hasText(evil.replace("\u202e", "\\u{202e}").replace("\u0000", "\\0"));
    assertThat(page.locator("img, a[href^=javascript]")).hasCount(0);
    assertEquals("undefined", page.evaluate("typeof window.hit"));
  }

  @Test
  void whereLongTextsDifferIsMarkedAndNothingElse() throws Exception {
    Page page = chromium.page();
    String text = "ab".repeat(750);
    Comparison comparison = new Comparison(List.of(text), List.of("other " + text));
    page.navigate(write(SampleResults.saying("hello", comparison)));
    page.locator("td.c").click();
    assertThat(page.locator(".comparison .differs")).hasText("other ");
  }

  @Test
  void thePolicyForbidsEverythingElse() throws IOException {
    Page page = chromium.page();
    page.navigate(write(SampleResults.of(1, 1)));
    String policy = page.locator("meta[http-equiv]").getAttribute("content");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    Object markup =
        page.evaluate(
            "(() => { try { document.body.innerHTML = '<b>x</b>'; } catch (e) {"
                + " return e.name; } return 'done'; })()");
    assertEquals("TypeError", markup);
    assertFalse(chromium.takeProblems().isEmpty());
  }
}
