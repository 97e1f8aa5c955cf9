/** The catalogue of findings: the socket bugs that Sockproof names. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.finding;
