package sockproof.proxy.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Medium;

class EndpointTest {
  @Test
  void readsAllForms() {
    assertEquals(new Endpoint.Tcp("127.0.0.1", 0), Endpoint.parse("tcp://127.0.0.1:0"));
    assertEquals(new Endpoint.Tcp("::1", 80), Endpoint.parse("tcp://[::1]:80"));
    assertEquals(new Endpoint.Udp("localhost", 65535), Endpoint.parse("udp://localhost:65535"));
    assertEquals(new Endpoint.Unix(Path.of("/tmp/a b")), Endpoint.parse("unix:/tmp/a b"));
    assertEquals(new Endpoint.UnixDatagram(Path.of("x")), Endpoint.parse("unix-datagram:x"));
    assertEquals(Medium.UNIX_DATAGRAM, Endpoint.parse("unix-datagram:x").medium());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://[::1]:80", "udp://127.0.0.1:53", "unix:/a", "unix-datagram:/b"})
  void writesWhatItReads(String text) {
    assertEquals(text, Endpoint.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "127.0.0.1:80; is not one of",
        "tcp://127.0.0.1; needs a port",
        "tcp://[::1]; needs a port",
        "tcp://::1:80; needs brackets",
        "tcp://:80; needs a host",
        "tcp://a:65536; not a number from 0 to 65535",
        "tcp://a:-1; not a number from 0 to 65535",
        "unix:; needs a path",
      })
  void saysWhatIsWrong(String text, String reason) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
    assertEquals(true, String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }
}
