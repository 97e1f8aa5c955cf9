/*
 * Uppercase client over Unix datagram sockets: for every message a socket with a name that the kernel chooses (unix(7),
 * autobind); the sender of each reply is compared with the server.
 *
 * Usage: unix_datagram_client_autobind PATH < messages
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 4, DATAGRAM_BYTES = 65536 };

static void fail(const char *what) {
  fprintf(stderr, "unix_datagram_client_autobind: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static ssize_t receive_reply(int fd, const struct sockaddr_un *server, char *reply, long wait_millis) {
  long deadline = now_millis() + wait_millis, remaining;
  while ((remaining = deadline - now_millis()) > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, (int)remaining) <= 0) continue;
    struct sockaddr_un from = {0};
    socklen_t from_bytes = sizeof from;
    ssize_t n = recvfrom(fd, reply, DATAGRAM_BYTES, MSG_DONTWAIT, (struct sockaddr *)&from, &from_bytes);
    if (n > 0 && strncmp(from.sun_path, server->sun_path, sizeof from.sun_path) == 0) return n;
  }
  return -1;
}

static void ask(const struct sockaddr_un *server, const char *message, size_t count) {
  static char reply[DATAGRAM_BYTES];
  sa_family_t family = AF_UNIX; /* no name, only a family: the kernel chooses */
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, (const struct sockaddr *)&family, sizeof family) != 0) fail(strerror(errno));
  ssize_t n = -1;
  for (long i = 0, wait = 250; i < TRIES && n < 0; i++, wait *= 2) {
    const struct sockaddr *to = (const struct sockaddr *)server;
    if (sendto(fd, message, count, MSG_DONTWAIT, to, sizeof *server) < 0 && errno != EAGAIN) fail(strerror(errno));
    n = receive_reply(fd, server, reply, wait);
  }
  close(fd);
  if (n < 0) fail("no reply from the server");
  printf("%.*s\n", (int)n, reply);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 2) fail("usage: unix_datagram_client_autobind PATH < messages");
  struct sockaddr_un server = {.sun_family = AF_UNIX};
  if (strlen(argv[1]) >= sizeof server.sun_path) fail("the path is too long for a socket");
  strcpy(server.sun_path, argv[1]);
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    ask(&server, line, (size_t)n);
  }
  free(line);
  return 0;
}
