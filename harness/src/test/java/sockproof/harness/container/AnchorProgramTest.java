package sockproof.harness.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of the anchor are those of its source, and do what it says. */
class AnchorProgramTest {
  @TempDir private Path folder;

  private static void require(String program) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
        "`" + program + "` is not installed");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @ParameterizedTest
  @CsvSource({"amd64, x86_64, x86_64-linux-gnu-", "aarch64, aarch64, aarch64-linux-gnu-"})
  void itsBytesAreThoseOfItsSource(String machine, String source, String tools) throws Exception {
    require(tools + "as");
    require(tools + "objcopy");
    Path object = folder.resolve("anchor.o");
    Path code = folder.resolve("anchor.bin");
    run(tools + "as", "-o", object.toString(), "src/main/asm/anchor-" + source + ".S");
    run(tools + "objcopy", "-O", "binary", "-j", ".text", object.toString(), code.toString());
    assertEquals(
        HexFormat.of().formatHex(Files.readAllBytes(code)),
        HexFormat.of().formatHex(AnchorProgram.of(machine).orElseThrow().code().toArray()));
  }

  /** Outside of a container it would kill far too much; so here it is only told to end. */
  @Test
  void itEndsAtTheEndOfItsInput() throws Exception {
    Path file = folder.resolve("anchor");
    Files.write(file, AnchorProgram.forThisMachine().file());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    Process process =
        new ProcessBuilder(file.toString())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor());
  }

  @Test
  void anUnknownMachineHasNone() {
    assertTrue(AnchorProgram.of("riscv64").isEmpty());
  }
}
