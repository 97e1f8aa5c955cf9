/*
 * Uppercase client over UDP: a new connected socket for every message, retries while the port is closed.
 *
 * Bug (loss-hang): waits for ever for a reply that was lost.
 *
 * Usage: udp_client_connected_loss_hang HOST PORT < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST_WAIT_MILLIS = 300, TRIES = 4, DATAGRAM_BYTES = 65536 };

static void fail(const char *what) {
  fprintf(stderr, "udp_client_connected_loss_hang: %s\n", what);
  exit(1);
}

static void send_message(int fd, const char *message, size_t count) {
  ssize_t n = send(fd, message, count, 0);
  if (n < 0 && errno == ECONNREFUSED) n = send(fd, message, count, 0); /* the first only told of the last try */
  if (n < 0 && errno != ECONNREFUSED) fail(strerror(errno));
}

/* Returns the size of the reply, or -1 when the port is closed. */
static ssize_t receive_reply(int fd, char *reply) {
  for (;;) {
    ssize_t n = recv(fd, reply, DATAGRAM_BYTES, 0);
    if (n > 0) return n; /* an empty datagram answers nothing */
    if (n < 0 && errno == ECONNREFUSED) return -1;
    if (n < 0 && errno != EINTR) fail(strerror(errno));
  }
}

static void ask(const struct addrinfo *server, const char *message, size_t count) {
  static char reply[DATAGRAM_BYTES];
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  if (fd < 0 || connect(fd, server->ai_addr, server->ai_addrlen) != 0) fail(strerror(errno));
  ssize_t n = -1;
  long wait_millis = FIRST_WAIT_MILLIS;
  for (int i = 0; i < TRIES && n < 0; i++, wait_millis += wait_millis / 2) {
    send_message(fd, message, count);
    n = receive_reply(fd, reply);
    if (n < 0) poll(NULL, 0, (int)wait_millis);
  }
  close(fd);
  if (n < 0) fail("no reply from the server");
  printf("Server says: %.*s\n", (int)n, reply);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_client_connected_loss_hang HOST PORT < messages");
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *server;
  if (getaddrinfo(argv[1], argv[2], &hints, &server) != 0) fail("the host or port is not known");
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    ask(server, line, (size_t)n);
  }
  free(line);
  freeaddrinfo(server);
  return 0;
}
