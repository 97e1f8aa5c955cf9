package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.run.CaseResult;
import sockproof.proxy.capture.HistoryCapture;
import sockproof.proxy.trace.History;

/** Where captures of failing cases go: an option of {@code run} and {@code check}. */
final class CaptureOptions {
  /** A name in a folder has 255 bytes at most, and Linux counts the ending too. */
  private static final int MAX_NAME_CHARACTERS = 200;

  private static final String ENDING = ".pcapng";

  private final Set<String> taken = new HashSet<>();
  private int written;
  private boolean failed;

  @Option(
      names = "--captures",
      paramLabel = "DIR",
      description = "Write a pcapng file of each case that did not pass, for Wireshark and tshark.")
  private @Nullable Path folder;

  /** Makes the folder, or says why it cannot be. */
  void check() {
    if (folder == null) {
      return;
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(
          "--captures " + folder + ": there is a file of this name; name a folder.");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException(
          "--captures " + folder + ": the folder cannot be made: " + e.getMessage() + ".");
    }
  }

  /** Writes what passed through the relays of a case, if it did not pass. */
  void write(CaseResult result, Console console) {
    String name = result.run().scenario().id() + "@" + result.run().subject().name();
    write(name, result.histories(), console);
  }

  /** Writes the smallest case of each finding, under the name by which it can be replayed. */
  void write(List<Found> findings, Console console) {
    findings.forEach(
        found -> write(found.caseId(), found.minimal().evidence().histories(), console));
  }

  private void write(String name, Map<String, History> histories, Console console) {
    if (folder == null || failed || histories.isEmpty()) {
      return;
    }
    Path file = folder.resolve(freeName(name) + ENDING);
    try {
      HistoryCapture.write(histories, Version.line(), file);
      written++;
    } catch (IOException e) {
      failed = true;
      console.note(
          "capture "
              + file
              + ": "
              + e.getMessage()
              + "; no more captures are written, all else is");
    }
  }

  /** A file's name that tells the case and that no other case of this run has. */
  private String freeName(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._=,@+-]", "_");
    String fitting = plain.substring(0, Math.min(plain.length(), MAX_NAME_CHARACTERS));
    String free = fitting;
    for (int i = 2; !taken.add(free); i++) {
      free = fitting + "-" + i;
    }
    return free;
  }

  /** Says where the captures are. */
  void tell(Console console) {
    if (folder != null) {
      console.note(
          written == 1 ? "1 capture is in " + folder : written + " captures are in " + folder);
    }
  }
}
