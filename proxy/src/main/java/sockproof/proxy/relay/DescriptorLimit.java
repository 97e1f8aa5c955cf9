package sockproof.proxy.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many descriptors this process may have. The last of them are left to what keeps the program
 * usable while clients have taken all others: the API, files, questions to the kernel.
 */
final class DescriptorLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max open files";
  private static final int LEFT_TO_OTHERS = 32;
  private static final int SMALLEST_PART = 8;

  private DescriptorLimit() {}

  /**
   * The first descriptor that no client gets; the kernel always gives the lowest that is free
   * (POSIX, "File Descriptor Allocation"). Where there is no limit, one that never comes.
   */
  static long scarceFrom() {
    try {
      return scarceFrom(Files.readAllLines(LIMITS));
    } catch (IOException e) {
      return Long.MAX_VALUE; // Without /proc the end of descriptors is met where it is.
    }
  }

  /**
   * Likewise.
   *
   * @param limits the lines of a {@code /proc/PID/limits} (proc_pid_limits(5))
   */
  static long scarceFrom(List<String> limits) {
    return limits.stream()
        .filter(line -> line.startsWith(NAME))
        .map(line -> line.substring(NAME.length()).strip().split("\\s+", 2)[0])
        .filter(soft -> !soft.equals("unlimited"))
        .mapToLong(Long::parseLong)
        .map(soft -> soft - Math.min(LEFT_TO_OTHERS, soft / SMALLEST_PART))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
