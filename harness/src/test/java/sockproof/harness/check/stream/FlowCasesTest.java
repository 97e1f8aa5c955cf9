package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/** How long a message has to be that no send buffer takes at once. */
final class FlowCasesTest {
  private static final Situation ON_INPUT = Situations.clients("tcp").of("{host}", "{port}");
  private static final Situation AS_ARGUMENT =
      Situations.clients("tcp").of("{host}", "{port}", "{message}");

  @Test
  void itIsTwiceOfWhatTheKernelTakes() {
    assertEquals(Optional.of(614_400), wireBytes(ON_INPUT, 0));
    assertEquals(Optional.of(614_400), wireBytes(ON_INPUT, 40_000));
    assertEquals(Optional.of(640_000), wireBytes(ON_INPUT, 320_000));
    assertEquals(Optional.of(1_000_000), wireBytes(ON_INPUT, 800_000));
  }

  @Test
  void anArgumentIsLongEnoughOnlyWhereTheKernelTakesLess() {
    assertEquals(Optional.of(120_000), wireBytes(AS_ARGUMENT, 0));
    assertEquals(Optional.of(120_000), wireBytes(AS_ARGUMENT, 119_999));
    assertEquals(Optional.empty(), wireBytes(AS_ARGUMENT, 120_000));
  }

  @Test
  void aUnixSocketTakesAnyArgument() {
    Situation unix = Situations.clients("unix").of("{path}", "{message}");
    assertEquals(Optional.empty(), wireBytes(unix, 0));
    assertEquals(Optional.of(614_400), wireBytes(Situations.clients("unix").of("{path}"), 0));
  }

  /** It cuts a reply at what its send buffer takes, which is more where the reader is prompt. */
  @ParameterizedTest
  @CsvSource({"60000, 90000", "300800, 425984"})
  void aServerIsAskedForMoreThanASlowReaderMakesRoomFor(int slowBytes, int promptBytes)
      throws Exception {
    Lab lab =
        Situations.lab(
            Situations.servers("unix").of("{path}"), exchange -> answered(exchange, promptBytes));
    int bytes = FlowCases.expected(FlowCases.manyRequests(lab).orElseThrow()).length;
    assertTrue(bytes > slowBytes && bytes <= promptBytes, () -> bytes + " bytes");
  }

  /** A Unix socket that is empty takes a little over 200 KiB, and small messages whole or not. */
  @ParameterizedTest
  @CsvSource({"1000000, 307200", "214000, 194560", "20000, 16384"})
  void requestsTogetherAreOfTheLargestSizeThatIsAnswered(int promptBytes, int each)
      throws Exception {
    Situation several = Situations.servers("unix").ofSocketForEach("hello", "two", "three");
    Lab lab = Situations.lab(several, exchange -> answered(exchange, promptBytes));
    List<String> replies = FlowCases.manyRequests(lab).orElseThrow().replies();
    assertTrue(replies.size() > 1, () -> replies.size() + " replies");
    assertEquals(each - 1, replies.getFirst().length());
  }

  /** On a busy machine no reader is so prompt that such a server answers any size rightly. */
  @Test
  void aServerThatSendsBytesAgainHasNotRefused() throws Exception {
    Lab lab =
        Situations.lab(
            Situations.servers("unix").of("{path}"),
            exchange -> {
              byte[] reply = FlowCases.expected(exchange);
              byte[] again = Arrays.copyOf(reply, 3 * reply.length / 2);
              System.arraycopy(reply, 0, again, reply.length / 2, reply.length);
              return sent(exchange, again);
            });
    Exchange first = FlowCases.manyRequests(lab).orElseThrow();
    assertEquals(800 * 1024, FlowCases.expected(first).length);
  }

  @Test
  void anErrorMessageIsARefusal() throws Exception {
    byte[] error = "ERROR the message is too long\n".getBytes(StandardCharsets.US_ASCII);
    Lab lab =
        Situations.lab(Situations.servers("unix").of("{path}"), exchange -> sent(exchange, error));
    assertEquals(Optional.empty(), FlowCases.manyRequests(lab));
  }

  private static Trial answered(Exchange exchange, int promptBytes) {
    boolean whole = FlowCases.expected(exchange).length <= promptBytes;
    return trial(exchange, Map.of(), whole ? Behaviour.Kind.INTACT : Behaviour.Kind.ERROR);
  }

  private static Trial sent(Exchange exchange, byte[] bytes) {
    History history = new History();
    history.record(
        new TraceEvent(
            0, 1, 1, Direction.TO_CLIENT, TraceEvent.Kind.RECEIVED, Bytes.of(bytes), ""));
    return trial(exchange, Map.of("a", history), Behaviour.Kind.ERROR);
  }

  private static Trial trial(
      Exchange exchange, Map<String, History> histories, Behaviour.Kind kind) {
    SubjectEvidence subject = new SubjectEvidence(Optional.empty(), "", "", 1, 0, 0);
    return new Trial(
        exchange,
        new Evidence.OfServer(subject, histories, 1, List.of(), true, 0, 0),
        new Behaviour(kind, List.of(), ""));
  }

  /** The bytes of the message, with its newline. */
  private static Optional<Integer> wireBytes(Situation situation, int roomBytes) {
    return FlowCases.largeRequest(situation, roomBytes)
        .map(exchange -> exchange.messages())
        .map(List::getFirst)
        .map(message -> message.length() + 1);
  }
}
