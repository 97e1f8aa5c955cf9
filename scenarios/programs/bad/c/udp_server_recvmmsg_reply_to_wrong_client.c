/*
 * Uppercase server over UDP: gathers requests for a moment, receives them in one recvmmsg() and answers each sender.
 *
 * Bug (reply-to-wrong-client): the whole batch is answered to the sender of its last request.
 *
 * Usage: udp_server_recvmmsg_reply_to_wrong_client HOST PORT
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

enum { BATCH = 16, DATAGRAM_BYTES = 65536, GATHER_MILLIS = 5, CLIENT_SLOTS = 256, BOUNCES_PER_SECOND = 8 };

/* The last answer to the clients of a slot, and how often it came straight back: servers must not answer each other. */
static struct {
  unsigned answer;
  time_t second;
  int bounces;
} slots[CLIENT_SLOTS];

static void fail(const char *what) {
  fprintf(stderr, "udp_server_recvmmsg_reply_to_wrong_client: %s\n", what);
  exit(1);
}

static unsigned checksum(const void *bytes, size_t count) {
  unsigned sum = 0;
  for (size_t i = 0; i < count; i++) sum = sum * 31 + ((const unsigned char *)bytes)[i];
  return sum;
}

static int loop_guard_allows(const struct msghdr *m, unsigned request, unsigned answer) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  unsigned slot = checksum(m->msg_name, m->msg_namelen) % CLIENT_SLOTS;
  if (slots[slot].second != now.tv_sec || slots[slot].answer != request) slots[slot].bounces = 0;
  slots[slot].second = now.tv_sec;
  slots[slot].answer = answer;
  return slots[slot].bounces++ < BOUNCES_PER_SECOND;
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

static void serve_batch(int fd) {
  static char bytes[BATCH][DATAGRAM_BYTES];
  struct sockaddr_storage from[BATCH] = {0};
  struct iovec vectors[BATCH];
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){.iov_base = bytes[i], .iov_len = DATAGRAM_BYTES};
    batch[i].msg_hdr = (struct msghdr){
        .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &vectors[i], .msg_iovlen = 1};
  }
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  if (poll(&wait, 1, -1) <= 0) return;
  poll(NULL, 0, GATHER_MILLIS);
  int count = recvmmsg(fd, batch, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++) {
    struct msghdr *m = &batch[i].msg_hdr;
    unsigned request = checksum(bytes[i], batch[i].msg_len);
    size_t size = answer(bytes[i], batch[i].msg_len);
    if (size == 0 || !loop_guard_allows(m, request, checksum(bytes[i], size))) continue;
    sendto(fd, bytes[i], size, 0, (struct sockaddr *)&from[count - 1], m->msg_namelen);
  }
}

static int is_wildcard(const struct sockaddr *a) {
  if (a->sa_family == AF_INET) return ((const struct sockaddr_in *)a)->sin_addr.s_addr == htonl(INADDR_ANY);
  return IN6_IS_ADDR_UNSPECIFIED(&((const struct sockaddr_in6 *)a)->sin6_addr);
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_server_recvmmsg_reply_to_wrong_client HOST PORT");
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *found;
  if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0) fail("the host or port is not known");
  if (is_wildcard(found->ai_addr)) fail("give one address of this machine: replies leave from the address bound");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0) fail(strerror(errno));
  freeaddrinfo(found);
  for (;;) serve_batch(fd);
}
