/** The faults, one file each, and the registry that names them. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.fault;
