import java.util.concurrent.TimeUnit;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.core.throttle.DelayThrottler;
import org.netcrusher.datagram.DatagramCrusherBuilder;
import org.netcrusher.tcp.TcpCrusherBuilder;

/**
 * A relay made of NetCrusher, as a process of its own: {@code tcp|udp LISTEN-PORT UPSTREAM-PORT
 * DELAY-MILLIS}. The delay is for what goes to the server. It says {@code ready} and runs until it
 * is ended.
 */
public final class NetcrusherRelay {
  private static final String LOOPBACK = "127.0.0.1";

  private NetcrusherRelay() {}

  public static void main(String[] args) throws Exception {
    int listen = Integer.parseInt(args[1]);
    int upstream = Integer.parseInt(args[2]);
    long delayMillis = Long.parseLong(args[3]);
    NioReactor reactor = new NioReactor();
    if (args[0].equals("udp")) {
      DatagramCrusherBuilder.builder()
          .withReactor(reactor)
          .withBindAddress(LOOPBACK, listen)
          .withConnectAddress(LOOPBACK, upstream)
          .buildAndOpen();
    } else {
      TcpCrusherBuilder builder =
          TcpCrusherBuilder.builder()
              .withReactor(reactor)
              .withBindAddress(LOOPBACK, listen)
              .withConnectAddress(LOOPBACK, upstream);
      if (delayMillis > 0) {
        builder.withOutgoingThrottlerFactory(
            client -> new DelayThrottler(delayMillis, TimeUnit.MILLISECONDS));
      }
      builder.buildAndOpen();
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
