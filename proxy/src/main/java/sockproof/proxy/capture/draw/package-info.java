/** The packets and blocks of a capture, made of what a relay tells; no socket, file or clock. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.capture.draw;
