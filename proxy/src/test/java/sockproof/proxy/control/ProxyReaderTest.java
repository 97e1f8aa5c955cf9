package sockproof.proxy.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.YamlNode;

class ProxyReaderTest {
  private static final String TWO =
      """
      seed: 3
      proxies:
        - name: web
          listen: tcp://127.0.0.1:8000
          upstream: unix:/tmp/web.sock
          framing: line
          seed: 7
          faults:
            - fragment: {to: client, every: 1}
            - latency: {delay: 20ms}
        - name: dns
          listen: udp://[::1]:0
          upstream: udp://[::1]:53
          enabled: false
          session-idle: 5s
          faults: drop
          targets: [192.0.2.7, '2001:db8::7']
      """;

  private static List<ProxySettings> read(String yaml) {
    return new ProxyReader(OptionalLong.empty(), 99).config(YamlNode.parse(yaml, "proxies.yaml"));
  }

  @Test
  void readsEverything() {
    List<ProxySettings> all = read(TWO);
    assertEquals(List.of("web", "dns"), all.stream().map(ProxySettings::name).toList());
    ProxySettings web = all.getFirst();
    assertEquals(new Endpoint.Tcp("127.0.0.1", 8000), web.listen());
    assertEquals("unix:/tmp/web.sock", web.upstream().toString());
    assertEquals(new Framing.Line(), web.framing());
    assertEquals(List.of("fragment", "latency"), web.plan().labels());
    assertEquals(7, web.seed());
    assertTrue(web.enabled());
    assertEquals("proxies.yaml:3:5", web.place());
    ProxySettings dns = all.getLast();
    assertEquals(3, dns.seed());
    assertFalse(dns.enabled());
    assertEquals(Duration.ofSeconds(5), dns.sessionIdle());
    assertEquals(List.of("drop"), dns.plan().labels());
    assertEquals(2, dns.targets().listed().size());
    assertTrue(dns.targets().include(Bytes.of(new byte[] {(byte) 192, 0, 2, 7})));
  }

  @Test
  void leavesOutWhatIsLeftOut() {
    ProxySettings one =
        read("proxies: [{name: a, listen: 'tcp://[::1]:0', upstream: 'tcp://h:1'}]").getFirst();
    assertEquals(Plan.empty(), one.plan());
    assertEquals(new Framing.None(), one.framing());
    assertEquals(99, one.seed());
    assertEquals(List.of(), read("proxies: []"));
  }

  @Test
  void theUsersSeedComesBeforeTheFilesButNotBeforeAProxysOwn() {
    ProxyReader reader = new ProxyReader(OptionalLong.of(5), 99);
    List<ProxySettings> all = reader.config(YamlNode.parse(TWO, "proxies.yaml"));
    assertEquals(List.of(7L, 5L), all.stream().map(ProxySettings::seed).toList());
    assertFalse(reader.usedDrawnSeed());
  }

  @Test
  void aDrawnSeedIsToldOnlyWhereItMatters() {
    ProxyReader reader = new ProxyReader(OptionalLong.empty(), 99);
    assertFalse(read(reader, "").usedDrawnSeed());
    assertTrue(read(reader, ", faults: [{latency: {delay: 1s}}]").usedDrawnSeed());
  }

  private static ProxyReader read(ProxyReader reader, String more) {
    String proxy = "{name: a, listen: 'tcp://[::1]:0', upstream: 'tcp://h:1'" + more + "}";
    assertEquals(
        99, reader.config(YamlNode.parse("proxies: [" + proxy + "]", "f")).getFirst().seed());
    return reader;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxies:                   | proxis:                | 2:1: the key `proxis` is not known; did
          seed: 3                    | seeds: 3               | 1:1: the key `seeds` is not known; did you mean `seed`?
          'name: web'                | nam: web               | 3:5: the key `nam` is not known; did
          'name: web'                | name: a/b              | 3:11: expected a name
          'name: dns'                | name: web              | 11:11: there is a proxy `web` already, at
          tcp://127.0.0.1:8000       | tcp://127.0.0.1        | 4:13: address `tcp://127.0.0.1` needs a port
          unix:/tmp/web.sock         | udp://127.0.0.1:1      | 5:15: `listen` is tcp and `upstream` is udp
          udp://[::1]:53             | unix-datagram:/x       | 13:15: datagrams go from udp: to udp:
          'framing: line'            | framing: lines         | 6:14: framing `lines` is not known
          'session-idle: 5s'         | session-idle: 5        | 15:19: expected a duration
          'session-idle: 5s'         | session-idle: 0        | 15:19: expected a duration from 1ms
          'session-idle: 5s'         | framing: line          | 15:5: `framing` is for streams
          'framing: line'            | session-idle: 5s       | 6:5: `session-idle` is for datagrams
          'enabled: false'           | enabled: no            | 14:14: expected true or false
          'enabled: false'           | toxics: []             | 14:5: the key `toxics` is not known
          'faults: drop'             | 'faults: [{reset: {}}]'| 16:15: `reset` sends RST
          'latency: {delay: 20ms}'   | 'latency: {delai: 1s}' | 10:19: the key `delai` is not known; did
          192.0.2.7                  | example.net            | 17:15: expected an IP address such as
          'framing: line'            | targets: 192.0.2.7     | 6:5: `targets` is for datagrams
          'seed: 7'                  | seed: many             | 7:11: expected a whole number
          """)
  void everyMistakeIsNamedWithItsPlace(String right, String wrong, String expected) {
    String yaml = TWO.replace(right, wrong);
    PlanException error = assertThrows(PlanException.class, () -> read(yaml));
    assertTrue(
        String.valueOf(error.getMessage()).startsWith("proxies.yaml:" + expected),
        error.getMessage());
    assertEquals(1, String.valueOf(error.getMessage()).lines().count());
  }

  @Test
  void anAddressStandsOnce() {
    String proxy = "{name: %s, listen: 'udp://127.0.0.1:%d', upstream: 'udp://127.0.0.1:9'}";
    String twice =
        "proxies: [" + proxy.formatted("a", 7000) + "," + proxy.formatted("b", 7000) + "]";
    PlanException error = assertThrows(PlanException.class, () -> read(twice));
    assertEquals(
        "proxies.yaml:1:102: the proxy `a` listens on udp://127.0.0.1:7000 already.",
        error.getMessage());
    assertEquals(2, read(twice.replace("7000", "0")).size());
  }
}
