/** Tests of the roles as a whole. */
@org.jspecify.annotations.NullMarked
package sockproof.reference;
