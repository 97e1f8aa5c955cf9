package sockproof.scenarios.sample.proxy.core;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.channels.Channel;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** A core that does all that a core must not. */
final class Impure {
  private Impure() {}

  static Class<?> netty() {
    return ByteBuf.class;
  }

  static String net(InetAddress address) {
    return address.toString();
  }

  static boolean channel(Channel channel) {
    return channel.isOpen();
  }

  static String thread() {
    return Thread.currentThread().getName();
  }

  static long nanos() {
    return System.nanoTime();
  }

  static long millis() {
    return System.currentTimeMillis();
  }

  static Instant now() {
    return Instant.now();
  }

  static int random() {
    return ThreadLocalRandom.current().nextInt();
  }
}
