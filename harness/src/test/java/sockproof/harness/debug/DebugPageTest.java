package sockproof.harness.debug;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.browser.Chromium;
import sockproof.harness.exchange.Network;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;

/** The page in a real browser, and a real program behind it. */
@Timeout(240)
class DebugPageTest {
  private static Chromium chromium;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // every test begins with open()
  private Debugged debugged;

  @SuppressWarnings("NullAway.Init")
  private DebugServer server;

  @SuppressWarnings("NullAway.Init")
  private Page page;

  @BeforeAll
  static void launch() {
    chromium = Chromium.start();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void quit() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private void open(Debugged what) throws Exception {
    debugged = what;
    server = DebugServer.start(debugged.session, 0);
    page = chromium.page();
    page.setDefaultTimeout(60_000);
    page.navigate(server.url());
  }

  @AfterEach
  void close() throws Exception {
    if (page != null) {
      page.close();
    }
    if (server != null) {
      server.close();
    }
    if (debugged != null) {
      debugged.close();
    }
  }

  private Locator lane(String to) {
    return page.locator(".lane[data-to=" + to + "]");
  }

  private Locator button(String to, String name) {
    return lane(to).locator("button", new Locator.LocatorOptions().setHasText(name));
  }

  private void press(String to, String name) {
    button(to, name).click();
  }

  @Test
  void aCutThatIsClickedMakesTheNaiveClientPrintTheWrongLine() throws Exception {
    open(Debugged.naiveClient());
    assertThat(lane("server").locator(".cell b")).hasCount("hello, world\n".length());
    press("server", "All");
    assertThat(lane("client").locator(".cell b")).hasCount("HELLO, WORLD\n".length());
    assertThat(lane("client").locator(".doing")).hasText("the client waits in recv()");
    assertThat(page.locator("#peer")).hasText("got \"hello, world\"");

    lane("client").locator(".gap[data-at='1']").click();
    assertThat(lane("client").locator(".piece")).hasCount(2);
    press("client", "Piece");

    assertThat(page.locator("#stdout")).hasText("H");
    assertThat(page.locator("#status")).hasText("ended: exit 0");
    assertThat(lane("client").locator(".totals")).hasText("1 delivered, 1 read");
    assertThat(page.locator("#log")).containsText("you: cut before byte 1 to the client");
    assertThat(page.locator("#log")).containsText("delivered \"H\" to the client");
    chromium.assertNoProblems();
  }

  @Test
  void everythingCanBeDoneWithKeys() throws Exception {
    open(Debugged.naiveClient());
    assertThat(lane("server").locator(".cell b")).hasCount("hello, world\n".length());
    page.keyboard().press("2");
    page.keyboard().press("a");
    assertThat(lane("client").locator(".cell b")).hasCount("HELLO, WORLD\n".length());
    page.keyboard().press("1");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    Locator strip = lane("client").locator(".strip");
    assertThat(strip).hasAttribute("aria-valuetext", "after E, before L, offset 2");
    page.keyboard().press("Space");
    assertThat(strip).hasAttribute("aria-valuetext", "after E, before L, offset 2, cut");
    page.keyboard().press("u");
    assertThat(lane("client").locator(".cell.duplicate")).hasCount("LLO, WORLD\n".length());
    page.keyboard().press("f");
    page.locator("#forge-text").fill("EVIL\\n");
    page.keyboard().press("Enter");
    assertThat(lane("client").locator(".cell.forged")).hasCount(5);
    page.keyboard().press("o");
    assertThat(lane("client").locator(".piece")).hasCount(1);
    page.keyboard().press("p");
    assertThat(page.locator("#stdout")).hasText("HEEVIL\nLLO, WORLD\nLLO, WORLD");

    page.keyboard().press("Shift+R");
    assertThat(page.locator("#stdout")).hasText("");
    assertThat(lane("server").locator(".cell b")).hasCount("hello, world\n".length());
    chromium.assertNoProblems();
  }

  @Test
  void whatWasDoneIsSavedAndNothingIsOverwrittenUnasked() throws Exception {
    open(Debugged.naiveClient());
    assertThat(lane("server").locator(".cell b")).hasCount("hello, world\n".length());
    press("server", "All");
    assertThat(lane("client").locator(".cell b")).hasCount("HELLO, WORLD\n".length());
    lane("client").locator(".gap[data-at='1']").click();
    press("client", "Piece");
    assertThat(page.locator("#status")).hasText("ended: exit 0");
    Path file = Files.writeString(folder.resolve("cut.yaml"), "mine");
    page.keyboard().press("s");
    assertThat(page.locator("#save-keep")).not().isChecked();
    page.locator("#save-file").fill(file.toString());
    page.keyboard().press("Enter");
    assertThat(page.locator("#save-error")).hasText(file + " exists already.");
    assertEquals("mine", Files.readString(file));
    page.locator("#save-replace").check();
    page.locator("#save-dialog button.main").click();
    assertThat(page.locator("#saved-line"))
        .hasText(
            "./sockproof run "
                + file
                + " --subject "
                + file.toString().replace(".yaml", ".subject"));
    assertTrue(Files.readString(file).contains("- {pass: 1, once: 13}"), Files.readString(file));
    page.keyboard().press("Enter");
    assertThat(page.locator("#saved-dialog")).not().isVisible();
    assertEquals(
        List.of("Failed to load resource: the server responded with a status of 409 (Conflict)"),
        chromium.takeProblems());
  }

  @Test
  void aServerUnderTestIsHeldToo() throws Exception {
    open(Debugged.naiveServer());
    assertThat(lane("server").locator(".cell b")).hasCount("hello, world\n".length());
    assertThat(lane("server").locator(".doing")).hasText("the server waits in recv()");
    lane("server").locator(".gap[data-at='5']").click();
    press("server", "Piece");
    assertThat(lane("client").locator(".cell b")).hasCount("HELLO\n".length());
    press("client", "All");
    assertThat(page.locator("#peer")).hasText("said \"hello, world\"\ngot \"HELLO\"");
    chromium.assertNoProblems();
  }

  @Test
  void twoProgramsOfOthersAreHeld() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      open(
          Debugged.relay(
              Endpoint.parse("tcp://127.0.0.1:0"),
              Endpoint.parse("tcp://127.0.0.1:" + server.getLocalPort()),
              new Framing.Line()));
      assertThat(page.locator("#nothing")).containsText("Waiting for a client at tcp://127.0.0.1:");
      Endpoint.Tcp listen = (Endpoint.Tcp) debugged.session.listenEndpoint().orElseThrow();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listen.port());
          Socket accepted = server.accept()) {
        client.getOutputStream().write("ping\n".getBytes(US_ASCII));
        assertThat(lane("server").locator(".cell b")).hasCount(5);
        press("server", "All");
        assertEquals("ping\n", new String(accepted.getInputStream().readNBytes(5), US_ASCII));
        accepted.getOutputStream().write("PONG\n".getBytes(US_ASCII));
        assertThat(lane("client").locator(".cell b")).hasCount(5);
        lane("client").locator(".gap[data-at='2']").click();
        press("client", "Piece");
        assertEquals("PO", new String(client.getInputStream().readNBytes(2), US_ASCII));
        assertThat(lane("client").locator(".cell b")).hasCount(3);
      }
    }
    chromium.assertNoProblems();
  }

  @Test
  void markupThatTheProgramPrintsIsText() throws Exception {
    String evil = "<img src=x onerror=document.title=1><script>document.title=2</script>";
    open(
        Debugged.client(
            new Network(Medium.TCP, 4),
            List.of(evil),
            "python3",
            Debugged.PROGRAMS.resolve("client_naive.py").toAbsolutePath().normalize().toString(),
            "{host}",
            "{port}"));
    assertThat(lane("server").locator(".cell b").first()).hasText("<");
    press("server", "All");
    assertThat(lane("client").locator(".cell b").first()).hasText("<");
    press("client", "All");
    assertThat(page.locator("#stdout")).hasText(evil.toUpperCase(java.util.Locale.ROOT));
    assertThat(page.locator("#stdout *")).hasCount(0);
    assertThat(page.locator("#log *:is(img, script)")).hasCount(0);
    assertEquals("Sockproof debugger", page.title());
    chromium.assertNoProblems();
  }

  @Test
  void datagramsAreReorderedByDraggingAndByKeys() throws Exception {
    open(
        Debugged.client(
            new Network(Medium.UDP, 4),
            List.of("one", "two", "three"),
            "python3",
            "-c",
            Debugged.DATAGRAM_CLIENT,
            "{host}",
            "{port}"));
    Locator asked = lane("server").locator(".datagram");
    assertThat(asked).hasCount(3);
    for (String name : List.of("Release", "Later", "Drop", "Duplicate")) {
      assertThat(button("server", name)).isEnabled(); // the first is chosen
    }
    assertThat(button("server", "Earlier")).isDisabled();
    asked.nth(2).click();
    assertThat(button("server", "Earlier")).isEnabled();
    assertThat(button("server", "Later")).isDisabled();
    press("server", "All");
    Locator waiting = lane("client").locator(".datagram");
    assertThat(waiting).hasCount(3);
    waiting.nth(2).dragTo(waiting.nth(0), new Locator.DragToOptions().setTargetPosition(60, 3));
    assertThat(waiting.nth(0)).hasAttribute("aria-label", "datagram of 5 bytes: THREE, next");
    assertThat(waiting.nth(0)).hasAttribute("aria-selected", "true");
    lane("client").locator(".datagrams").focus();
    page.keyboard().press("End");
    page.keyboard().press("Alt+ArrowUp");
    assertThat(waiting.nth(1)).hasAttribute("aria-label", "datagram of 3 bytes: TWO");
    press("client", "All");
    assertThat(page.locator("#stdout")).hasText("THREE\nTWO\nONE");
    chromium.assertNoProblems();
  }
}
