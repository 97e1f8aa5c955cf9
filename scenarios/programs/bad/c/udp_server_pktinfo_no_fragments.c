/*
 * Uppercase server over UDP: bound as told, even to the wildcard; IP_PKTINFO says to which of this machine's
 * addresses a request was sent, and the reply leaves from that one.
 *
 * Bug (no-fragments): a request that came in IP fragments is thrown away as suspicious.
 *
 * Usage: udp_server_pktinfo_no_fragments HOST PORT
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#ifndef IP_RECVFRAGSIZE
#define IP_RECVFRAGSIZE 25 /* linux/in.h */
#endif

enum { DATAGRAM_BYTES = 65536, REMEMBERED_CLIENTS = 256, BOUNCES_PER_SECOND = 8 };

/* The last answers, by a hash of the client's address: our own answer that comes straight back means a loop. */
static struct {
  unsigned long answer_hash;
  time_t since;
  int bounces;
} remembered[REMEMBERED_CLIENTS];

static void fail(const char *what) {
  fprintf(stderr, "udp_server_pktinfo_no_fragments: %s\n", what);
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

/* The size of the largest fragment is told only of a request that came in several. */
static int is_fragmented(struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVFRAGSIZE) return 1;
  }
  return 0;
}

/* Leaves in the message only the answer and its source address, not the interface of the request. */
static void reply_from_request_address(struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      struct in_pktinfo info;
      memcpy(&info, CMSG_DATA(c), sizeof info);
      info.ipi_ifindex = 0;
      info.ipi_spec_dst = info.ipi_addr;
      memcpy(CMSG_DATA(c), &info, sizeof info);
    }
    if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
      struct in6_pktinfo info;
      memcpy(&info, CMSG_DATA(c), sizeof info);
      info.ipi6_ifindex = 0;
      memcpy(CMSG_DATA(c), &info, sizeof info);
    }
  }
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
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct in_pktinfo)) + CMSG_SPACE(4)];
  } control;
  struct iovec vector = {.iov_base = bytes, .iov_len = sizeof bytes};
  struct msghdr m = {.msg_name = &from,
                     .msg_namelen = sizeof from,
                     .msg_iov = &vector,
                     .msg_iovlen = 1,
                     .msg_control = control.bytes,
                     .msg_controllen = sizeof control.bytes};
  ssize_t n = recvmsg(fd, &m, 0);
  if (n <= 0) return; /* an empty datagram asks nothing; an error concerns one datagram only */
  if (is_fragmented(&m)) return;
  unsigned long request_hash = hash(bytes, (size_t)n);
  vector.iov_len = answer(bytes, (size_t)n);
  if (!loop_guard_allows(&m, request_hash, hash(bytes, vector.iov_len))) return;
  reply_from_request_address(&m);
  if (sendmsg(fd, &m, 0) < 0) perror("udp_server_pktinfo_no_fragments: no reply");
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: udp_server_pktinfo_no_fragments HOST PORT");
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_PASSIVE}, *found;
  if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0) fail("the host or port is not known");
  int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  int yes = 1;
  if (fd >= 0 && found->ai_family == AF_INET) setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &yes, sizeof yes);
  if (fd >= 0 && found->ai_family == AF_INET) setsockopt(fd, IPPROTO_IP, IP_RECVFRAGSIZE, &yes, sizeof yes);
  if (fd >= 0 && found->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof yes);
  if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0) fail(strerror(errno));
  freeaddrinfo(found);
  for (;;) serve_one(fd);
}
