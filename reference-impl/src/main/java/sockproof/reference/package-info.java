/** Sockproof: reference. */
@org.jspecify.annotations.NullMarked
package sockproof.reference;
