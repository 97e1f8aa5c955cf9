/*
 * Uppercase client over TCP: one connection a message, which shutdown() ends; poll() to write and read at once.
 *
 * Bug (short-send): shuts down after the first send(), whatever it took.
 *
 * Usage: tcp_client_eof_poll_short_send HOST PORT < messages
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

enum { DEADLINE_MILLIS = 2000, SEND_BUFFER_BYTES = 16384 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_client_eof_poll_short_send: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static int connect_to(const struct addrinfo *server) {
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  struct timeval limit = {.tv_sec = DEADLINE_MILLIS / 1000}; /* bounds connect() too */
  int send_bytes = SEND_BUFFER_BYTES; /* little waits in the kernel, where it cannot be taken back */
  if (fd < 0) fail(strerror(errno));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
  if (connect(fd, server->ai_addr, server->ai_addrlen) != 0) fail("cannot connect to the server");
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return fd;
}

static void send_some(int fd, const char *bytes, size_t count) {
  ssize_t n = send(fd, bytes, count, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
}

/* Reads up to one byte more than a whole reply has; returns 0 at the server's FIN. */
static int receive_some(int fd, char *reply, size_t *received, size_t limit) {
  if (*received == limit) fail("the reply is too long");
  ssize_t n = recv(fd, reply + *received, limit - *received, 0);
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  if (n > 0) *received += (size_t)n;
  return n != 0;
}

/* Uppercase ASCII keeps its length, so a FIN that came early shows. */
static void exchange(int fd, const char *message, size_t count, char *reply) {
  long deadline = now_millis() + DEADLINE_MILLIS;
  size_t sent = 0, received = 0;
  int writing = 1, reading = 1;
  while (writing || reading) {
    if (writing && sent == count) {
      shutdown(fd, SHUT_WR);
      writing = 0;
      continue;
    }
    long remaining = deadline - now_millis();
    struct pollfd wait = {.fd = fd, .events = (short)((writing ? POLLOUT : 0) | (reading ? POLLIN : 0))};
    if (remaining <= 0 || poll(&wait, 1, (int)remaining) == 0) fail("no whole reply in time");
    if (wait.revents & POLLOUT) {
      send_some(fd, message, count);
      sent = count;
    }
    if (reading && wait.revents & (POLLIN | POLLHUP | POLLERR)) reading = receive_some(fd, reply, &received, count + 1);
    if (!reading && received != count) fail("the reply has not the length of the message");
  }
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_client_eof_poll_short_send HOST PORT < messages");
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *server;
  if (getaddrinfo(argv[1], argv[2], &hints, &server) != 0) fail("the host or port is not known");
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    char *reply = malloc((size_t)n + 1);
    if (!reply) fail("out of memory");
    int fd = connect_to(server);
    exchange(fd, line, (size_t)n, reply);
    close(fd);
    printf("%s:%s answered '%.*s'\n", argv[1], argv[2], (int)n, reply);
    fflush(stdout);
    free(reply);
  }
  free(line);
  freeaddrinfo(server);
  return 0;
}
