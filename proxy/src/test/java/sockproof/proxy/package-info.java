/** What the tests of the relay share. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy;
