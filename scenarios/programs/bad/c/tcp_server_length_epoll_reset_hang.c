/*
 * Uppercase server over TCP: a 4-byte big-endian length before each message, one thread with edge-triggered epoll.
 *
 * Bug (reset-hang): every error of recv() is taken for nothing to read, and an edge that was missed does not
 * come again.
 *
 * Usage: tcp_server_length_epoll_reset_hang HOST PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGE_LIMIT_BYTES = 1 << 20, OUTPUT_LIMIT_BYTES = 4 << 20, CHUNK_BYTES = 65536, EVENTS = 64, TURNS = 16 };
enum { HEADER_BYTES = 4 };
static const uint32_t INTEREST = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

struct buffer {
  char *bytes;
  size_t used, capacity;
};

struct client {
  int fd;
  struct buffer in, out;
  int refused; /* gets what is in `out`; nothing it sends is looked at any more */
  int ended;   /* its FIN has come */
};

enum outcome { IDLE, PROGRESS, LOST };

static void fail(const char *what) {
  fprintf(stderr, "tcp_server_length_epoll_reset_hang: %s\n", what);
  exit(1);
}

static void append(struct buffer *to, const void *bytes, size_t count) {
  if (to->capacity - to->used < count) {
    to->capacity = 2 * to->capacity + count;
    to->bytes = realloc(to->bytes, to->capacity);
    if (!to->bytes) fail("out of memory");
  }
  memcpy(to->bytes + to->used, bytes, count);
  to->used += count;
}

static void remove_front(struct buffer *from, size_t count) {
  from->used -= count;
  memmove(from->bytes, from->bytes + count, from->used);
}

static void reply(struct client *c, const char *text, size_t count) {
  uint32_t header = htonl((uint32_t)count);
  append(&c->out, &header, HEADER_BYTES);
  append(&c->out, text, count);
}

static void answer(struct client *c, char *message, size_t count) {
  static const char error[] = "ERROR only ASCII is understood";
  for (size_t i = 0; i < count; i++) {
    if ((unsigned char)message[i] > 127) {
      reply(c, error, sizeof error - 1);
      return;
    }
    if (message[i] >= 'a' && message[i] <= 'z') message[i] = (char)(message[i] - 'a' + 'A');
  }
  reply(c, message, count);
}

static void answer_messages(struct client *c) {
  static const char error[] = "ERROR the message is too long";
  size_t start = 0;
  while (!c->refused && c->in.used - start >= HEADER_BYTES) {
    uint32_t header;
    memcpy(&header, c->in.bytes + start, HEADER_BYTES);
    size_t count = ntohl(header);
    if (count > MESSAGE_LIMIT_BYTES) {
      reply(c, error, sizeof error - 1);
      c->refused = 1;
      start = c->in.used;
    } else if (c->in.used - start < HEADER_BYTES + count) {
      break;
    } else {
      answer(c, c->in.bytes + start + HEADER_BYTES, count);
      start += HEADER_BYTES + count;
    }
  }
  remove_front(&c->in, start);
}

static enum outcome receive_some(struct client *c) {
  static char chunk[CHUNK_BYTES];
  if (c->ended || c->out.used >= OUTPUT_LIMIT_BYTES) return IDLE; /* one that does not read must wait */
  ssize_t n = recv(c->fd, chunk, sizeof chunk, 0);
  if (n < 0) return IDLE;
  if (n == 0) {
    c->ended = 1; /* a message that is not whole stays unanswered */
  } else if (!c->refused) {
    append(&c->in, chunk, (size_t)n);
    answer_messages(c);
  }
  return PROGRESS;
}

static enum outcome send_some(struct client *c) {
  if (c->out.used == 0) return c->ended ? LOST : IDLE;
  ssize_t n = send(c->fd, c->out.bytes, c->out.used, MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN ? IDLE : errno == EINTR ? PROGRESS : LOST;
  remove_front(&c->out, (size_t)n);
  if (c->refused && c->out.used == 0) shutdown(c->fd, SHUT_WR);
  return PROGRESS;
}

static void drop(struct client *c) {
  close(c->fd);
  free(c->in.bytes);
  free(c->out.bytes);
  free(c);
}

/* An edge comes only once, so go on until neither direction moves; after some turns let the others have theirs. */
static void serve(int epoll, struct client *c) {
  for (int turn = 0; turn < TURNS; turn++) {
    enum outcome sent = send_some(c);
    enum outcome received = sent == LOST ? LOST : receive_some(c);
    if (received == LOST) {
      drop(c);
      return;
    }
    if (sent == IDLE && received == IDLE) return;
  }
  struct epoll_event again = {.events = INTEREST, .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &again);
}

static void accept_clients(int epoll, int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    struct client *c = calloc(1, sizeof *c);
    if (!c) fail("out of memory");
    c->fd = fd;
    struct epoll_event event = {.events = INTEREST, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) drop(c);
  }
}

static int listen_on(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype | SOCK_NONBLOCK, found->ai_protocol);
  int yes = 1;
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, 128) != 0) fail(strerror(errno));
  freeaddrinfo(found);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_server_length_epoll_reset_hang HOST PORT");
  int listener = listen_on(argv[1], argv[2]), epoll = epoll_create1(0);
  struct epoll_event events[EVENTS], accepting = {.events = EPOLLIN};
  if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &accepting) != 0) fail(strerror(errno));
  for (;;) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      if (events[i].data.ptr) serve(epoll, events[i].data.ptr);
    }
    accept_clients(epoll, listener);
  }
}
