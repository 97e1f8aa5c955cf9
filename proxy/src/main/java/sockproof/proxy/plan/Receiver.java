package sockproof.proxy.plan;

import sockproof.proxy.core.Direction;

/** Whose incoming bytes a fault concerns: the key {@code to}. */
public enum Receiver {
  CLIENT,
  SERVER,
  BOTH;

  /** True if bytes that travel this way are concerned. */
  public boolean includes(Direction direction) {
    return switch (this) {
      case BOTH -> true;
      case CLIENT -> direction == Direction.TO_CLIENT;
      case SERVER -> direction == Direction.TO_SERVER;
    };
  }
}
