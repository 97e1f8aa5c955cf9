package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.kernel.SocketPairs.Kind;
import sockproof.proxy.kernel.SocketPairs.Pair;

/** A connection ends for the peer though its socket is held on, here by the test. */
@Timeout(60)
class DisconnectTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"TCP4", "TCP6"})
  void aTcpPeerGetsReset(Kind kind) throws IOException {
    try (Pair pair = SocketPairs.connect(kind, directory)) {
      pair.sender().disconnect();
      assertThrows(IOException.class, () -> pair.reader().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aUnixPeerReadsTheEndAndWritesToNobody() throws IOException {
    try (Pair pair = SocketPairs.connect(Kind.UNIX, directory)) {
      pair.sender().disconnect();
      assertEquals(-1, pair.reader().read(ByteBuffer.allocate(1)));
      assertThrows(IOException.class, () -> pair.reader().write(ByteBuffer.allocate(1)));
    }
  }
}
