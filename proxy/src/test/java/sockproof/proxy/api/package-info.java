/** The HTTP API, driven by toxiproxy's Java client and by plain requests. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.api;
