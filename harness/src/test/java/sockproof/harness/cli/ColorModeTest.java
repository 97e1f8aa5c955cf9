package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorModeTest {
  @Test
  void autoFollowsTheTerminalAndNoColor() {
    assertTrue(ColorMode.AUTO.useColor(Map.of("NO_COLOR", ""), true));
    assertFalse(ColorMode.AUTO.useColor(Map.of(), false));
    assertFalse(ColorMode.AUTO.useColor(Map.of("NO_COLOR", "1"), true));
    assertFalse(ColorMode.AUTO.useColor(Map.of("TERM", "dumb"), true));
  }

  @Test
  void theOptionWinsOverTheEnvironment() {
    assertTrue(ColorMode.ALWAYS.useColor(Map.of("NO_COLOR", "1"), false));
    assertFalse(ColorMode.NEVER.useColor(Map.of(), true));
  }
}
