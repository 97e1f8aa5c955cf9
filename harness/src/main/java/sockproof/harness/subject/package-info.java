/**
 * Programs under test: their description files and how they are started, fed, watched and ended.
 */
@org.jspecify.annotations.NullMarked
package sockproof.harness.subject;
