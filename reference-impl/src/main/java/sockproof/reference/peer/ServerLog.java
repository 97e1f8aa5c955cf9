package sockproof.reference.peer;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import sockproof.reference.net.ServiceListener;

/** What a server received, in order. Reading it gives a snapshot. */
public final class ServerLog implements ServiceListener {
  /** One thing that the server saw; {@code nanoTime} is {@link System#nanoTime} then. */
  public sealed interface Entry {
    /** The client that it is about. */
    Client client();

    /** When the server saw it. */
    long nanoTime();
  }

  /** A request that was understood and answered. */
  public record Request(Client client, long nanoTime, String text) implements Entry {}

  /** A request that broke a rule, and which. */
  public record Refused(Client client, long nanoTime, String why) implements Entry {}

  /** The end of a stream connection; {@code heldBytes} is the size of an incomplete message. */
  public record Ended(Client client, long nanoTime, Ending ending, int heldBytes)
      implements Entry {}

  private final List<Entry> entries = new ArrayList<>();

  @Override
  public void request(Client client, byte[] bytes, String text) {
    add(new Request(client, System.nanoTime(), text));
  }

  @Override
  public void refused(Client client, byte[] bytes, String why) {
    add(new Refused(client, System.nanoTime(), why));
  }

  @Override
  public void ended(Client client, Ending ending, int heldBytes) {
    add(new Ended(client, System.nanoTime(), ending, heldBytes));
  }

  private void add(Entry entry) {
    synchronized (entries) {
      entries.add(entry);
    }
  }

  /** Everything so far. */
  public List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /** The texts of the requests so far. */
  public List<String> requests() {
    return entries().stream()
        .filter(Request.class::isInstance)
        .map(entry -> ((Request) entry).text())
        .toList();
  }

  /** The addresses that requests came from so far. */
  public List<SocketAddress> sources() {
    return entries().stream().map(entry -> entry.client().address()).distinct().toList();
  }

  /** How the connections ended so far. */
  public List<Ended> endings() {
    return entries().stream().filter(Ended.class::isInstance).map(entry -> (Ended) entry).toList();
  }
}
