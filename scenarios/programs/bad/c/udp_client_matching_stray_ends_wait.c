/*
 * Uppercase client over UDP: one socket a message, recvfrom(), and the sender compared with the server asked.
 *
 * Bug (stray-ends-wait): a stranger's datagram is an error.
 *
 * Usage: udp_client_matching_stray_ends_wait HOST PORT < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
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

enum { DATAGRAM_BYTES = 65536 };
static const long WAITS_MILLIS[] = {300, 500, 700, 900};

static void fail(const char *what) {
  fprintf(stderr, "udp_client_matching_stray_ends_wait: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static in_port_t port_of(const struct sockaddr *a) {
  return a->sa_family == AF_INET6 ? ((const struct sockaddr_in6 *)a)->sin6_port
                                  : ((const struct sockaddr_in *)a)->sin_port;
}

static int same_host(const struct sockaddr *a, const struct sockaddr *b) {
  if (a->sa_family != b->sa_family) return 0;
  if (a->sa_family == AF_INET6) {
    return memcmp(&((const struct sockaddr_in6 *)a)->sin6_addr, &((const struct sockaddr_in6 *)b)->sin6_addr,
                  sizeof(struct in6_addr)) == 0;
  }
  return ((const struct sockaddr_in *)a)->sin_addr.s_addr == ((const struct sockaddr_in *)b)->sin_addr.s_addr;
}

static int from_server(const struct sockaddr *from, const struct sockaddr *server) {
  return same_host(from, server) && port_of(from) == port_of(server);
}

/* Returns the size of the server's reply, or -1 when the wait is over. */
static ssize_t receive_reply(int fd, const struct addrinfo *server, char *reply, long wait_millis) {
  long deadline = now_millis() + wait_millis, remaining;
  while ((remaining = deadline - now_millis()) > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, (int)remaining) <= 0) continue;
    struct sockaddr_storage from = {0};
    socklen_t from_bytes = sizeof from;
    ssize_t n = recvfrom(fd, reply, DATAGRAM_BYTES, MSG_DONTWAIT, (struct sockaddr *)&from, &from_bytes);
    if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
    if (n >= 0 && !from_server((struct sockaddr *)&from, server->ai_addr)) fail("a datagram came from elsewhere");
    if (n > 0) return n;
  }
  return -1;
}

static void ask(const struct addrinfo *server, const char *name, const char *message, size_t count) {
  static char reply[DATAGRAM_BYTES];
  int fd = socket(server->ai_family, server->ai_socktype, server->ai_protocol);
  if (fd < 0) fail(strerror(errno));
  ssize_t n = -1;
  for (size_t i = 0; i < sizeof WAITS_MILLIS / sizeof *WAITS_MILLIS && n < 0; i++) {
    if (sendto(fd, message, count, 0, server->ai_addr, server->ai_addrlen) < 0) fail(strerror(errno));
    n = receive_reply(fd, server, reply, WAITS_MILLIS[i]);
  }
  close(fd);
  if (n < 0) fail("no reply from the server");
  printf("The server %s:%d replied with '%.*s'\n", name, ntohs(port_of(server->ai_addr)), (int)n, reply);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_client_matching_stray_ends_wait HOST PORT < messages");
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *server;
  if (getaddrinfo(argv[1], argv[2], &hints, &server) != 0) fail("the host or port is not known");
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    ask(server, argv[1], line, (size_t)n);
  }
  free(line);
  freeaddrinfo(server);
  return 0;
}
