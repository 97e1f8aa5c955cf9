/** The command line of the roles. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.cli;
