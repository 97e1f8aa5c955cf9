package sockproof.proxy.plan;

/** What a fault may need of the machine and of the edge beyond ordinary sockets. */
public enum Capability {
  /** Sending a datagram from an address that is not ours, or that another socket holds. */
  FOREIGN_SOURCE("a raw socket to send from an address that is not the relay's"),
  /** Sending a datagram as chosen IP fragments. */
  IP_FRAGMENTS("a raw socket to send IP fragments"),
  /** Answering a datagram with ICMP port unreachable. */
  PORT_UNREACHABLE("a raw socket to send ICMP port unreachable");

  /** What to do where one is missing; follows on {@link #phrase}. */
  public static final String REMEDY =
      ", which takes CAP_NET_RAW; run as root or give this process that capability";

  private final String phrase;

  Capability(String phrase) {
    this.phrase = phrase;
  }

  /** A noun phrase for messages, as in "needs a raw socket to send IP fragments". */
  public String phrase() {
    return phrase;
  }
}
