/** {@code sockproof check} over the bundled programs: which bugs it names, and which it invents. */
@org.jspecify.annotations.NullMarked
package sockproof.scenarios.corpus;
