/** What the program can be, and with which one bug. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.role;
