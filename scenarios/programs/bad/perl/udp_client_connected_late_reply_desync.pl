# Uppercase client over UDP: one connected socket, retries with backoff.
#
# Bug (late-reply-desync): one socket serves all messages; copies that follow a reply at once are passed over,
# one that comes late is taken for the next message's.
#
# Usage: perl udp_client_connected_late_reply_desync.pl HOST PORT < messages
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Time::HiRes qw(clock_gettime sleep CLOCK_MONOTONIC);

use constant QUIET_SECONDS => 0.05;
use constant PAUSE_SECONDS => 0.25;    # between messages, so as not to crowd the server

my @waits_seconds = (0.3, 0.5, 0.7, 0.9);

sub now () { return clock_gettime(CLOCK_MONOTONIC) }

# Returns the reply, or undef when the deadline has passed without one.
sub receive ($sock, $deadline) {
    my $readable = IO::Select->new($sock);
    while ((my $remaining = $deadline - now()) > 0) {
        $readable->can_read($remaining) or next;
        if (defined recv $sock, my $reply, 65535, 0) {
            return $reply if length $reply;    # an empty datagram answers nothing
        } elsif (!$!{ECONNREFUSED} && !$!{EAGAIN} && !$!{EINTR}) {
            die "cannot receive: $!\n";        # refused: nobody listens there yet
        }
    }
    return undef;
}

sub ask ($sock, $message) {
    for my $wait (@waits_seconds) {
        my $sent = send $sock, $message, 0;
        $sent = send $sock, $message, 0 if !defined $sent && $!{ECONNREFUSED};    # that told of the try before
        die "cannot send: $!\n" unless defined $sent || $!{ECONNREFUSED} || $!{EAGAIN};
        my $reply = receive($sock, now() + $wait);
        next unless defined $reply;
        1 while defined receive($sock, now() + QUIET_SECONDS);
        return $reply;
    }
    die "no reply after ${\scalar @waits_seconds} tries\n";
}

if (@ARGV != 2) {
    say STDERR 'usage: udp_client_connected_late_reply_desync.pl HOST PORT < messages';
    exit 2;
}
my $sock = IO::Socket::IP->new(PeerHost => $ARGV[0], PeerPort => $ARGV[1], Proto => 'udp');
if (!$sock) {
    say STDERR "udp_client_connected_late_reply_desync: no socket: $@";
    exit 1;
}
$sock->blocking(0);
$| = 1;
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($sock, $message) };
    if (!defined $reply) {
        print STDERR "udp_client_connected_late_reply_desync: $@";
        exit 1;
    }
    say "Server says: $reply";
    sleep PAUSE_SECONDS;
}
