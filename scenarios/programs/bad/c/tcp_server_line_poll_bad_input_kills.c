/*
 * Uppercase server over TCP: a message a line, one thread with poll() and non-blocking sockets.
 *
 * Bug (bad-input-kills): a byte that is not ASCII ends the service.
 *
 * Usage: tcp_server_line_poll_bad_input_kills HOST PORT
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGE_LIMIT_BYTES = 1 << 20, OUTPUT_LIMIT_BYTES = 4 << 20, CHUNK_BYTES = 65536, CLIENTS = 256 };
enum { SEND_BUFFER_BYTES = 16384 }; /* little waits in the kernel, where it cannot be taken back */

struct buffer {
  char *bytes;
  size_t used, capacity;
};

struct client {
  struct buffer in, out;
  size_t searched; /* how many bytes of `in` are known to hold no newline */
  int skipping;    /* the line that comes in is too long and has been refused; pass over its rest */
  int ended;       /* has sent its FIN */
};

static struct pollfd polled[CLIENTS + 1]; /* polled[0] is the listener; polled[i] goes with clients[i] */
static struct client clients[CLIENTS + 1];

static void fail(const char *what) {
  fprintf(stderr, "tcp_server_line_poll_bad_input_kills: %s\n", what);
  exit(1);
}

static void append(struct buffer *to, const char *bytes, size_t count) {
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

static void say(struct client *c, const char *line) { append(&c->out, line, strlen(line)); }

static void drop(int i) {
  close(polled[i].fd);
  polled[i].fd = -1; /* poll() passes over it */
  free(clients[i].in.bytes);
  free(clients[i].out.bytes);
  memset(&clients[i], 0, sizeof clients[i]);
}

/* `line` ends with its newline. */
static void answer(struct client *c, char *line, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if ((unsigned char)line[i] > 127) {
      fail("a message is not ASCII");
    }
    if (line[i] >= 'a' && line[i] <= 'z') line[i] = (char)(line[i] - 'a' + 'A');
  }
  append(&c->out, line, count);
}

static void answer_lines(struct client *c) {
  size_t start = 0;
  while (c->searched < c->in.used) {
    char *end = memchr(c->in.bytes + c->searched, '\n', c->in.used - c->searched);
    c->searched = end ? (size_t)(end - c->in.bytes) + 1 : c->in.used;
    if (!end) break;
    if (!c->skipping) answer(c, c->in.bytes + start, c->searched - start);
    c->skipping = 0;
    start = c->searched;
  }
  remove_front(&c->in, start);
  c->searched -= start;
}

/* Returns 0 when the client is lost. */
static int receive_some(int fd, struct client *c) {
  static char chunk[CHUNK_BYTES];
  ssize_t n = recv(fd, chunk, sizeof chunk, 0);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  if (n == 0) {
    c->ended = 1; /* a line without its newline stays unanswered */
  } else {
    append(&c->in, chunk, (size_t)n);
    answer_lines(c);
  }
  if (c->in.used > MESSAGE_LIMIT_BYTES) {
    if (!c->skipping) say(c, "ERROR the message is too long\n");
    c->skipping = 1;
    c->in.used = c->searched = 0;
  }
  return 1;
}

static int send_some(int fd, struct client *c) {
  if (c->out.used == 0) return 1;
  ssize_t n = send(fd, c->out.bytes, c->out.used, MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  remove_front(&c->out, (size_t)n);
  return 1;
}

static void accept_client(void) {
  int fd = accept(polled[0].fd, NULL, NULL);
  if (fd < 0) return;
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  for (int i = 1; i <= CLIENTS; i++) {
    if (polled[i].fd < 0) {
      polled[i].fd = fd;
      return;
    }
  }
  close(fd); /* full */
}

static void serve_client(int i) {
  struct client *c = &clients[i];
  int fd = polled[i].fd;
  int alive = 1;
  if (polled[i].revents & (POLLIN | POLLHUP | POLLERR)) alive = c->ended ? 0 : receive_some(fd, c);
  if (alive) alive = send_some(fd, c);
  if (!alive || (c->ended && c->out.used == 0)) drop(i);
}

static int listen_on(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  int yes = 1, send_bytes = SEND_BUFFER_BYTES;
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes); /* for its clients */
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, 128) != 0) fail(strerror(errno));
  fcntl(fd, F_SETFL, O_NONBLOCK);
  freeaddrinfo(found);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_server_line_poll_bad_input_kills HOST PORT");
  polled[0] = (struct pollfd){.fd = listen_on(argv[1], argv[2]), .events = POLLIN};
  for (int i = 1; i <= CLIENTS; i++) polled[i].fd = -1;
  for (;;) {
    for (int i = 1; i <= CLIENTS; i++) {
      struct client *c = &clients[i];
      int listening = !c->ended && c->out.used < OUTPUT_LIMIT_BYTES; /* a client that does not read must wait */
      polled[i].events = (short)((listening ? POLLIN : 0) | (c->out.used ? POLLOUT : 0));
    }
    if (poll(polled, CLIENTS + 1, -1) < 0 && errno != EINTR) fail(strerror(errno));
    for (int i = 1; i <= CLIENTS; i++) {
      if (polled[i].fd >= 0 && polled[i].revents) serve_client(i);
    }
    if (polled[0].revents) accept_client();
  }
}
