package sockproof.harness.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalKeyTest {
  private static TerminalKey.Source typed(String characters) {
    int[] at = {0};
    return _ ->
        at[0] < characters.length() ? characters.charAt(at[0]++) : TerminalKey.Source.EXPIRED;
  }

  @ParameterizedTest
  @CsvSource({
    "^[[A, UP",
    "^[OB, DOWN",
    "^[[C, RIGHT",
    "^[OD, LEFT",
    "^[[H, HOME",
    "^[[4~, END",
    "^[[1;5C, JUMP_RIGHT",
    "^[[1;5D, JUMP_LEFT",
    "^[[1;3A, MOVE_UP",
    "^[[1;3B, MOVE_DOWN",
    "^[[5~, OTHER",
    "^[x, OTHER",
    "^[, ESCAPE",
    "^M, ENTER",
    "^?, BACKSPACE",
    "^I, TAB",
    "^C, INTERRUPT",
    "^A, OTHER",
  })
  void sequencesAreKeys(String shown, TerminalKey.Name name) throws IOException {
    StringBuilder sent = new StringBuilder();
    for (int i = 0; i < shown.length(); i++) {
      boolean control = shown.charAt(i) == '^';
      sent.append(control ? (char) (shown.charAt(++i) ^ 0x40) : shown.charAt(i));
    }
    assertEquals(
        Optional.of(new TerminalKey(name, 0)), TerminalKey.read(typed(sent.toString()), 1));
  }

  @Test
  void whatTypesSomethingIsItself() throws IOException {
    TerminalKey.Source source = typed("p€");
    assertEquals(Optional.of(TerminalKey.of('p')), TerminalKey.read(source, 1));
    assertEquals(Optional.of(TerminalKey.of('€')), TerminalKey.read(source, 1));
    assertEquals(Optional.empty(), TerminalKey.read(source, 1));
  }

  @Test
  void aTerminalThatIsGoneIsSaid() {
    assertThrows(EOFException.class, () -> TerminalKey.read(_ -> TerminalKey.Source.END, 1));
  }
}
