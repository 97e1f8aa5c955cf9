/**
 * {@code check --protocol transparent}: a program under test with a real program on the other side.
 * Nothing is known of what they say; what a harmless network may do must not change what comes out.
 */
@org.jspecify.annotations.NullMarked
package sockproof.harness.check.transparent;
