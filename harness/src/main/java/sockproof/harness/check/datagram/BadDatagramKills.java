package sockproof.harness.check.datagram;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Texts;
import sockproof.reference.net.DatagramEndpoint;

/**
 * One bad datagram ends the service: bytes that are no text, the longest datagram there is, bytes
 * without meaning. Afterwards another client has to get its answer.
 */
public final class BadDatagramKills implements Check {
  private static final List<byte[]> BAD =
      List.of(
          "\u00ff\u00fe\u0080 not text".getBytes(StandardCharsets.ISO_8859_1),
          Texts.positionCoded(DatagramEndpoint.MAX_PAYLOAD_BYTES)
              .getBytes(StandardCharsets.US_ASCII),
          new byte[] {0, 0, 0, 0},
          new byte[] {'\n'});

  @Override
  public String id() {
    return "bad-input-kills";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> failing =
        lab.runAll(BAD.stream().map(bad -> BadDatagrams.before(exchange, bad)).toList()).stream()
            .filter(this::shows)
            .toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("after each of %d bad datagrams it still serves".formatted(BAD.size()));
    }
    return Diagnosis.fail(
        "one bad datagram ends the service",
        "an answer to the next client",
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    Kind kind = trial.outcome().kind();
    return kind == Kind.CRASHED || kind == Kind.ENDED || kind == Kind.HUNG || kind == Kind.SPUN;
  }
}
