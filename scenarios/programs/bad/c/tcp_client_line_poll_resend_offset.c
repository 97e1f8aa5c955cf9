/*
 * Uppercase client over TCP: a message a line, a non-blocking socket and poll(); reads while it writes.
 *
 * Bug (resend-offset): after a partial send() starts the message again with the right length.
 *
 * Usage: tcp_client_line_poll_resend_offset HOST PORT < messages
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

enum { DEADLINE_MILLIS = 2000, CHUNK_BYTES = 16384, SEND_BUFFER_BYTES = 16384 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_client_line_poll_resend_offset: %s\n", what);
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

/* What has been received and not yet printed. */
static char *buffered;
static size_t buffered_bytes, capacity_bytes;

static void receive_some(int fd) {
  if (capacity_bytes - buffered_bytes < CHUNK_BYTES) {
    capacity_bytes = 2 * capacity_bytes + CHUNK_BYTES;
    buffered = realloc(buffered, capacity_bytes);
    if (!buffered) fail("out of memory");
  }
  ssize_t n = recv(fd, buffered + buffered_bytes, CHUNK_BYTES, 0);
  if (n == 0) fail("the server closed the connection before its reply was whole");
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  if (n > 0) buffered_bytes += (size_t)n;
}

/* Prints and removes one line if there is one; returns whether there was. */
static int print_line(void) {
  char *end = buffered_bytes ? memchr(buffered, '\n', buffered_bytes) : NULL;
  if (!end) return 0;
  size_t line_bytes = (size_t)(end - buffered) + 1;
  fwrite(buffered, 1, line_bytes, stdout);
  fflush(stdout);
  buffered_bytes -= line_bytes;
  memmove(buffered, buffered + line_bytes, buffered_bytes);
  return 1;
}

static void exchange(int fd, const char *message, size_t message_bytes) {
  long deadline = now_millis() + DEADLINE_MILLIS;
  size_t sent = 0;
  while (!print_line()) {
    long remaining = deadline - now_millis();
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (sent < message_bytes) wait.events |= POLLOUT;
    if (remaining <= 0 || poll(&wait, 1, (int)remaining) == 0) fail("no whole reply in time");
    if (wait.revents & POLLOUT) {
      ssize_t n = send(fd, message, message_bytes - sent, MSG_NOSIGNAL);
      if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
      if (n > 0) sent += (size_t)n;
    }
    if (wait.revents & ~POLLOUT) receive_some(fd);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_client_line_poll_resend_offset HOST PORT < messages");
  int fd = connect_to(argv[1], argv[2]);
  int send_bytes = SEND_BUFFER_BYTES; /* little waits in the kernel, where it cannot be taken back */
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] != '\n') line[n++] = '\n'; /* the place of the terminating zero */
    exchange(fd, line, (size_t)n);
  }
  free(line);
  free(buffered);
  close(fd);
  return 0;
}
