/*
 * Uppercase server over a Unix stream socket: a message a line, 4 KiB reads, a thread a client.
 *
 * Bug (exact-buffer-size): a read that fills its buffer is taken to mean that more must follow.
 *
 * Usage: unix_server_line_pthreads_exact_buffer_size PATH
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { MESSAGE_LIMIT_BYTES = 1 << 20, CHUNK_BYTES = 4096, IDLE_SECONDS = 60, DRAIN_SECONDS = 2 };

struct input {
  char *bytes;
  size_t used, capacity;
};

static void fail(const char *what) {
  fprintf(stderr, "unix_server_line_pthreads_exact_buffer_size: %s\n", what);
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

/* `line` ends with its newline. */
static int answer(int fd, char *line, size_t count) {
  static const char error[] = "ERROR only ASCII is understood\n";
  for (size_t i = 0; i < count; i++) {
    if ((unsigned char)line[i] > 127) return send_all(fd, error, sizeof error - 1);
    if (line[i] >= 'a' && line[i] <= 'z') line[i] = (char)(line[i] - 'a' + 'A');
  }
  return send_all(fd, line, count);
}

/* Reads until there is a newline; returns the size of the line with it, or 0 when none will come. */
static size_t receive_line(int fd, struct input *in) {
  size_t searched = 0;
  int more = 0;
  for (;;) {
    char *end = !more && in->used > searched ? memchr(in->bytes + searched, '\n', in->used - searched) : NULL;
    if (end) return (size_t)(end - in->bytes) + 1;
    if (!more) searched = in->used;
    if (in->used > MESSAGE_LIMIT_BYTES) return 0;
    if (in->capacity - in->used < CHUNK_BYTES) {
      in->capacity = 2 * in->capacity + CHUNK_BYTES;
      char *larger = realloc(in->bytes, in->capacity);
      if (!larger) return 0;
      in->bytes = larger;
    }
    ssize_t n = recv(fd, in->bytes + in->used, CHUNK_BYTES, 0);
    if (n <= 0) return 0; /* what it leaves without a newline is no message */
    in->used += (size_t)n;
    more = n == CHUNK_BYTES;
  }
}

/* Says why, then reads on to the client's end: closing over unread bytes would destroy the reply. */
static void refuse(int fd, char *buffer) {
  static const char error[] = "ERROR the message is too long\n";
  struct timeval limit = {.tv_sec = DRAIN_SECONDS};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (send_all(fd, error, sizeof error - 1) != 0) return;
  shutdown(fd, SHUT_WR);
  while (recv(fd, buffer, CHUNK_BYTES, 0) > 0) {
  }
}

static void *serve(void *argument) {
  int fd = (int)(intptr_t)argument;
  struct input in = {0};
  size_t line_bytes;
  while ((line_bytes = receive_line(fd, &in)) > 0 && answer(fd, in.bytes, line_bytes) == 0) {
    in.used -= line_bytes;
    memmove(in.bytes, in.bytes + line_bytes, in.used);
  }
  if (in.used > MESSAGE_LIMIT_BYTES) refuse(fd, in.bytes);
  free(in.bytes);
  close(fd);
  return NULL;
}

static int listen_on(const char *path) {
  struct sockaddr_un own = {.sun_family = AF_UNIX};
  struct stat leftover;
  if (strlen(path) >= sizeof own.sun_path) fail("the path is too long for a socket");
  strcpy(own.sun_path, path);
  if (stat(path, &leftover) == 0 && S_ISSOCK(leftover.st_mode)) unlink(path); /* of an earlier run */
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0 || listen(fd, 128) != 0) fail(strerror(errno));
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 2) fail("usage: unix_server_line_pthreads_exact_buffer_size PATH");
  int listener = listen_on(argv[1]);
  struct timeval limit = {.tv_sec = IDLE_SECONDS};
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) continue;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0) {
      pthread_detach(thread);
    } else {
      close(fd);
    }
  }
}
