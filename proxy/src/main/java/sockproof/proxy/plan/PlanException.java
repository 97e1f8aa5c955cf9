package sockproof.proxy.plan;

/**
 * Bad input: the message is one sentence that begins with its place, {@code file:line:column}. What
 * it quotes of the input is made printable, so that it is one line whatever stood there.
 */
public final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is complete as it stands. */
  public PlanException(String message) {
    super(printable(message));
  }

  /** Likewise, with what caused it. */
  public PlanException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  private static String printable(String message) {
    StringBuilder text = new StringBuilder(message.length());
    message
        .codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                text.appendCodePoint(point);
              } else {
                text.append("\\u{%x}".formatted(point));
              }
            });
    return text.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
