/**
 * Connections and datagrams that are held and released by hand; sans-I/O like the core around it.
 */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.core.hold;
