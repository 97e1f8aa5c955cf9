/** Breaks the architecture on purpose, so that a test sees each rule fail. */
@org.jspecify.annotations.NullMarked
package sockproof.scenarios.sample.reference;
