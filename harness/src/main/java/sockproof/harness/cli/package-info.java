/** The command line: one class per command, and what all commands share. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.cli;
