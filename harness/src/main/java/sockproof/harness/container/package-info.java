/**
 * Programs under test that run in containers: Docker through Testcontainers, a container kept for
 * each that runs at the same time.
 */
@org.jspecify.annotations.NullMarked
package sockproof.harness.container;
