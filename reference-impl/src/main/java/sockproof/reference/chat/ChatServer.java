package sockproof.reference.chat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sockproof.reference.chat.ChatEvents.Event;
import sockproof.reference.chat.ChatMessage.Word;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;

/** The chat's server, whose operator takes part like everybody else. */
public final class ChatServer implements Closeable {
  private static final int MAX_MEMBERS = 256;
  private static final Duration SEND_LIMIT = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(400);

  /** How long somebody who has left is still answered, in case they did not hear it. */
  private static final Duration LINGER = Duration.ofSeconds(4);

  /** Somebody who takes part, or has just been told that they do not. */
  private static final class Member {
    private final SocketAddress address;
    private final ChatLink link;
    private String name = "";
    private boolean gone;
    private long goneNanos;

    Member(SocketAddress address, ChatLink link) {
      this.address = address;
      this.link = link;
    }

    void setGone() {
      gone = true;
      goneNanos = System.nanoTime();
    }

    boolean takesPart() {
      return !name.isEmpty() && !gone;
    }
  }

  private final DatagramEndpoint socket;
  private final String operator;
  private final ChatSteps steps;
  private final ChatIo io;
  private final Map<SocketAddress, Member> members = new LinkedHashMap<>();
  private boolean closing;

  private ChatServer(DatagramEndpoint socket, String operator, ChatIo io, ChatSteps steps) {
    this.steps = steps;
    this.socket = socket;
    this.operator = operator;
    this.io = io;
  }

  /**
   * Binds; {@link #run} does the rest.
   *
   * @throws sockproof.reference.net.UsageException where the address cannot be had
   */
  public static ChatServer bind(SocketAddress wanted, String operator, ChatIo io, ChatSteps steps)
      throws IOException {
    return new ChatServer(Datagrams.server(wanted), operator, io, steps);
  }

  /** The address, with the port that was picked. */
  public SocketAddress address() {
    return socket.local();
  }

  /** Serves until the operator ends it or this thread is interrupted; then all are told. */
  public void run() throws IOException {
    try (ChatEvents events = new ChatEvents(socket, io.typed(), io.threads())) {
      events.start();
      try {
        while (!closing) {
          step(events);
        }
        tellAllThatItIsOver(events);
      } catch (InterruptedException e) {
        tellAllThatItIsOver(events);
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("the chat was interrupted");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }

  private void tellAllThatItIsOver(ChatEvents events) throws IOException {
    closing = true;
    broadcast(ChatMessage.of(Word.CLOSED), null);
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    try {
      while (!members.values().stream().allMatch(member -> member.link.isIdle())
          && System.nanoTime() - end < 0) {
        step(events);
      }
    } catch (InterruptedException | ClosedChannelException e) {
      // Interrupted again, or the interrupt closed the socket: not all can be told.
      closing = true;
    }
  }

  private void step(ChatEvents events) throws IOException, InterruptedException {
    long now = System.nanoTime();
    long wait = TimeUnit.SECONDS.toNanos(1);
    for (Member member : new ArrayList<>(members.values())) {
      if (member.link.isDead(now)) {
        remove(member);
        continue;
      }
      String due = member.link.due(now).orElse(null);
      if (due != null) {
        send(member.address, due);
      }
      if (member.gone && now - member.goneNanos > LINGER.toNanos()) {
        members.remove(member.address);
      }
      wait = Math.min(wait, member.link.nanosUntilDue(now));
    }
    switch (events.next(wait)) {
      case Event.Line(String text) -> typed(text);
      case Event.InputEnded() -> closing |= io.terminal();
      case Event.Datagram(SocketAddress source, String text) -> received(source, text);
      case Event.SocketFailed(IOException cause) -> throw cause;
      case null -> {
        // Only time has passed.
      }
    }
  }

  private void typed(String text) {
    if (text.strip().equals(ChatClient.QUIT)) {
      closing = true;
    } else if (!text.isBlank()) {
      broadcast(new ChatMessage(Word.SAID, operator, text), null);
    }
  }

  private void received(SocketAddress source, String datagram) throws IOException {
    if (steps.ends(datagram)) {
      closing = true;
      return;
    }
    String token = ChatLink.tokenOfFirst(datagram).orElse(null);
    Member known = members.get(source);
    if (token != null && (known == null || !known.link.token().equals(token))) {
      if (known != null) {
        remove(known);
      }
      known = new Member(source, new ChatLink(token, steps));
      members.put(source, known);
    }
    if (known == null) {
      return;
    }
    ChatLink.Received received = known.link.received(datagram);
    if (received.acknowledgement().isPresent()) {
      send(source, received.acknowledgement().get());
    }
    ChatMessage message = received.message().flatMap(ChatMessage::decode).orElse(null);
    if (message != null) {
      handle(known, message);
    }
  }

  private void handle(Member member, ChatMessage message) {
    switch (message.word()) {
      case JOIN -> join(member, message.name());
      case SAY -> {
        if (member.takesPart()) {
          io.show(member.name + ": " + message.text());
          broadcast(new ChatMessage(Word.SAID, member.name, message.text()), member);
        }
      }
      case LEAVE -> leave(member);
      default -> io.note("client " + member.name + " sent what only the server says");
    }
  }

  private void join(Member member, String name) {
    List<String> present =
        members.values().stream().filter(Member::takesPart).map(other -> other.name).toList();
    String problem = "";
    if (!ChatMessage.isName(name)) {
      problem = "the name is not 1 to 32 characters without spaces; choose another";
    } else if (present.contains(name) || name.equals(operator)) {
      problem = "the name `" + name + "` is taken; choose another with --name";
    } else if (present.size() >= MAX_MEMBERS) {
      problem = "the chat is full; come back later";
    }
    if (!problem.isEmpty()) {
      offer(member, ChatMessage.text(Word.REFUSED, problem));
      member.setGone();
      return;
    }
    if (!member.takesPart()) {
      member.name = name;
      String others =
          Stream.concat(present.stream(), Stream.of(operator)).collect(Collectors.joining(", "));
      offer(member, ChatMessage.text(Word.WELCOME, others));
      io.show(name + " joined");
      broadcast(ChatMessage.named(Word.JOINED, name), member);
    }
  }

  private void leave(Member member) {
    boolean tookPart = member.takesPart();
    member.setGone();
    if (tookPart) {
      io.show(member.name + " left");
      broadcast(ChatMessage.named(Word.LEFT, member.name), member);
    }
  }

  /** Somebody who does not answer any more has left too. */
  private void remove(Member member) {
    members.remove(member.address);
    leave(member);
  }

  private void broadcast(ChatMessage message, @Nullable Member except) {
    for (Member member : members.values()) {
      if (member != except && member.takesPart()) {
        offer(member, message);
      }
    }
  }

  private void offer(Member member, ChatMessage message) {
    if (!member.link.offer(message.encode())) {
      io.note("too much waits for " + member.name + "; a message was dropped");
    }
  }

  private void send(SocketAddress to, String datagram) throws IOException {
    try {
      socket.send(datagram.getBytes(StandardCharsets.UTF_8), to, Deadline.after(SEND_LIMIT));
    } catch (InterruptedIOException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      io.note("a datagram could not be sent: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
