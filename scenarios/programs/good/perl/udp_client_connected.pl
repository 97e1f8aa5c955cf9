# Uppercase client over UDP: a new connected socket for every message, retries with backoff.
#
# Usage: perl udp_client_connected.pl HOST PORT < messages
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

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

sub ask ($host, $port, $message) {
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Proto => 'udp')
        or die "no socket: $@\n";
    $sock->blocking(0);
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
    say STDERR 'usage: udp_client_connected.pl HOST PORT < messages';
    exit 2;
}
my ($host, $port) = @ARGV;
$| = 1;
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($host, $port, $message) };
    if (!defined $reply) {
        print STDERR "udp_client_connected: $@";
        exit 1;
    }
    say "Server says: $reply";
}
