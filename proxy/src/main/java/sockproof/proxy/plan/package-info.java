/** Fault plans: endpoints, conditions, and the reader that turns YAML into an immutable plan. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.plan;
