/** The edge: sockets, timers and kernel queries. It carries out what the core decides. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.relay;
