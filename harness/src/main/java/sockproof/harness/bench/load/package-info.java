/** The load: servers, clients and what they measure. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.bench.load;
