package sockproof.proxy.core;

/**
 * Finds where messages begin and end in a stream, whatever the chunks in which it comes. It keeps
 * counters only, never bytes.
 */
public final class MessageTracker {
  private static final int PREFIX_BYTES = 4;

  private final Framing framing;
  private long number = 1;
  private long offset;
  private long prefixedLength;
  private boolean lastWasCr;
  private boolean ended;

  /** A tracker at the beginning of a stream. */
  public MessageTracker(Framing framing) {
    this.framing = framing;
  }

  /** A tracker that stands where this one does and goes its own way from there. */
  public MessageTracker copy() {
    MessageTracker copy = new MessageTracker(framing);
    copy.number = number;
    copy.offset = offset;
    copy.prefixedLength = prefixedLength;
    copy.lastWasCr = lastWasCr;
    copy.ended = ended;
    return copy;
  }

  /** Takes all of these bytes. */
  public void takeAll(Bytes bytes) {
    int from = 0;
    while (from < bytes.length()) {
      from = take(bytes, from);
    }
  }

  /** The number, from 1, of the message to which the next byte belongs. */
  public long number() {
    return number;
  }

  /** Where the next byte stands in its message, from 0. */
  public long offset() {
    return offset;
  }

  /** True if the bytes taken last end a message. */
  public boolean ended() {
    return ended;
  }

  /**
   * Takes bytes up to the end of the current message.
   *
   * @param from where to start in {@code bytes}; less than its length
   * @return where the next message starts, or the length of {@code bytes}
   */
  public int take(Bytes bytes, int from) {
    int end =
        switch (framing) {
          case Framing.None() -> bytes.length();
          case Framing.Eof() -> bytes.length();
          case Framing.Fixed(int size) -> upTo(size, bytes, from);
          case Framing.Line() -> afterLineFeed(bytes, from);
          case Framing.Crlf() -> afterCrLf(bytes, from);
          case Framing.LengthPrefix() -> afterPrefixed(bytes, from);
        };
    offset += end - from;
    if (ended) {
      number++;
      offset = 0;
      prefixedLength = 0;
    }
    return end;
  }

  private int upTo(long messageLength, Bytes bytes, int from) {
    long end = Math.min(bytes.length(), from + messageLength - offset);
    ended = offset + end - from == messageLength;
    return (int) end;
  }

  private int afterLineFeed(Bytes bytes, int from) {
    int at = bytes.indexOf((byte) '\n', from);
    ended = at >= 0;
    return ended ? at + 1 : bytes.length();
  }

  private int afterCrLf(Bytes bytes, int from) {
    for (int at = bytes.indexOf((byte) '\n', from);
        at >= 0;
        at = bytes.indexOf((byte) '\n', at + 1)) {
      if (at > from ? bytes.at(at - 1) == '\r' : lastWasCr) {
        ended = true;
        lastWasCr = false;
        return at + 1;
      }
    }
    ended = false;
    lastWasCr = bytes.at(bytes.length() - 1) == '\r';
    return bytes.length();
  }

  private int afterPrefixed(Bytes bytes, int from) {
    int at = from;
    for (long known = offset; known < PREFIX_BYTES; known++) {
      if (at == bytes.length()) {
        ended = false;
        return at;
      }
      prefixedLength = prefixedLength << 8 | (bytes.at(at++) & 0xff);
    }
    return upTo(PREFIX_BYTES + prefixedLength, bytes, from);
  }
}
