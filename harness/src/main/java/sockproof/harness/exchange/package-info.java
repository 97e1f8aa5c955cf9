/** One exchange between a subject and the reference through the relay, and its evidence. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.exchange;
