/** What anybody may send or write: whatever it is, it is read, or refused in one sentence. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.fuzz;
