package sockproof.proxy.kernel;

/** For a connection that has been reset. */
record GoneReadProbe() implements ReadProbe {
  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    return Answer.GONE;
  }

  @Override
  public SocketReader.Doing reader() {
    return SocketReader.Doing.UNKNOWN;
  }

  @Override
  public void close() {}
}
