package sockproof.proxy.capture.draw;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/** Finds open packets by the very bytes that they carry. */
final class OpenLots {
  private final IdentityHashMap<byte[], Deque<Frame>> byArray = new IdentityHashMap<>();

  void add(Frame frame, Frame.Lot lot) {
    byArray.computeIfAbsent(lot.bytes().backingArray(), key -> new ArrayDeque<>()).addLast(frame);
  }

  /** It is not open any more. */
  void remove(Frame frame, Frame.Lot lot) {
    byte[] array = lot.bytes().backingArray();
    Deque<Frame> frames = byArray.get(array);
    if (frames != null && frames.remove(frame) && frames.isEmpty()) {
      byArray.remove(array);
    }
  }

  /** The newest packet of an owner that brought these bytes. */
  @Nullable Frame find(Object owner, Bytes bytes) {
    Deque<Frame> frames = byArray.get(bytes.backingArray());
    if (frames == null) {
      return null;
    }
    Iterator<Frame> newestFirst = frames.descendingIterator();
    Frame found = null;
    while (newestFirst.hasNext()) {
      Frame frame = newestFirst.next();
      Frame.Lot lot = frame.lot();
      if (lot != null && !frame.isWithdrawn() && lot.brought(owner, bytes)) {
        if (found != null && found.lot() != lot) {
          return found;
        }
        found = frame; // the first of its lot is met last
      }
    }
    return found;
  }

  /** Takes back the newest packet of an owner that brought these bytes, and all of its lot. */
  void withdraw(Object owner, Bytes bytes) {
    Frame found = find(owner, bytes);
    Deque<Frame> frames = byArray.get(bytes.backingArray());
    if (found != null && frames != null) {
      for (Frame frame : frames) {
        if (frame.lot() == found.lot()) {
          frame.withdraw();
        }
      }
    }
  }
}
