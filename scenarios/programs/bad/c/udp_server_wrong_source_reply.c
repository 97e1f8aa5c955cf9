/*
 * Uppercase server over UDP: on every address of this machine.
 *
 * Bug (wrong-source-reply): binds the wildcard and leaves the source of a reply to the kernel.
 *
 * Usage: udp_server_wrong_source_reply HOST PORT
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { DATAGRAM_BYTES = 65536, REMEMBERED_CLIENTS = 256, BOUNCES_PER_SECOND = 8 };

/* The last answers, by a hash of the client's address: our own answer that comes straight back means a loop. */
static struct {
  unsigned long answer_hash;
  time_t since;
  int bounces;
} remembered[REMEMBERED_CLIENTS];

static void fail(const char *what) {
  fprintf(stderr, "udp_server_wrong_source_reply: %s\n", what);
  exit(1);
}

static unsigned long hash(const void *bytes, size_t count) {
  unsigned long h = 14695981039346656037UL;
  for (size_t i = 0; i < count; i++) h = (h ^ ((const unsigned char *)bytes)[i]) * 1099511628211UL;
  return h;
}

static int loop_guard_allows(const struct msghdr *m, unsigned long request_hash, unsigned long answer_hash) {
  size_t slot = hash(m->msg_name, m->msg_namelen) % REMEMBERED_CLIENTS;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (remembered[slot].answer_hash != request_hash || now.tv_sec - remembered[slot].since > 1) {
    remembered[slot].bounces = 0;
    remembered[slot].since = now.tv_sec;
  }
  remembered[slot].answer_hash = answer_hash;
  return remembered[slot].bounces++ < BOUNCES_PER_SECOND;
}

/* Turns the request into its answer in place; returns the answer's size. */
static size_t answer(char *message, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if ((unsigned char)message[i] > 127) {
      strcpy(message, "ERROR only ASCII is understood");
      return strlen(message);
    }
    if (message[i] >= 'a' && message[i] <= 'z') message[i] = (char)(message[i] - 'a' + 'A');
  }
  return count;
}

static void serve_one(int fd) {
  static char bytes[DATAGRAM_BYTES];
  struct sockaddr_storage from = {0};
  struct iovec vector = {.iov_base = bytes, .iov_len = sizeof bytes};
  struct msghdr m = {.msg_name = &from,
                     .msg_namelen = sizeof from,
                     .msg_iov = &vector,
                     .msg_iovlen = 1};
  ssize_t n = recvmsg(fd, &m, 0);
  if (n <= 0) return; /* an empty datagram asks nothing; an error concerns one datagram only */
  unsigned long request_hash = hash(bytes, (size_t)n);
  vector.iov_len = answer(bytes, (size_t)n);
  if (!loop_guard_allows(&m, request_hash, hash(bytes, vector.iov_len))) return;
  if (sendmsg(fd, &m, 0) < 0) perror("udp_server_wrong_source_reply: no reply");
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_server_wrong_source_reply HOST PORT");
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM, .ai_flags = AI_PASSIVE}, *found;
  if (getaddrinfo(NULL, argv[2], &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0) fail(strerror(errno));
  freeaddrinfo(found);
  for (;;) serve_one(fd);
}
