package sockproof.proxy.relay;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.HoldView;

/** The line between one held connection, which lives on its loop, and the desk. */
final class HoldLine implements HeldConnection {
  /** The connection's own side of it; used on the loop's thread alone. */
  interface Hand {
    /** Carries out a command and all that follows from it. */
    void apply(Direction direction, HoldCommand command);

    HoldView view(Direction direction);

    HoldRecord record(Direction direction);

    /** Grows whenever the view may have changed. */
    long version(Direction direction);

    Side side(Direction direction);
  }

  private final HoldDesk desk;
  private final EdgeLoop loop;
  private final int number;
  private final Hand hand;
  private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);
  private volatile Map<Direction, HoldView> views = Map.of();
  private long published = -1;
  private boolean open;

  HoldLine(HoldDesk desk, EdgeLoop loop, int number, Hand hand) {
    this.desk = desk;
    this.loop = loop;
    this.number = number;
    this.hand = hand;
  }

  /** The connection begins. */
  void opened() {
    for (Direction direction : Direction.values()) {
      sides.put(direction, hand.side(direction));
    }
    open = true;
    look();
    desk.opened(this);
  }

  /** Lets the desk know if something has changed. */
  void publish() {
    if (open && version() != published) {
      look();
      desk.changed(this);
    }
  }

  /** The connection is over. */
  void closed() {
    if (open) {
      open = false;
      look();
      desk.closed(this);
    }
  }

  private long version() {
    return hand.version(Direction.TO_SERVER) + hand.version(Direction.TO_CLIENT);
  }

  private void look() {
    published = version();
    views =
        Map.of(
            Direction.TO_SERVER,
            hand.view(Direction.TO_SERVER),
            Direction.TO_CLIENT,
            hand.view(Direction.TO_CLIENT));
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public HoldView view(Direction direction) {
    HoldView view = views.get(direction);
    if (view == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return view;
  }

  @Override
  public CompletableFuture<Void> apply(Direction direction, HoldCommand command) {
    return onLoop(
        () -> {
          hand.apply(direction, command);
          publish();
          return null;
        });
  }

  @Override
  public CompletableFuture<HoldRecord> record(Direction direction) {
    return onLoop(() -> hand.record(direction));
  }

  private <T extends @Nullable Object> CompletableFuture<T> onLoop(Supplier<T> action) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            done.complete(action.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        };
    if (loop.events().inEventLoop()) {
      run.run();
    } else {
      loop.events().execute(run);
    }
    return done;
  }

  @Override
  public Side side(Direction direction) {
    Side side = sides.get(direction);
    if (side == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return side;
  }
}
