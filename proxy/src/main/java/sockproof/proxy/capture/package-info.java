/** Captures of what relays received and delivered, as pcapng files. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.capture;
