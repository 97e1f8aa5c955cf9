/** Servers and drivers that a test harness plays against a program under test. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.peer;
