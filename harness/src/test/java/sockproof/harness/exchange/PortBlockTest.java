package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortBlockTest {
  @Test
  void twoWhoClaimShareNoPort() {
    Set<Integer> ports = new HashSet<>();
    PortBlock first = PortBlock.claim();
    PortBlock second = PortBlock.claim();
    for (int i = 0; i < first.size(); i++) {
      ports.add(first.next());
    }
    for (int i = 0; i < second.size(); i++) {
      assertTrue(ports.add(second.next()));
    }
    assertEquals(first.size() + second.size(), ports.size());
  }

  @Test
  void allAreBelowThePortsOfConnectingSocketsAndAboveThePrivilegedOnes() {
    PortBlock block = PortBlock.own();
    for (int i = 0; i < block.size(); i++) {
      int port = block.next();
      assertTrue(port >= 1024 && port < 32_768, "" + port);
    }
  }
}
