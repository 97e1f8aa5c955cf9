/*
 * Uppercase client over TCP: a message a line, all sent without waiting for replies; reads while it writes.
 *
 * Usage: tcp_client_line_pipelined HOST PORT < messages
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
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_MILLIS = 2000, CHUNK_BYTES = 16384 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_client_line_pipelined: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = -1;
  for (struct addrinfo *a = found; a && fd < 0; a = a->ai_next) {
    fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
    struct timeval limit = {.tv_sec = DEADLINE_MILLIS / 1000}; /* bounds connect() too */
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
      close(fd);
      fd = -1;
    }
  }
  freeaddrinfo(found);
  if (fd < 0) fail("cannot connect to the server");
  return fd;
}

/* What has been received and not yet printed, and what waits to be sent. */
struct buffer {
  char *bytes;
  size_t used, capacity;
};

static struct buffer in, out;

static void reserve(struct buffer *b, size_t count) {
  if (b->capacity - b->used >= count) return;
  b->capacity = 2 * b->capacity + count;
  b->bytes = realloc(b->bytes, b->capacity);
  if (!b->bytes) fail("out of memory");
}

static void remove_front(struct buffer *b, size_t count) {
  b->used -= count;
  memmove(b->bytes, b->bytes + count, b->used);
}

static void receive_some(int fd) {
  reserve(&in, CHUNK_BYTES);
  ssize_t n = recv(fd, in.bytes + in.used, CHUNK_BYTES, 0);
  if (n == 0) fail("the server closed the connection before all replies were there");
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  if (n > 0) in.used += (size_t)n;
}

static void send_some(int fd, size_t *sent) {
  ssize_t n = send(fd, out.bytes + *sent, out.used - *sent, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  if (n > 0) *sent += (size_t)n;
}

/* Prints and removes the lines that are whole; returns how many. */
static size_t print_lines(void) {
  size_t lines = 0;
  char *end;
  while (in.used && (end = memchr(in.bytes, '\n', in.used))) {
    size_t line_bytes = (size_t)(end - in.bytes) + 1;
    fwrite(in.bytes, 1, line_bytes, stdout);
    remove_front(&in, line_bytes);
    lines++;
  }
  if (lines) fflush(stdout);
  return lines;
}

static void exchange(int fd, size_t messages) {
  long deadline = now_millis() + DEADLINE_MILLIS; /* for the next reply */
  size_t sent = 0, printed = 0;
  while (printed < messages) {
    long remaining = deadline - now_millis();
    struct pollfd wait = {.fd = fd, .events = (short)(POLLIN | (sent < out.used ? POLLOUT : 0))};
    if (remaining <= 0 || poll(&wait, 1, (int)remaining) == 0) fail("no whole reply in time");
    if (wait.revents & POLLOUT) send_some(fd, &sent);
    if (wait.revents & ~POLLOUT) receive_some(fd);
    size_t lines = print_lines();
    if (lines) deadline = now_millis() + DEADLINE_MILLIS;
    printed += lines;
  }
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_client_line_pipelined HOST PORT < messages");
  int fd = connect_to(argv[1], argv[2]);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  char *line = NULL;
  size_t size = 0, messages = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] != '\n') line[n++] = '\n'; /* the place of the terminating zero */
    reserve(&out, (size_t)n);
    memcpy(out.bytes + out.used, line, (size_t)n);
    out.used += (size_t)n;
    messages++;
  }
  exchange(fd, messages);
  free(line);
  free(in.bytes);
  free(out.bytes);
  close(fd);
  return 0;
}
