/*
 * Uppercase server over TCP: messages of exactly 16 bytes, MSG_WAITALL, one client after the other.
 *
 * Bug (one-client-blocks): serves one client after the other.
 *
 * Usage: tcp_server_fixed_pthreads_one_client_blocks HOST PORT
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { MESSAGE_BYTES = 16, IDLE_SECONDS = 60 };

static void fail(const char *what) {
  fprintf(stderr, "tcp_server_fixed_pthreads_one_client_blocks: %s\n", what);
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

/* Returns 0 when the client has ended; a part of a message is no message. */
static int receive_message(int fd, char *message) {
  ssize_t n = recv(fd, message, MESSAGE_BYTES, MSG_WAITALL);
  return n == MESSAGE_BYTES;
}

static void answer(char *message) {
  for (int i = 0; i < MESSAGE_BYTES; i++) {
    if ((unsigned char)message[i] > 127) {
      memcpy(message, "ERROR: not ASCII", MESSAGE_BYTES);
      return;
    }
    if (message[i] >= 'a' && message[i] <= 'z') message[i] = (char)(message[i] - 'a' + 'A');
  }
}

static void serve(int fd) {
  char message[MESSAGE_BYTES];
  while (receive_message(fd, message)) {
    answer(message);
    if (send_all(fd, message, MESSAGE_BYTES) != 0) break;
  }
  close(fd);
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
  if (argc != 3) fail("usage: tcp_server_fixed_pthreads_one_client_blocks HOST PORT");
  int listener = listen_on(argv[1], argv[2]);
  struct timeval limit = {.tv_sec = IDLE_SECONDS};
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) continue;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    serve(fd);
  }
}
