package sockproof.harness.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.harness.exchange.Network;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

class TargetTest {
  private static Target target(Endpoint... servers) {
    return new Target(
        List.of(servers),
        Network.parse("udp", 4),
        new Framing.Line(),
        TextRules.ASCII,
        List.of("one", "two"));
  }

  private static final Endpoint A = new Endpoint.Udp("127.0.0.1", 1001);
  private static final Endpoint B = new Endpoint.Udp("127.0.0.1", 1002);

  @Test
  void putsOneServerWhereItIsNamed() {
    assertEquals(
        List.of("./client", "-v", "127.0.0.1", "1001", "--fast"),
        target(A).expandAll(List.of("./client", "-v", "{host}", "{port}", "--fast")));
  }

  @Test
  void repeatsWhatNamesTheServerForEachOfSeveral() {
    assertEquals(
        List.of("./client", "127.0.0.1", "1001", "127.0.0.1", "1002", "--fast"),
        target(A, B).expandAll(List.of("./client", "{host}", "{port}", "--fast")));
    assertEquals(
        List.of("./client", "--to=127.0.0.1:1001", "--to=127.0.0.1:1002"),
        target(A, B).expandAll(List.of("./client", "--to={host}:{port}")));
    assertEquals(
        List.of("./client", "--to", "127.0.0.1:1001", "--to", "127.0.0.1:1002"),
        target(A, B).expandAll(List.of("./client", "--to", "{host}:{port}")));
  }

  @Test
  void listsServersWhereThatIsAskedFor() {
    assertEquals(
        List.of("./client", "127.0.0.1:1001", "127.0.0.1:1002", "127.0.0.1"),
        target(A, B).expandAll(List.of("./client", "{servers}", "{host}")));
  }

  @Test
  void putsEachMessageWhereMessagesGo() {
    assertEquals(
        List.of("./client", "one", "two", "127.0.0.1:1001"),
        target(A).expandAll(List.of("./client", "{message}", "{host}:{port}")));
  }
}
