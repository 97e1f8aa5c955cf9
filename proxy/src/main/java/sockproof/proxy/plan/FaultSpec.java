package sockproof.proxy.plan;

/** The settings of one fault, immutable; a connection makes its own instance of the behaviour. */
public interface FaultSpec {
  /** The word in fault lists, such as {@code fragment}. */
  String faultName();
}
