/** Several named proxies of one program: read from a file, started together, changed while run. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.control;
