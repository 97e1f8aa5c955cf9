# Uppercase client over UDP: a new connected socket for every message, retries with backoff.
#
# Bug (queued-before-connect): binds when it starts and connects when there is a message; what came between is
# still in the queue.
#
# Usage: perl udp_client_connected_queued_before_connect.pl HOST PORT < messages
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Socket qw(SOCK_DGRAM getaddrinfo);
use Time::HiRes qw(clock_gettime sleep CLOCK_MONOTONIC);

use constant START_SECONDS => 0.2;    # clients that are started together need not ask in the same moment

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

# Returns a socket on a free port.
sub open_port ($server) {
    my $sock = IO::Socket::IP->new(Family => $server->{family}, LocalPort => 0, Proto => 'udp')
        or die "no socket: $@\n";
    $sock->blocking(0);
    return $sock;
}

sub ask ($sock, $server, $message) {
    sleep START_SECONDS;
    connect $sock, $server->{addr} or die "cannot connect: $!\n";
    for my $wait (@waits_seconds) {
        my $sent = send $sock, $message, 0;
        $sent = send $sock, $message, 0 if !defined $sent && $!{ECONNREFUSED};    # that told of the try before
        die "cannot send: $!\n" unless defined $sent || $!{ECONNREFUSED} || $!{EAGAIN};
        my $reply = receive($sock, now() + $wait);
        return $reply if defined $reply;
    }
    die "no reply after ${\scalar @waits_seconds} tries\n";
}

if (@ARGV != 2) {
    say STDERR 'usage: udp_client_connected_queued_before_connect.pl HOST PORT < messages';
    exit 2;
}
my ($error, $server) = getaddrinfo(@ARGV, { socktype => SOCK_DGRAM });
if ($error) {
    say STDERR "udp_client_connected_queued_before_connect: $error";
    exit 1;
}
$| = 1;
my $sock = open_port($server);
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($sock, $server, $message) };
    if (!defined $reply) {
        print STDERR "udp_client_connected_queued_before_connect: $@";
        exit 1;
    }
    say "Server says: $reply";
    $sock = open_port($server);
}
