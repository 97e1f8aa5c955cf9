/** Results for people and for machines: console, JSON, JUnit XML. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.report;
