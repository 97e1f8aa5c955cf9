/**
 * {@code sockproof check}: explores a program's behaviour, names its socket bugs, and shrinks each.
 */
@org.jspecify.annotations.NullMarked
package sockproof.harness.check;
