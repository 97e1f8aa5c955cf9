package sockproof.harness.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.exchange.Network;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Medium;

/** Keys and what the terminal shows, with a real program behind them. */
class TerminalUiTest {
  private static final int COLUMNS = 100;
  private static final int ROWS = 32;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // every test begins with open()
  private Debugged debugged;

  @SuppressWarnings("NullAway.Init")
  private TerminalUi ui;

  private void open(Debugged what) throws Exception {
    debugged = what;
    debugged.session.begin();
    ui = new TerminalUi(debugged.session);
  }

  private void openNaive() throws Exception {
    open(Debugged.naiveClient());
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
  }

  private void openDatagrams() throws Exception {
    open(
        Debugged.client(
            new Network(Medium.UDP, 4),
            List.of("one", "two", "three"),
            "python3",
            "-c",
            Debugged.DATAGRAM_CLIENT,
            "{host}",
            "{port}"));
    Debugged.until(() -> debugged.datagrams(Direction.TO_SERVER).size() == 3);
  }

  @AfterEach
  void close() throws Exception {
    debugged.close();
  }

  private void type(String characters) throws Exception {
    for (int character : characters.codePoints().toArray()) {
      ui.key(TerminalKey.of(character));
    }
  }

  private void press(TerminalKey.Name... names) throws Exception {
    for (TerminalKey.Name name : names) {
      ui.key(new TerminalKey(name, 0));
    }
  }

  private List<String> lines() {
    return new TerminalView(debugged.session, ui, COLUMNS, ROWS)
        .lines().stream().map(AttributedString::toString).toList();
  }

  private String screen() {
    return lines().stream().collect(Collectors.joining("\n"));
  }

  private void shows(String text) {
    Debugged.until(() -> screen().contains(text));
  }

  @Test
  void aCutMakesTheNaiveClientPrintTheWrongLine() throws Exception {
    openNaive();
    shows(" h  e  l  l  o  ,  ␣  w  o  r  l  d \\n");
    type("2a");
    Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("HELLO, WORLD\n"));
    shows("the client waits in recv()");
    type("1");
    press(TerminalKey.Name.RIGHT);
    type(" ");
    shows(" H| E  L  L  O  ,  ␣");
    shows("48|45 4c 4c 4f 2c 20");
    type("p");
    shows("the program ended: exit 0");
    shows("  out H");
    shows("you: cut before byte 1 to the client");
    shows("1 delivered, ");

