/** Tests of the packets as bytes. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.packet;
