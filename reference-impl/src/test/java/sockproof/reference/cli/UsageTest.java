package sockproof.reference.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** Bad input gives one sentence and status 2. */
class UsageTest {
  @TempDir Path folder;

  private static void refused(String sentence, String... args) throws Exception {
    try (RoleRun run = RoleRun.start(args)) {
      assertEquals(new Exit.Status(2), run.exit(), run::out);
      assertEquals(1, run.err().lines().count(), run::err);
      assertTrue(run.err().contains(sentence), run::err);
      assertFalse(run.err().contains("Exception"), run::err);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "tcp-server --port 80 | port 80 is below 1024",
        "udp-server 127.0.0.1 1023 | port 1023 is below 1024",
        "chat-server --port 1 | port 1 is below 1024",
        "tcp-server --port 65536 | port 65536 is not between 0 and 65535",
        "tcp-server --port x | 'x' is not an int",
        "tcp-server --host 192.0.2.1 | 192.0.2.1:3000 is not an address of this machine",
        "udp-server --host 192.0.2.1 | 192.0.2.1:3000 is not an address of this machine",
        "tcp-client --host no.such.host.invalid | host `no.such.host.invalid` is not known",
        "udp-client --host 127.0.0.1 --ip 6 | host `127.0.0.1` has no IPv6 address",
        "udp-client --ip 5 | --ip is 4 or 6, not 5",
        "tcp-client --framing lines | framing `lines` is not one of",
        "tcp-client --framing fixed:0 | fixed:N needs a size of at least 1",
        "tcp-client --charset latin1 | charset `latin1` is not one of",
        "tcp-client --timeout 5 | `5` is not a duration",
        "tcp-client --max-message 9GiB | `9GiB` is not a size",
        "tcp-client --pipeline 0 | --pipeline is 0",
        "udp-client --retries 99 | --retries is 99",
        "udp-client --unix /tmp/x --port 3000 | --unix stands instead of host",
        "udp-client 127.0.0.1 --host ::1 | the host is given twice",
        "udp-matching-client --server 127.0.0.1 | `127.0.0.1` is not HOST:PORT",
        "udp-matching-client --server a:b | the port in `a:b` is not a number",
        "udp-matching-client --server 127.0.0.1:1 --server [::1]:1 | several address families",
        "tcp-client --mutant no-such | mutant `no-such` is not one of tcp-client; it has coalesced",
        "chat-client --name a --mutant x | mutant `x` is not one of chat-client; it has duplicate-desync",
        "chat-client | Missing required option: '--name=NAME'",
        "tcp-server --unix /no/such/folder/s | the folder of `/no/such/folder/s` does not exist",
        "udp-server --unix /no/such/folder/s | the folder of `/no/such/folder/s` does not exist",
        "no-such-role | Unmatched argument",
        "tcp-client --no-such-option | Unknown option"
      })
  void oneSentence(String args, String sentence) throws Exception {
    refused(sentence, args.split(" "));
  }

  @Test
  void noRole() throws Exception {
    refused("A role is missing");
  }

  @Test
  void messages() throws Exception {
    refused("--message is empty", "tcp-client", "--message", "");
    refused("a character that is not ASCII: café", "udp-client", "--message", "café");
    try (RoleRun server = RoleRun.start("tcp-server", "--port", "0", "--framing", "fixed:9")) {
      String port = "" + server.listening().getPort();
      refused("fixed:9 carries 9", "tcp-client", port(port), "--framing=fixed:9", "--message=a");
      try (RoleRun run = RoleRun.startWithInput("ok\ncafé\n", "tcp-client", port(port))) {
        assertEquals(new Exit.Status(1), run.exit());
      }
    }
    try (RoleRun run = RoleRun.startWithInput("\ncafé\n", "udp-client")) {
      assertEquals(new Exit.Status(2), run.exit());
      String sentence = "standard input, line 2: the message is not ASCII: byte 0xC3 at offset 3";
      assertTrue(run.err().contains(sentence), run::err);
    }
  }

  private static String port(String number) {
    return "--port=" + number;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp-server", "udp-server", "chat-server"})
  void addressesInUse(String role) throws Exception {
    try (RoleRun first = RoleRun.start(role, "--port", "0")) {
      String port = "" + first.listening().getPort();
      refused("127.0.0.1:" + port + " is in use by another program", role, "--port", port);
    }
    try (RoleRun all = RoleRun.start(role, "--host", "", "--port", "0")) {
      String port = "" + all.listening().getPort();
      refused("is in use by another program", role, "--host", "", "--port", port);
    }
    String path = folder.resolve("s").toString();
    try (RoleRun first = RoleRun.start(role, "--unix", path)) {
      first.awaitOut("Listening");
      refused("`" + path + "` is in use by another server", role, "--unix", path);
    }
    Files.writeString(Path.of(path), "a file");
    refused("`" + path + "` exists and is not a socket", role, "--unix", path);
    assertEquals("a file", Files.readString(Path.of(path)), "it is left alone");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void helpHasAnExample(Role role) throws Exception {
    try (RoleRun run = RoleRun.start(role.word(), "--help")) {
      assertEquals(new Exit.Status(0), run.exit());
      assertTrue(run.out().contains("sockproof reference " + role.word()), run::out);
    }
  }

  @Test
  void mutantsAreListed() throws Exception {
    try (RoleRun run = RoleRun.start("--list-mutants")) {
      assertEquals(new Exit.Status(0), run.exit());
      assertEquals(MutantRegistry.all().size(), run.out().lines().count());
      assertTrue(run.out().contains("single-recv\t"), run::out);
    }
  }
}
