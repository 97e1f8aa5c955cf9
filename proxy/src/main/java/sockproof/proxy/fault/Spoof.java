package sockproof.proxy.fault;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Datagram.Source;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Receiver;
import sockproof.proxy.plan.Settings;

/**
 * Sends forged datagrams: a datagram socket that is not connected takes them from anybody (POSIX
 * recvfrom()), so the program must compare the source.
 *
 * @param from whom they appear to come from
 * @param place where they stand to the genuine datagram
 * @param payload what they say; none for what the genuine one says
 * @param copies how many of them
 */
public record Spoof(Source from, Place place, Optional<Bytes> payload, int copies)
    implements FaultSpec.OnDatagrams {
  /** Where forged datagrams stand to the genuine one. */
  public enum Place {
    BEFORE,
    AFTER,
    INSTEAD
  }

  private static final int MAX_COPIES = 1000;
  private static final Bytes DEFAULT_PAYLOAD = Bytes.utf8("forged");

  private static final Key<Source> FROM =
      Key.of(
              "from",
              "other-port, other-host, both, exact or HOST:PORT",
              Map.of("type", "string"),
              SpoofSource::read,
              SpoofSource::written)
          .mandatory()
          .doing("whom it appears to come from");
  private static final Key<Place> PLACE =
      Keys.word("place", Place.class)
          .orElse(Place.BEFORE)
          .doing("where it stands to the genuine datagram");
  private static final Key<Bytes> TEXT = Keys.bytes("payload");
  private static final Key<Optional<Bytes>> PAYLOAD =
      Key.of(
              "payload",
              "mirror (what the genuine one says), a text, or {hex: 00ff}",
              TEXT.schema(),
              node ->
                  Keys.isWord(node, "mirror")
                      ? Optional.<Bytes>empty()
                      : Optional.of(TEXT.read(node)),
              payload -> payload.map(TEXT::written).orElse("mirror"))
          .orElse(Optional.of(DEFAULT_PAYLOAD))
          .doing("what it says");
  private static final Key<Integer> COPIES =
      Keys.count("copies", 1, MAX_COPIES).orElse(1).doing("how many of them");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("spoof", "sends forged datagrams")
          .keys(FROM, PLACE, PAYLOAD, COPIES)
          .defaultTo(Receiver.CLIENT)
          .elsewhere(
              "forges the source of datagrams; nobody can do that to an open stream. Use `insert`"
                  + " to add bytes.")
          .by(
              settings ->
                  new Spoof(
                      settings.get(FROM),
                      settings.get(PLACE),
                      settings.get(PAYLOAD),
                      settings.get(COPIES)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(FROM, from)
        .with(PLACE, place)
        .with(PAYLOAD, payload)
        .with(COPIES, copies);
  }

  @Override
  public Set<Capability> needs() {
    return SpoofSource.isOurs(from) ? Set.of() : Set.of(Capability.FOREIGN_SOURCE);
  }

  @Override
  public Set<Source> sources() {
    return Set.of(from);
  }

  @Override
  public Optional<Objection> objection(Medium medium, Framing framing) {
    return medium == Medium.UNIX_DATAGRAM && !from.equals(new Source.OtherPort())
        ? Optional.of(
            new Objection(
                FROM.name(),
                "Unix sockets have paths and no hosts. Use `from: other-port`, which is another"
                    + " path here."))
        : Optional.empty();
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new PassingDatagrams(this::forge);
  }

  private void forge(Datagram genuine, Context<DatagramAction> context) {
    Datagram forged = genuine.withPayload(payload.orElse(genuine.payload())).withSource(from);
    List<DatagramAction> all = Collections.nCopies(copies, new DatagramAction.Deliver(forged));
    switch (place) {
      case BEFORE -> {
        all.forEach(context::act);
        context.act(new DatagramAction.Deliver(genuine));
      }
      case AFTER -> {
        context.act(new DatagramAction.Deliver(genuine));
        all.forEach(context::act);
      }
      case INSTEAD -> {
        context.act(new DatagramAction.Discard(genuine));
        all.forEach(context::act);
      }
    }
  }
}
