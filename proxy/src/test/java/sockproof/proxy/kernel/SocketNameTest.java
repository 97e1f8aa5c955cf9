package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;

class SocketNameTest {
  @Test
  void everyKindSurvivesTheTripThroughTheKernelForm() {
    for (SocketName name :
        new SocketName[] {
          SocketName.Inet.of(InetAddress.ofLiteral("127.0.0.9"), 65535),
          SocketName.Inet.of(InetAddress.ofLiteral("::1"), 1),
          SocketName.Unix.of("/tmp/a"),
          SocketName.Unix.of("@abstract"),
          new SocketName.Unix(Bytes.empty())
        }) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment form = arena.allocate(SocketName.MAX_SIZE_BYTES);
        assertEquals(name, SocketName.read(form, name.write(form)));
      }
    }
  }

  @Test
  void abstractAndUnnamedNamesAreTold() {
    assertTrue(SocketName.Unix.of("@x").isAbstract());
    assertEquals("@x", SocketName.Unix.of("@x").toString());
    assertFalse(SocketName.Unix.of("/x").isAbstract());
    assertTrue(SocketName.Unix.of("").isUnnamed());
  }

  @Test
  void aPathOfAHundredAndSevenBytesIsTheLongest() {
    assertTrue(SocketName.Unix.of("x".repeat(107)).fits());
    assertFalse(SocketName.Unix.of("x".repeat(108)).fits());
  }

  @Test
  void anErrnoIsAClause() {
    assertEquals(
        "bind to 127.0.0.1:80: permission denied",
        new KernelException("bind to 127.0.0.1:80", Errno.EACCES.number()).getMessage());
    assertEquals("error number 9999", Errno.describe(9999));
  }
}
