package sockproof.proxy.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;
import sockproof.proxy.trace.TraceSink;
import sockproof.proxy.trace.Wire;

/** What a capture does when it cannot go on as it should. */
@Timeout(60)
class CaptureLimitsTest {
  /** More than a capture keeps open for remarks and gathers to write. */
  private static final int EVENTS = 300;

  private static final int EVENT_BYTES = 65_000;
  private static final long MAX_WAITING = 300_000;
  private static final Pattern LEFT_OUT =
      Pattern.compile("(\\d+) packets from the sender \\((\\d+) bytes\\) are left out");

  @TempDir Path directory;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private long nanos;

  /** A disk that takes nothing for the time being. */
  private static final class SlowDisk implements WritableByteChannel {
    private final FileChannel file;
    private final CountDownLatch released = new CountDownLatch(1);

    SlowDisk(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      return file.write(from);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private void wire(TraceSink sink) {
    for (Wire.Side side : Wire.Side.values()) {
      SocketName local = SocketName.Unix.of("/relay");
      sink.told(new Wire(1, true, side, local, SocketName.Unix.of(""), ++nanos, 0));
    }
  }

  private TraceEvent event(Kind kind, Bytes bytes) {
    return new TraceEvent(0, ++nanos, 1, Direction.TO_SERVER, kind, bytes, "");
  }

  @Test
  void whatASlowDiskCannotTakeIsLeftOutAndCounted() throws Exception {
    Wireshark.assumeInstalled();
    Path path = directory.resolve("out.pcapng");
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    SlowDisk disk = new SlowDisk(file);
    try (Capture capture =
        new Capture(
            "out", new CaptureFile(disk, file::truncate), "test", messages::add, MAX_WAITING)) {
      TraceSink sink = capture.of("relay");
      wire(sink);
      Bytes bytes = Bytes.of(new byte[EVENT_BYTES]);
      for (int i = 0; i < EVENTS; i++) {
        sink.record(event(Kind.RECEIVED, bytes));
        assertTrue(capture.waitingBytes() <= MAX_WAITING);
      }
      assertEquals(1, messages.size(), "said once, while it goes on");
      sink.record(event(Kind.FIN_RECEIVED, Bytes.empty()));
      sink.told(new TraceDetail.Unwired(1, false, ++nanos));
      disk.released.countDown();
    }
    Wireshark read = Wireshark.read(path, 0).inOrder();
    List<MatchResult> gaps =
        read.packets().stream()
            .flatMap(one -> LEFT_OUT.matcher(one.get("frame.comment")).results())
            .toList();
    long missing = gaps.stream().mapToLong(gap -> Long.parseLong(gap.group(1))).sum();
    long missingBytes = gaps.stream().mapToLong(gap -> Long.parseLong(gap.group(2))).sum();
    long seen = read.packets(Wireshark.Packet::hasPayload).size();
    assertEquals(EVENTS, seen + missing);
    assertEquals(missing * EVENT_BYTES, missingBytes);
    List<String> warnings = read.warnings();
    assertEquals(
        gaps.size() + " Sequence TCP Previous segment(s) not captured (common at capture start)",
        warnings.getFirst(),
        "there are holes, and they are shown");
    assertTrue(warnings.stream().allMatch(one -> one.contains("captured")), warnings::toString);
    assertEquals("capture out: " + missing + " packets are left out", messages.getLast());
  }

  @Test
  void aFullDiskEndsTheCaptureAndNothingElse() throws IOException {
    try (Capture capture = Capture.begin(Path.of("/dev/full"), "test", messages::add)) {
      TraceSink sink = capture.of("relay");
      wire(sink);
      sink.record(event(Kind.RECEIVED, Bytes.utf8("hello")));
      Awaitility.await().until(capture::isStopped);
      sink.record(event(Kind.RECEIVED, Bytes.utf8("more")));
      // Nothing is kept that nobody will write.
      Awaitility.await().until(() -> capture.waitingBytes() == 0);
    }
    assertEquals(
        List.of(
            "capture /dev/full: No space left on device; the capture ends here, traffic goes on"),
        messages);
  }
}
