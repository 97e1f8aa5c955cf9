package sockproof.reference.chat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import sockproof.reference.chat.ChatEvents.Event;
import sockproof.reference.chat.ChatMessage.Word;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ExchangeException;
import sockproof.reference.net.UsageException;

/** One person's end of the chat. */
public final class ChatClient {
  static final String QUIT = "/quit";
  static final int MAX_TEXT_BYTES = 8192;
  private static final Duration SEND_LIMIT = Duration.ofSeconds(1);
  private static final Duration LEAVE_AT_ONCE_LIMIT = Duration.ofMillis(300);
  private static final int TOKEN_BYTES = 4;

  private final SocketAddress server;
  private final String name;
  private final ChatIo io;
  private final DatagramEndpoint socket;
  private final ChatLink link;
  private final ChatSteps steps;
  private boolean joined;
  private boolean leaving;
  private boolean over;

  private ChatClient(SocketAddress server, String name, ChatIo io, ChatSteps steps)
      throws IOException {
    this.server = server;
    this.name = name;
    this.io = io;
    this.steps = steps;
    this.socket = Datagrams.connectedClient(server);
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    this.link = new ChatLink(HexFormat.of().formatHex(token), steps);
  }

  /**
   * Takes part until the person leaves, the chat is closed, or this thread is interrupted; in each
   * case the others are told.
   *
   * @throws UsageException where the name cannot be one, or somebody else has it
   * @throws ExchangeException where the server does not answer
   */
  public static void run(SocketAddress server, String name, ChatIo io, ChatSteps steps)
      throws IOException {
    if (!ChatMessage.isName(name)) {
      throw new UsageException(
          "the name `" + name + "` is not 1 to 32 characters without spaces; choose another");
    }
    ChatClient client = new ChatClient(server, name, io, steps);
    try (ChatEvents events = new ChatEvents(client.socket, io.typed(), io.threads())) {
      events.start();
      client.takePart(events);
    }
  }

  private void takePart(ChatEvents events) throws IOException {
    offer(ChatMessage.named(Word.JOIN, name));
    try {
      while (!over && !(leaving && link.isIdle())) {
        step(events);
      }
    } catch (InterruptedException e) {
      leaveAtOnce(events);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("the chat was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Tells the others even when there is no time, and waits a moment to know that they heard. */
  private void leaveAtOnce(ChatEvents events) throws IOException {
    if (!joined || over) {
      return;
    }
    leave();
    long end = System.nanoTime() + LEAVE_AT_ONCE_LIMIT.toNanos();
    try {
      while (!over && !link.isIdle() && System.nanoTime() - end < 0) {
        step(events);
      }
    } catch (InterruptedException | ClosedChannelException e) {
      // Interrupted again, or the interrupt closed the socket: there is no way to tell them.
      over = true;
    }
  }

  private void step(ChatEvents events) throws IOException, InterruptedException {
    long now = System.nanoTime();
    if (link.isDead(now) && joined && leaving) {
      io.note("left, but the server did not say that it heard");
      over = true;
      return;
    }
    if (link.isDead(now)) {
      throw new ExchangeException("no answer from " + Addresses.show(server));
    }
    String due = link.due(now).orElse(null);
    if (due != null) {
      send(due);
    }
    long wait = Math.min(link.nanosUntilDue(now), TimeUnit.SECONDS.toNanos(1));
    switch (events.next(wait)) {
      case Event.Line(String text) -> typed(text);
      case Event.InputEnded() -> leave();
      case Event.Datagram(SocketAddress _, String text) -> received(text);
      case Event.SocketFailed(IOException cause) -> throw cause;
      case null -> {
        // Only time has passed.
      }
    }
  }

  private void typed(String text) {
    if (text.strip().equals(QUIT)) {
      leave();
    } else if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      io.note("not sent: it is longer than " + MAX_TEXT_BYTES + " bytes");
    } else if (!text.isBlank() && !leaving) {
      offer(ChatMessage.text(Word.SAY, text));
    }
  }

  private void leave() {
    if (!leaving) {
      leaving = true;
      offer(ChatMessage.of(Word.LEAVE));
    }
  }

  private void offer(ChatMessage message) {
    if (!link.offer(message.encode())) {
      io.note("not sent: too much waits for the server already");
    }
  }

  private void received(String datagram) throws IOException {
    if (steps.ends(datagram)) {
      over = true;
      return;
    }
    ChatLink.Received received = link.received(datagram);
    if (received.acknowledgement().isPresent()) {
      send(received.acknowledgement().get());
    }
    ChatMessage message = received.message().flatMap(ChatMessage::decode).orElse(null);
    if (message != null) {
      handle(message);
    }
  }

  private void handle(ChatMessage message) {
    switch (message.word()) {
      case WELCOME -> {
        joined = true;
        io.show("joined as " + name + "; here: " + message.text() + "; " + QUIT + " leaves");
      }
      case REFUSED -> throw new UsageException(message.text());
      case SAID -> io.show(message.name() + ": " + message.text());
      case JOINED -> io.show(message.name() + " joined");
      case LEFT -> io.show(message.name() + " left");
      case CLOSED -> {
        io.show("the chat was closed");
        over = true;
      }
      case JOIN, SAY, LEAVE -> io.note("the server sent what only a client says");
    }
  }

  private void send(String datagram) throws IOException {
    try {
      socket.send(datagram.getBytes(StandardCharsets.UTF_8), server, Deadline.after(SEND_LIMIT));
    } catch (PortUnreachableException e) {
      // The server may be starting; the link sends again and gives up in time.
    }
  }
}
