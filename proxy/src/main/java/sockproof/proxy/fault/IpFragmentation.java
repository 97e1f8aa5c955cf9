package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.IpFragment;
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Sends a datagram as several IP fragments (RFC 791, section 3.2; RFC 8200, section 4.5). The
 * datagram names the fragments in the order of sending; the edge sends them through a raw socket.
 *
 * @param mtuBytes the most that an IP packet has: 20 bytes of headers over IPv4 and 48 over IPv6,
 *     then a multiple of 8
 * @param order in which the fragments are sent
 * @param lose the numbers, from 1 by offset, of those that are not sent
 * @param overlap true to let each fragment but the first start 8 bytes early; a receiver throws
 *     such a datagram away as a whole (RFC 5722, and Linux over IPv4 too)
 */
public record IpFragmentation(int mtuBytes, Order order, List<Integer> lose, boolean overlap)
    implements FaultSpec.OnDatagrams {
  /** In which order fragments are sent. */
  public enum Order {
    FORWARD,
    REVERSE,
    RANDOM
  }

  private static final int UDP_HEADER_BYTES = 8;
  private static final int UNIT_BYTES = 8;

  private static final Key<Integer> MTU =
      Keys.count("mtu", leastMtu(IpVersion.V4), 65_535)
          .mandatory()
          .doing(
              "the most bytes of an IP packet, of which 20 (IPv6: 48) are headers, and the data a"
                  + " multiple of 8");
  private static final Key<Order> ORDER =
      Keys.word("order", Order.class)
          .orElse(Order.FORWARD)
          .doing("the order in which the fragments are sent");
  private static final Key<List<Integer>> LOSE =
      Keys.numbers("lose").doing("the fragments, counted by offset, that are not sent");
  private static final Key<Boolean> OVERLAP =
      Keys.flag("overlap")
          .orElse(false)
          .doing("lets each fragment but the first start 8 bytes early");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("fragment", "sends a datagram as IP fragments")
          .exceptOn(Medium.UNIX_DATAGRAM)
          .keys(MTU, ORDER, LOSE, OVERLAP)
          .by(
              settings ->
                  new IpFragmentation(
                      settings.get(MTU),
                      settings.get(ORDER),
                      settings.find(LOSE).orElse(List.of()),
                      settings.get(OVERLAP)));

  public IpFragmentation {
    lose = List.copyOf(lose);
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(MTU, mtuBytes)
        .with(ORDER, order)
        .with(LOSE, lose.isEmpty() ? Optional.empty() : Optional.of(lose))
        .with(OVERLAP, overlap);
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.IP_FRAGMENTS);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return newDatagramFault(IpVersion.V4);
  }

  @Override
  public DatagramFault newDatagramFault(IpVersion version) {
    int size = (mtuBytes - version.fragmentHeaderBytes()) / UNIT_BYTES * UNIT_BYTES;
    return new PassingDatagrams(
        (datagram, context) -> context.act(cut(datagram, size, context.random())));
  }

  @Override
  public Optional<String> objection(IpVersion version) {
    int least = leastMtu(version);
    return mtuBytes >= least
        ? Optional.empty()
        : Optional.of(
            "`fragment` with `mtu: "
                + mtuBytes
                + "` leaves no room for data over IPv6, where a fragment has "
                + version.fragmentHeaderBytes()
                + " bytes of headers; give `mtu: "
                + least
                + "` or more.");
  }

  private static int leastMtu(IpVersion version) {
    return version.fragmentHeaderBytes() + UNIT_BYTES;
  }

  private DatagramAction cut(Datagram datagram, int size, RandomGenerator random) {
    int total = UDP_HEADER_BYTES + datagram.payload().length();
    if (total <= size) {
      return new DatagramAction.Deliver(datagram);
    }
    List<IpFragment> fragments = new ArrayList<>();
    int number = 0;
    for (int end = 0; end < total; ) {
      int offset = end;
      end = Math.min(total, end + size);
      int start = overlap && offset > 0 ? offset - UNIT_BYTES : offset;
      if (!lose.contains(++number)) {
        fragments.add(new IpFragment(start, end - start, end < total));
      }
    }
    switch (order) {
      case FORWARD -> {}
      case REVERSE -> Collections.reverse(fragments);
      case RANDOM -> Collections.shuffle(fragments, Random.from(random));
    }
    return fragments.isEmpty()
        ? new DatagramAction.Discard(datagram)
        : new DatagramAction.Deliver(datagram.withFragments(fragments));
  }
}
