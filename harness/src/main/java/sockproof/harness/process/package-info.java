/**
 * Subject processes: started in a session of their own, watched through the kernel, never left
 * behind.
 */
@org.jspecify.annotations.NullMarked
package sockproof.harness.process;
