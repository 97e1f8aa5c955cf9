/** What is kept of a case for reports: a bounded trace, and what was expected beside what came. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.trace;
