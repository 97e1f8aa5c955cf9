package sockproof.proxy.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * The name of a fault in traces. Most of what a fault shapes was shaped by nobody before it, so the
 * list of its name alone is made once.
 */
record FaultName(String name, List<String> alone) {
  FaultName(String name) {
    this(name, List.of(name));
  }

  /** Names with this one added; it must not be among them. */
  List<String> addedTo(List<String> names) {
    return names.isEmpty() ? alone : Stream.concat(names.stream(), alone.stream()).toList();
  }
}
