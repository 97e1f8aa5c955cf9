package sockproof.harness.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sockproof.harness.results.Entry;

/** What stays the same from run to run of one problem, so that servers know it again. */
final class Fingerprint {
  private Fingerprint() {}

  /** The fingerprint of a scenario's or finding's failure with a subject, in hexadecimal. */
  static String of(Entry entry) {
    String text = entry.finding() + "\n" + entry.scenario() + "\n" + entry.subject();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
