package sockproof.proxy.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An immutable view of a run of bytes. Slicing copies nothing.
 *
 * <p>The array is shared, not copied: whoever creates a view hands the array over and does not
 * write to it again.
 */
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A view of the whole array, which the caller gives away. */
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
  }

  /** The UTF-8 form of a text. */
  public static Bytes utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** No bytes. */
  public static Bytes empty() {
    return EMPTY;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** True when there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at an index from 0. */
  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), sharing the array. */
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return from == to ? EMPTY : new Bytes(array, offset + from, to - from);
  }

  /** These bytes followed by others, in a new array unless one side is empty. */
  public Bytes plus(Bytes other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    byte[] joined = Arrays.copyOfRange(array, offset, offset + length + other.length);
    System.arraycopy(other.array, other.offset, joined, length, other.length);
    return of(joined);
  }

  /**
   * Several runs one after the other: without a copy if they are neighbours in one array, else with
   * one copy of each.
   */
  public static Bytes concat(List<Bytes> runs) {
    if (runs.isEmpty()) {
      return EMPTY;
    }
    Bytes first = runs.getFirst();
    boolean adjacent = true;
    int total = 0;
    for (Bytes run : runs) {
      adjacent &= first.sharesArrayWith(run) && run.offset == first.offset + total;
      total += run.length;
    }
    if (adjacent) {
      return new Bytes(first.array, first.offset, total);
    }
    byte[] joined = new byte[total];
    int at = 0;
    for (Bytes run : runs) {
      System.arraycopy(run.array, run.offset, joined, at, run.length);
      at += run.length;
    }
    return of(joined);
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same bytes
  private boolean sharesArrayWith(Bytes other) {
    return array == other.array;
  }

  /** The index of the first occurrence at or after {@code from}, or -1. */
  public int indexOf(byte value, int from) {
    for (int i = Math.max(from, 0); i < length; i++) {
      if (array[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** A copy that the caller owns. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The backing array; read only, from {@link #arrayOffset()} for {@link #length()} bytes. */
  public byte[] backingArray() {
    return array;
  }

  /** Where this view starts in {@link #backingArray()}. */
  public int arrayOffset() {
    return offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + array[offset + i];
    }
    return hash;
  }

  /** The bytes as quoted text with escapes, for transcripts and messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(length + 2).append('"');
    for (int i = 0; i < length; i++) {
      int value = array[offset + i] & 0xff;
      switch (value) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default -> {
          if (value >= 0x20 && value < 0x7f) {
            text.append((char) value);
          } else {
            text.append(String.format("\\x%02x", value));
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
