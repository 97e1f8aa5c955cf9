/*
 * Uppercase client over a Unix stream socket: a message a line, read one byte at a time.
 *
 * Bug (eof-spin): recv() returning 0 is not taken as the end, and only a wait looks at the deadline.
 *
 * Usage: unix_client_line_one_byte_eof_spin PATH < messages
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

enum { DEADLINE_MILLIS = 2500 };

static void fail(const char *what) {
  fprintf(stderr, "unix_client_line_one_byte_eof_spin: %s\n", what);
  exit(1);
}

static long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static int connect_to(const char *path) {
  struct sockaddr_un server = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof server.sun_path) fail("the path is too long for a socket");
  strcpy(server.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server) != 0) fail(strerror(errno));
  return fd;
}

static void wait_for(int fd, short events, long deadline) {
  long remaining = deadline - now_millis();
  struct pollfd wait = {.fd = fd, .events = events};
  if (remaining <= 0 || poll(&wait, 1, (int)remaining) == 0) fail("no whole reply in time");
}

static void send_all(int fd, const char *bytes, size_t count, long deadline) {
  while (count > 0) {
    wait_for(fd, POLLOUT, deadline);
    ssize_t n = send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
    if (n > 0) {
      bytes += n;
      count -= (size_t)n;
    }
  }
}

static void print_reply(int fd, long deadline) {
  char byte = 0, *text;
  size_t text_bytes;
  FILE *reply = open_memstream(&text, &text_bytes);
  if (!reply) fail(strerror(errno));
  while (byte != '\n') {
    ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EINTR) fail(strerror(errno));
    if (n < 0) wait_for(fd, POLLIN, deadline);
    if (n == 1) putc(byte, reply);
    if (n == 1 && now_millis() > deadline) fail("no whole reply in time");
  }
  fclose(reply);
  printf("%s", text);
  fflush(stdout);
  free(text);
}

int main(int argc, char **argv) {
  if (argc != 2) fail("usage: unix_client_line_one_byte_eof_spin PATH < messages");
  int fd = connect_to(argv[1]);
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] != '\n') line[n++] = '\n'; /* the place of the terminating zero */
    long deadline = now_millis() + DEADLINE_MILLIS;
    send_all(fd, line, (size_t)n, deadline);
    print_reply(fd, deadline);
  }
  free(line);
  close(fd);
  return 0;
}