    type("R");
    shows("the program runs");
    shows(" h  e  l  l  o");
    assertFalse(screen().contains("out H"));
  }

  @Test
  void bytesAreForgedDuplicatedAndCounted() throws Exception {
    openNaive();
    type("2a");
    Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("HELLO, WORLD\n"));
    type("1");
    press(TerminalKey.Name.RIGHT, TerminalKey.Name.RIGHT, TerminalKey.Name.LEFT);
    type("fEVX");
    press(TerminalKey.Name.BACKSPACE);
    type("\\n");
    assertTrue(screen().contains("\\xff): EV\\n"), this::screen);
    press(TerminalKey.Name.ENTER);
    shows(" H| E  V \\n| E  L");
    shows(" f  f  f");
    press(TerminalKey.Name.JUMP_RIGHT);
    type("u");
    shows(" d  d  d");
    type("o");
    press(TerminalKey.Name.END);
    type("b");
    type("4");
    press(TerminalKey.Name.ENTER);
    shows("  out HEV");
  }

  @Test
  void whatMakesNoSenseIsSaidInASentence() throws Exception {
    openNaive();
    type("a");
    assertEquals("Nothing waits.", ui.message());
    type("2bmany");
    press(TerminalKey.Name.ENTER);
    assertEquals("Give a whole number of bytes.", ui.message());
    type("b99");
    press(TerminalKey.Name.ENTER);
    assertEquals("Cannot release 99 bytes; bytes 0 to 12 wait.", ui.message());
    type("f\\q");
    press(TerminalKey.Name.ENTER);
    assertEquals("Use \\n, \\r, \\t, \\0, \\\\ or \\xff after a backslash.", ui.message());
    type("x");
    assertEquals("That key does nothing here; ? shows those that do.", ui.message());
    type("f");
    press(TerminalKey.Name.ESCAPE);
    assertTrue(ui.prompt().isEmpty());
    type("?");
    assertTrue(screen().contains("start again"), this::screen);
    type("xq");
    assertTrue(ui.isOver());
  }

  @Test
  void datagramsAreReorderedDroppedRepeatedAndForged() throws Exception {
    openDatagrams();
    type("2a");
    Debugged.until(() -> debugged.datagrams(Direction.TO_CLIENT).size() == 3);
    type("1");
    press(TerminalKey.Name.DOWN, TerminalKey.Name.DOWN, TerminalKey.Name.MOVE_UP);
    shows("  > 2. \"THREE\"  5 B  54 48 52 45 45");
    press(TerminalKey.Name.MOVE_UP);
    shows("  > 1. \"THREE\"");
    type("uf");
    type("EVIL");
    press(TerminalKey.Name.ENTER);
    type("q");
    press(TerminalKey.Name.BACKSPACE, TerminalKey.Name.BACKSPACE);
    type("g");
    press(TerminalKey.Name.ENTER);
    shows("1. \"EVIL\"  4 B, forged  45 56 49 4c");
    press(TerminalKey.Name.UP, TerminalKey.Name.UP);
    type("d");
    shows("1. \"THREE\"");
    press(TerminalKey.Name.ENTER);
    type("a");
    shows("  out THREE");
    Debugged.until(() -> debugged.stdout().equals("THREE\nTHREE\nONE\n"));
    type("u");
    assertEquals("Nothing waits.", ui.message());
  }

  @Test
  void whatWasDoneIsSaved() throws Exception {
    openNaive();
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, "mine");
    type("2as");
    press(
        java.util.Collections.nCopies(20, TerminalKey.Name.BACKSPACE)
            .toArray(new TerminalKey.Name[0]));
    type(file.toString());
    press(TerminalKey.Name.ENTER, TerminalKey.Name.ENTER);
    assertTrue(screen().contains("exists already. Replace it (y/n)? n"), this::screen);
    press(TerminalKey.Name.ENTER);
    assertEquals("mine", Files.readString(file));
    type("s");
    press(
        java.util.Collections.nCopies(20, TerminalKey.Name.BACKSPACE)
            .toArray(new TerminalKey.Name[0]));
    type(file.toString());
    press(TerminalKey.Name.ENTER, TerminalKey.Name.ENTER, TerminalKey.Name.BACKSPACE);
    type("y");
    press(TerminalKey.Name.ENTER);
    assertTrue(ui.message().startsWith("Saved. Repeat it with: ./sockproof run "), ui.message());
    assertTrue(Files.readString(file).startsWith("# Saved by"), Files.readString(file));
  }

  @Test
  void nothingThatIsShownIsWiderThanTheTerminalOrMovesItsCursor() throws Exception {
    open(
        Debugged.client(
            new Network(Medium.TCP, 4),
            List.of("hello"),
            "python3",
            "-c",
            "print('\\x1b[2J' + 300 * 'x' + '\\x07')",
            "{host}",
            "{port}"));
    Debugged.until(() -> debugged.stdout().contains("x\u0007"));
    for (int columns : new int[] {20, 60, 81}) {
      for (int rows : new int[] {5, 20, 50}) {
        List<AttributedString> lines =
            new TerminalView(debugged.session, ui, columns, rows).lines();
        assertEquals(rows, lines.size());
        for (AttributedString line : lines) {
          assertTrue(line.columnLength() <= columns, line::toString);
          assertTrue(line.chars().noneMatch(Character::isISOControl), line::toString);
        }
      }
    }
    assertTrue(screen().contains("out \\u001b[2Jxxx"), this::screen);
  }

  @Test
  void theSmallestTerminalHasRoomForEveryKey() throws Exception {
    open(Debugged.client(new Network(Medium.TCP, 4), List.of("hello"), "sleep", "60"));
    String shown =
        String.join(
            "\n",
            new TerminalView(debugged.session, ui, 60, 20)
                .lines().stream().map(String::valueOf).toList());
    for (String key :
        List.of("p piece", "f forge", "h half-close", "g hold", "1 2 side", "? keys", "q quit")) {
      assertTrue(shown.contains(key), shown);
    }
  }
}
