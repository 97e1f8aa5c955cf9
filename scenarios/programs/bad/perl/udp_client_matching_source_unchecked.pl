# Uppercase client over UDP: one socket a message, recv().
#
# Bug (source-unchecked): takes whatever arrives first.
#
# Usage: perl udp_client_matching_source_unchecked.pl HOST PORT < messages
use v5.36;
use IO::Select;
use Socket qw(:DEFAULT getaddrinfo);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my @waits_seconds = (0.3, 0.5, 0.7, 0.9);

sub now () { return clock_gettime(CLOCK_MONOTONIC) }

# Returns a reply, or undef when the deadline has passed.
sub receive ($sock, $deadline) {
    my $readable = IO::Select->new($sock);
    while ((my $remaining = $deadline - now()) > 0) {
        $readable->can_read($remaining) or next;
        my $from = recv $sock, my $reply, 65535, MSG_DONTWAIT;
        next unless defined $from && length $reply;    # an empty datagram answers nothing
        return $reply;
    }
    return undef;
}

sub ask ($server, $message) {
    socket my $sock, $server->{family}, SOCK_DGRAM, 0 or die "no socket: $!\n";
    for my $wait (@waits_seconds) {
        defined send $sock, $message, 0, $server->{addr} or die "cannot send: $!\n";
        my $reply = receive($sock, now() + $wait);
        return $reply if defined $reply;
    }
    die "no reply after ${\scalar @waits_seconds} tries\n";
}

if (@ARGV != 2) {
    say STDERR 'usage: udp_client_matching_source_unchecked.pl HOST PORT < messages';
    exit 2;
}
my ($error, $server) = getaddrinfo(@ARGV, { socktype => SOCK_DGRAM });
if ($error) {
    say STDERR "udp_client_matching_source_unchecked: $error";
    exit 1;
}
$| = 1;
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($server, $message) };
    if (!defined $reply) {
        print STDERR "udp_client_matching_source_unchecked: $@";
        exit 1;
    }
    say "$ARGV[0]:$ARGV[1] replied with '$reply'";
}
