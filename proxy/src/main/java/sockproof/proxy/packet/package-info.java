/** Packets as bytes: IP, UDP and ICMP headers and their checksums; nothing here sends anything. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.packet;
