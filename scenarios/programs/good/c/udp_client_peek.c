/*
 * Uppercase client over UDP: a connected socket for every message; MSG_PEEK with MSG_TRUNC tells how long a reply is
 * before memory is taken for it.
 *
 * Usage: udp_client_peek HOST PORT < messages
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { TRIES = 5, WAIT_MICROS = 300000 };

static void fail(const char *what) {
  fprintf(stderr, "udp_client_peek: %s\n", what);
  exit(1);
}

/* Returns a reply, to be freed, or NULL when the socket's timeout is over; `size` gets its length. */
static char *receive_reply(int fd, ssize_t *size) {
  for (;;) {
    char nothing;
    ssize_t length = recv(fd, &nothing, 0, MSG_PEEK | MSG_TRUNC);
    if (length < 0 && errno == EAGAIN) return NULL;
    if (length < 0 && errno == ECONNREFUSED) return NULL; /* not there yet: this try is over */
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) fail(strerror(errno));
    char *reply = malloc((size_t)length + 1);
    if (!reply) fail("out of memory");
    *size = recv(fd, reply, (size_t)length + 1, 0);
    if (*size > 0) return reply;
    free(reply); /* an empty datagram answers nothing */
  }
}

static void ask(const struct addrinfo *server, const char *message, size_t count) {
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  if (fd < 0 || connect(fd, server->ai_addr, server->ai_addrlen) != 0) fail(strerror(errno));
  struct timeval wait = {.tv_usec = WAIT_MICROS};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  char *reply = NULL;
  ssize_t size = 0;
  for (int i = 0; i < TRIES && !reply; i++) {
    if (i > 0 && !reply) usleep(20000);
    if (send(fd, message, count, 0) < 0 && errno != ECONNREFUSED) fail(strerror(errno));
    reply = receive_reply(fd, &size);
  }
  close(fd);
  if (!reply) fail("no reply from the server");
  fwrite(reply, 1, (size_t)size, stdout);
  putchar('\n');
  free(reply);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_client_peek HOST PORT < messages");
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
