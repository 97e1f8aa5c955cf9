/*
 * Uppercase client over Unix datagram sockets: one socket with a name of its own, retries with backoff.
 *
 * Bug (duplicate-desync): one socket serves all messages, and a second copy of a reply is taken for the next
 * one.
 *
 * Usage: unix_datagram_client_duplicate_desync PATH < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_WAIT_MILLIS = 300, TRIES = 4, DATAGRAM_BYTES = 65536 };

static void fail(const char *what) {
  fprintf(stderr, "unix_datagram_client_duplicate_desync: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/* Returns the size of the reply, or -1 when the wait is over without one. */
static ssize_t receive_reply(int fd, char *reply, long wait_millis) {
  long deadline = now_millis() + wait_millis, remaining;
  while ((remaining = deadline - now_millis()) > 0) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, (int)remaining) <= 0) continue;
    ssize_t n = recv(fd, reply, DATAGRAM_BYTES, MSG_DONTWAIT);
    if (n > 0) return n; /* an empty datagram answers nothing */
    if (n < 0 && errno != EAGAIN && errno != EINTR && errno != ECONNRESET) return -2;
  }
  return -1;
}

/* Returns the size of the reply, or a negative number without one; errno then says why. */
static ssize_t ask(int fd, const char *message, size_t count, char *reply) {
  ssize_t n = -1;
  long wait_millis = FIRST_WAIT_MILLIS;
  for (int i = 0; i < TRIES && n == -1; i++, wait_millis += wait_millis / 2) {
    if (send(fd, message, count, MSG_DONTWAIT) < 0 && errno != EAGAIN) return -2;
    errno = ETIMEDOUT;
    n = receive_reply(fd, reply, wait_millis);
  }
  return n;
}

int main(int argc, char **argv) {
  static char reply[DATAGRAM_BYTES];
  struct sockaddr_un server = {.sun_family = AF_UNIX}, own = {.sun_family = AF_UNIX};
  if (argc != 2) fail("usage: unix_datagram_client_duplicate_desync PATH < messages");
  if (strlen(argv[1]) >= sizeof server.sun_path) fail("the path is too long for a socket");
  strcpy(server.sun_path, argv[1]);
  char directory[] = "/tmp/uppercase-XXXXXX";
  if (!mkdtemp(directory)) fail(strerror(errno));
  char *line = NULL;
  size_t size = 0;
  ssize_t n, reply_bytes = 0;
  snprintf(own.sun_path, sizeof own.sun_path, "%s/client", directory);
  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0) fail(strerror(errno));
  if (connect(fd, (struct sockaddr *)&server, sizeof server) != 0) fail(strerror(errno));
  while (reply_bytes >= 0 && (n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    reply_bytes = ask(fd, line, (size_t)n, reply);
    if (reply_bytes >= 0) printf("Server says: %.*s\n", (int)reply_bytes, reply);
    fflush(stdout);
  }
  if (reply_bytes < 0) fprintf(stderr, "unix_datagram_client_duplicate_desync: no reply: %s\n", strerror(errno));
  close(fd);
  unlink(own.sun_path);
  rmdir(directory);
  free(line);
  return reply_bytes < 0;
}
