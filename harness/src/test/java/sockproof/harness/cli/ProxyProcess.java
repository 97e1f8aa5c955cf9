package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sockproof.proxy.plan.Endpoint;

/** {@code sockproof proxy} as a process of its own. */
final class ProxyProcess {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private ProxyProcess() {}

  static Process start(String... options) throws IOException {
    return startWithin(List.of(), List.of(), options);
  }

  /**
   * Likewise, within limits.
   *
   * @param launcher the command that starts the JVM, as in {@code prlimit --nofile=200}; may be
   *     empty
   * @param jvmOptions more options of the JVM
   */
  static Process startWithin(List<String> launcher, List<String> jvmOptions, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "proxy"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }

  static Socket connect(String address) throws IOException {
    assertTrue(address != null && address.startsWith("tcp://127.0.0.1:"), address);
    return new Socket(LOOPBACK, ((Endpoint.Tcp) Endpoint.parse(address)).port());
  }

  static void end(Process proxy, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + proxy.pid()).start();
    assertEquals(0, kill.waitFor());
    assertTrue(proxy.waitFor(20, TimeUnit.SECONDS), "the proxy does not end");
    assertEquals(0, proxy.exitValue());
    assertFalse(proxy.isAlive());
  }
}
