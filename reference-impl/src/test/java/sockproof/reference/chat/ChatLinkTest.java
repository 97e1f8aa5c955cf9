package sockproof.reference.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The link over a network that loses, repeats and reorders, on a clock of the test's own. */
class ChatLinkTest {
  private static final String TOKEN = "0123abcd";
  private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

  /** Datagrams on their way, each with what becomes of it drawn from a seed. */
  private static final class Network {
    private final Random random;
    private final List<String> onTheWay = new ArrayList<>();

    Network(long seed) {
      random = new Random(seed);
    }

    void send(String datagram) {
      int copies = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
      for (int i = 0; i < copies; i++) {
        onTheWay.add(random.nextInt(onTheWay.size() + 1), datagram);
      }
    }

    List<String> deliver() {
      int count = random.nextInt(onTheWay.size() + 1);
      List<String> delivered = new ArrayList<>(onTheWay.subList(0, count));
      onTheWay.subList(0, count).clear();
      return delivered;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMessageArrivesOnceAndInOrder(long seed) {
    ChatLink sender = new ChatLink(TOKEN, new ChatSteps());
    ChatLink receiver = new ChatLink(TOKEN, new ChatSteps());
    Network there = new Network(seed);
    Network back = new Network(~seed);
    List<String> messages = IntStream.range(0, 40).mapToObj(i -> "message " + i).toList();
    messages.forEach(sender::offer);
    List<String> received = new ArrayList<>();
    for (long now = 0; !sender.isIdle() && now < STEP_NANOS * 100_000; now += STEP_NANOS) {
      assertFalse(sender.isDead(now));
      sender.due(now).ifPresent(there::send);
      for (String datagram : there.deliver()) {
        ChatLink.Received result = receiver.received(datagram);
        result.message().ifPresent(received::add);
        result.acknowledgement().ifPresent(back::send);
      }
      back.deliver().forEach(sender::received);
    }
    assertTrue(sender.isIdle());
    assertEquals(messages, received);
  }

  @Test
  void aLinkDiesAfterThreeSecondsOfSilence() {
    ChatLink link = new ChatLink(TOKEN, new ChatSteps());
    link.offer("hello");
    int sent = 0;
    long now = 0;
    while (!link.isDead(now)) {
      sent += link.due(now).isPresent() ? 1 : 0;
      now += STEP_NANOS;
    }
    assertEquals(15, sent);
    assertEquals(3, Duration.ofNanos(now).toSeconds());
  }

  @Test
  void strangersAreNotHeard() {
    ChatLink link = new ChatLink(TOKEN, new ChatSteps());
    for (String datagram :
        List.of("", "MSG", "MSG ffffffff 1 hello", "MSG 0123abcd 2 ahead", "ACK 0123abcd 1")) {
      ChatLink.Received received = link.received(datagram);
      assertTrue(received.message().isEmpty() && received.acknowledgement().isEmpty(), datagram);
    }
  }

  @Test
  void theQueueIsBounded() {
    ChatLink link = new ChatLink(TOKEN, new ChatSteps());
    IntStream.range(0, 256).forEach(i -> assertTrue(link.offer("m" + i)));
    assertFalse(link.offer("one too many"));
  }
}
