/** The history of a run: what was received, delivered, cut, dropped and closed, in order. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.trace;
