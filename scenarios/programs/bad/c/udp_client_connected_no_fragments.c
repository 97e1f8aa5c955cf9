/*
 * Uppercase client over UDP: a new connected socket for every message, poll() for the wait, retries with backoff.
 *
 * Bug (no-fragments): a reply that came in IP fragments is thrown away as suspicious.
 *
 * Usage: udp_client_connected_no_fragments HOST PORT < messages
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_RECVFRAGSIZE
#define IP_RECVFRAGSIZE 25 /* linux/in.h */
#endif

enum { FIRST_WAIT_MILLIS = 300, TRIES = 4, DATAGRAM_BYTES = 65536 };

static void fail(const char *what) {
  fprintf(stderr, "udp_client_connected_no_fragments: %s\n", what);
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

/* Receives like recv(); the size of the largest fragment is told only of a datagram that came in several. */
static ssize_t receive(int fd, char *reply, int *fragmented) {
  char control[CMSG_SPACE(sizeof(int))];
  struct iovec vector = {.iov_base = reply, .iov_len = DATAGRAM_BYTES};
  struct msghdr m = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT);
  struct cmsghdr *c = n < 0 ? NULL : CMSG_FIRSTHDR(&m);
  *fragmented = c && c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVFRAGSIZE;
  return n;
}

/* Returns the size of the reply, or -1 when the wait is over without one. */
static ssize_t receive_reply(int fd, char *reply, long wait_millis) {
  long deadline = now_millis() + wait_millis, remaining;
  while ((remaining = deadline - now_millis()) > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, (int)remaining) <= 0) continue;
    int fragmented;
    ssize_t n = receive(fd, reply, &fragmented);
    if (n > 0 && !fragmented) return n; /* an empty datagram answers nothing */
    if (n < 0 && errno != ECONNREFUSED && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
  }
  return -1;
}

static void ask(const struct addrinfo *server, const char *message, size_t count) {
  static char reply[DATAGRAM_BYTES];
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  if (fd < 0 || connect(fd, server->ai_addr, server->ai_addrlen) != 0) fail(strerror(errno));
  int yes = 1;
  if (server->ai_family == AF_INET) setsockopt(fd, IPPROTO_IP, IP_RECVFRAGSIZE, &yes, sizeof yes);
  ssize_t n = -1;
  long wait_millis = FIRST_WAIT_MILLIS;
  for (int i = 0; i < TRIES && n < 0; i++, wait_millis += wait_millis / 2) {
    send_message(fd, message, count);
    n = receive_reply(fd, reply, wait_millis);
  }
  close(fd);
  if (n < 0) fail("no reply from the server");
  printf("Server says: %.*s\n", (int)n, reply);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_client_connected_no_fragments HOST PORT < messages");
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
