/** Messages: framing, text rules, uppercase, and how text is shown. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.message;
