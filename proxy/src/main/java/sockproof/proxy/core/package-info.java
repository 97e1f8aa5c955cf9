/** The sans-I/O core: events in, actions out; no clock, socket or thread. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.core;
