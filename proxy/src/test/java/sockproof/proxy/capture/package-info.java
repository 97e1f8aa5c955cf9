@org.jspecify.annotations.NullMarked
package sockproof.proxy.capture;
