/*
 * Uppercase client over TCP: a message a line that ends with CR LF, stdio's getline(), alarm() as deadline.
 *
 * Usage: tcp_client_crlf_stdio HOST PORT < messages
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DEADLINE_SECONDS = 2 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_client_crlf_stdio: %s\n", what);
  exit(1);
}

static void on_alarm(int signal) {
  static const char text[] = "tcp_client_crlf_stdio: no whole reply in time\n";
  (void)signal;
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(2);
  _exit(1);
}

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  if (fd < 0 || connect(fd, found->ai_addr, found->ai_addrlen) != 0) fail("cannot connect to the server");
  freeaddrinfo(found);
  return fd;
}

static void send_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = send(fd, bytes, count, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) fail(strerror(errno));
    if (n > 0) {
      bytes += n;
      count -= (size_t)n;
    }
  }
}

static void print_reply(FILE *replies) {
  static char *line;
  static size_t size;
  ssize_t n = getline(&line, &size, replies);
  if (ferror(replies)) fail(strerror(errno));
  if (n < 2 || strcmp(line + n - 2, "\r\n") != 0) fail("the server closed the connection before its reply was whole");
  printf("Server says: %.*s\n", (int)n - 2, line);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_client_crlf_stdio HOST PORT < messages");
  signal(SIGALRM, on_alarm);
  alarm(DEADLINE_SECONDS);
  int fd = connect_to(argv[1], argv[2]);
  alarm(0);
  FILE *replies = fdopen(fd, "r");
  if (!replies) fail(strerror(errno));
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, stdin)) > 0) {
    if (line[n - 1] == '\n') n--;
    alarm(DEADLINE_SECONDS);
    send_all(fd, line, (size_t)n);
    send_all(fd, "\r\n", 2);
    print_reply(replies);
    alarm(0);
  }
  free(line);
  fclose(replies);
  return 0;
}
