/** The HTTP API over the proxies of a program: toxiproxy's, and Sockproof's own. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.api;
