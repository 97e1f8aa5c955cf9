/*
 * Uppercase server over TCP: a message a line that ends with CR LF, a process a client.
 *
 * Bug (coalesced-messages): answers the first line of what it has read and forgets the rest.
 *
 * Usage: tcp_server_crlf_fork_coalesced_messages HOST PORT
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { MESSAGE_LIMIT_BYTES = 1 << 20, CHUNK_BYTES = 65536, IDLE_SECONDS = 60, DRAIN_SECONDS = 2 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_server_crlf_fork_coalesced_messages: %s\n", what);
  exit(1);
}

static int send_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = send(fd, bytes, count, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) return -1;
    if (n > 0) {
      bytes += n;
      count -= (size_t)n;
    }
  }
  return 0;
}

/* `line` ends with CR LF. */
static int answer(int fd, char *line, size_t count) {
  static const char error[] = "ERROR only ASCII is understood\r\n";
  for (size_t i = 0; i < count; i++) {
    if ((unsigned char)line[i] > 127) return send_all(fd, error, sizeof error - 1);
    if (line[i] >= 'a' && line[i] <= 'z') line[i] = (char)(line[i] - 'a' + 'A');
  }
  return send_all(fd, line, count);
}

/* Says why, then reads on to the client's end: closing over unread bytes would destroy the reply. */
static void refuse(int fd, char *buffer) {
  static const char error[] = "ERROR the message is too long\r\n";
  struct timeval limit = {.tv_sec = DRAIN_SECONDS};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (send_all(fd, error, sizeof error - 1) != 0) return;
  shutdown(fd, SHUT_WR);
  while (recv(fd, buffer, CHUNK_BYTES, 0) > 0) {
  }
}

/* What a client leaves without CR LF is no message. */
static void serve(int fd) {
  static char buffer[MESSAGE_LIMIT_BYTES + 2 + CHUNK_BYTES];
  size_t used = 0, searched = 0;
  while (used < MESSAGE_LIMIT_BYTES + 2) {
    ssize_t n = recv(fd, buffer + used, CHUNK_BYTES, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    used += (size_t)n;
    char *end;
    if ((end = memmem(buffer + searched, used - searched, "\r\n", 2))) {
      if (answer(fd, buffer, (size_t)(end - buffer) + 2) != 0) return;
      used = 0;
    }
    searched = used > 0 ? used - 1 : 0; /* a CR at the end may be one half */
  }
  refuse(fd, buffer);
}

static int listen_on(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  int yes = 1;
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, 128) != 0) fail(strerror(errno));
  freeaddrinfo(found);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: tcp_server_crlf_fork_coalesced_messages HOST PORT");
  signal(SIGCHLD, SIG_IGN); /* nobody waits for the children, and none stays as a zombie */
  int listener = listen_on(argv[1], argv[2]);
  struct timeval limit = {.tv_sec = IDLE_SECONDS};
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) continue;
    if (fork() == 0) {
      close(listener);
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
      setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
      serve(fd);
      _exit(0);
    }
    close(fd);
  }
}
