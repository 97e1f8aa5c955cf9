package sockproof.scenarios.sample.reference;

import sockproof.scenarios.sample.proxy.Relay;

/** A reference that knows the proxy. */
public record Server(Relay relay) {}
