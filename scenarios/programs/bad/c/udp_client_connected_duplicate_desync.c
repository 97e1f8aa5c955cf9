/*
 * Uppercase client over UDP: one connected socket, poll() for the wait, retries with backoff on a new one.
 *
 * Bug (duplicate-desync): one socket serves all messages, and a second copy of a reply is taken for the next
 * one.
 *
 * Usage: udp_client_connected_duplicate_desync HOST PORT < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_WAIT_MILLIS = 300, TRIES = 4, DATAGRAM_BYTES = 65536 };

static void fail(const char *what) {
  fprintf(stderr, "udp_client_connected_duplicate_desync: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static void send_message(int fd, const char *message, size_t count) {
  ssize_t n = send(fd, message, count, 0);
  if (n < 0 && errno == ECONNREFUSED) n = send(fd, message, count, 0); /* the first only told of the last try */
  if (n < 0 && errno != ECONNREFUSED) fail(strerror(errno));
}

/* Returns the size of the reply, or -1 when the wait is over without one. */
static ssize_t receive_reply(int fd, char *reply, long wait_millis) {
  long deadline = now_millis() + wait_millis, remaining;
  while ((remaining = deadline - now_millis()) > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, (int)remaining) <= 0) continue;
    ssize_t n = recv(fd, reply, DATAGRAM_BYTES, MSG_DONTWAIT);
    if (n > 0) return n; /* an empty datagram answers nothing */
    if (n < 0 && errno != ECONNREFUSED && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  }
  return -1;
}

static int connect_to(const struct addrinfo *server) {
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  if (fd < 0 || connect(fd, server->ai_addr, server->ai_addrlen) != 0) fail(strerror(errno));
  return fd;
}

/* Returns the socket for the next message. */
static int ask(int fd, const struct addrinfo *server, const char *message, size_t count) {
  static char reply[DATAGRAM_BYTES];
  ssize_t n = -1;
  long wait_millis = FIRST_WAIT_MILLIS;
  for (int i = 0; i < TRIES && n < 0; i++, wait_millis += wait_millis / 2) {
    send_message(fd, message, count);
    n = receive_reply(fd, reply, wait_millis);
    if (n >= 0) break;
    close(fd); /* what still comes for this try must not meet the next */
    fd = connect_to(server);
  }
  if (n < 0) fail("no reply from the server");
  printf("Server says: %.*s\n", (int)n, reply);
  fflush(stdout);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_client_connected_duplicate_desync HOST PORT < messages");
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *server;
  if (getaddrinfo(argv[1], argv[2], &hints, &server) != 0) fail("the host or port is not known");
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  int fd = connect_to(server);
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    fd = ask(fd, server, line, (size_t)n);
  }
  close(fd);
  free(line);
  freeaddrinfo(server);
  return 0;
}
