/*
 * Uppercase client over TCP: a 4-byte big-endian length before each message.
 *
 * Bug (single-recv): the message is read without MSG_WAITALL, and what one recv() gives is taken as all of it.
 *
 * Usage: tcp_client_length_waitall_single_recv HOST PORT < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_MILLIS = 2000, REPLY_LIMIT_BYTES = 1 << 24 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_client_length_waitall_single_recv: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/* Sets SO_RCVTIMEO or SO_SNDTIMEO to the time that is left; one call waits no longer, however many pieces come. */
static void limit(int fd, int option, long deadline) {
  long remaining = deadline - now_millis();
  if (remaining <= 0) fail("no whole reply in time");
  struct timeval time = {.tv_sec = remaining / 1000, .tv_usec = remaining % 1000 * 1000};
  setsockopt(fd, SOL_SOCKET, option, &time, sizeof time);
}

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  if (fd < 0) fail(strerror(errno));
  limit(fd, SO_SNDTIMEO, now_millis() + DEADLINE_MILLIS); /* bounds connect() too */
  if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) fail("cannot connect to the server");
  freeaddrinfo(found);
  return fd;
}

static void send_all(int fd, const void *bytes, size_t count, long deadline) {
  const char *next = bytes;
  while (count > 0) {
    limit(fd, SO_SNDTIMEO, deadline);
    ssize_t n = send(fd, next, count, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR && errno != EAGAIN) fail(strerror(errno));
    if (n > 0) {
      next += n;
      count -= (size_t)n;
    }
  }
}

static void receive_all(int fd, void *bytes, size_t count, long deadline) {
  if (count == 0) return;
  limit(fd, SO_RCVTIMEO, deadline);
  ssize_t n = recv(fd, bytes, count, MSG_WAITALL);
  if (n < 0) fail(errno == EAGAIN ? "no whole reply in time" : strerror(errno));
  if ((size_t)n < count) fail("the reply ends, or stops, before it is whole");
}

static void exchange(int fd, const char *message, size_t count) {
  long deadline = now_millis() + DEADLINE_MILLIS;
  uint32_t header = htonl((uint32_t)count);
  send_all(fd, &header, sizeof header, deadline);
  send_all(fd, message, count, deadline);
  receive_all(fd, &header, sizeof header, deadline);
  size_t reply_bytes = ntohl(header);
  if (reply_bytes > REPLY_LIMIT_BYTES) fail("the server announces a reply that is too long");
  char *reply = malloc(reply_bytes + 1);
  if (!reply) fail("out of memory");
  limit(fd, SO_RCVTIMEO, deadline);
  ssize_t n = recv(fd, reply, reply_bytes, 0);
  if (n < 0) fail(strerror(errno));
  if (n == 0 && reply_bytes > 0) fail("the server closed the connection before its reply");
  printf("The server replied with '%.*s'\n", (int)n, reply);
  fflush(stdout);
  free(reply);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_client_length_waitall_single_recv HOST PORT < messages");
  int fd = connect_to(argv[1], argv[2]);
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    exchange(fd, line, (size_t)n);
  }
  free(line);
  close(fd);
  return 0;
}
