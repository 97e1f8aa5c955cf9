package sockproof.harness.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import sockproof.harness.process.SpawnException;
import sockproof.proxy.core.Bytes;

/**
 * The program that keeps a container alive between the runs in it, and ends what a run left behind.
 * An image may hold nothing but the program under test, not even a shell, so it is brought along:
 * some forty instructions, whose source is in {@code src/main/asm}.
 *
 * @param machine the machine's number in the ELF header
 * @param code its instructions
 */
record AnchorProgram(short machine, Bytes code) {
  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final long BASE = 0x400000;

  private static final String X86_64 =
      "4883ec1031c031ff4889e68d57010f0583f801753bbfffffffff8d7008b83e0000000f05"
          + "b83d00000048c7c7ffffffff31f6ba010000004531d20f0585c07fe4b8010000"
          + "0089c74889e689c20f05ebb4b83c00000031ff0f05";
  private static final String AARCH64 =
      "ff4300d1000080d2e1030091220080d2e80780d2010000d41f0400f161020054"
          + "00008092210180d2281080d2010000d400008092010080d2220080d2030080d2"
          + "882080d2010000d41f0000f12cffff54200080d2e1030091220080d2080880d2"
          + "010000d4e8ffff17000080d2a80b80d2010000d4";

  /**
   * The one for this machine.
   *
   * @throws SpawnException for machines that there is none for
   */
  static AnchorProgram forThisMachine() {
    String machine = System.getProperty("os.arch");
    return of(machine)
        .orElseThrow(
            () ->
                SpawnException.docker(
                    "containers take an x86-64 or ARM64 machine, not " + machine));
  }

  /** The one for a machine by Java's name of it. */
  static Optional<AnchorProgram> of(String machine) {
    return switch (machine) {
      case "amd64" -> Optional.of(new AnchorProgram((short) 62, code(X86_64)));
      case "aarch64" -> Optional.of(new AnchorProgram((short) 183, code(AARCH64)));
      default -> Optional.empty();
    };
  }

  private static Bytes code(String hex) {
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  /** The whole file: an ELF header, one segment that is read and executed, the code (elf(5)). */
  byte[] file() {
    int start = HEADER_BYTES + SEGMENT_BYTES;
    int size = start + code.length();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(HexFormat.of().parseHex("7f454c46020101000000000000000000"));
    file.putShort((short) 2).putShort(machine).putInt(1); // ET_EXEC, the machine, EV_CURRENT
    file.putLong(BASE + start).putLong(HEADER_BYTES).putLong(0).putInt(0);
    file.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) 1);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    file.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE); // PT_LOAD, PF_R | PF_X
    file.putLong(size).putLong(size).putLong(0x1000);
    return file.put(code.toArray()).array();
  }
}
