# Uppercase client over Unix datagram sockets: a bound and connected socket for every message, retries with backoff.
#
# Usage: perl unix_datagram_client.pl PATH < messages
use v5.36;
use File::Temp qw(tempdir);
use IO::Select;
use Socket qw(:DEFAULT);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my @waits_seconds = (0.3, 0.5, 0.8);

sub now () { return clock_gettime(CLOCK_MONOTONIC) }

# Returns the reply, or undef when the deadline has passed without one.
sub receive ($sock, $deadline) {
    my $readable = IO::Select->new($sock);
    while ((my $remaining = $deadline - now()) > 0) {
        $readable->can_read($remaining) or next;
        my $from = recv $sock, my $reply, 65535, MSG_DONTWAIT;
        return $reply if defined $from && length $reply;    # an empty datagram answers nothing
    }
    return undef;
}

# The server answers the name of this socket; once it is connected nobody else can write to it.
sub ask ($server, $own, $message) {
    socket my $sock, AF_UNIX, SOCK_DGRAM, 0 or die "no socket: $!\n";
    bind $sock, pack_sockaddr_un($own) or die "cannot bind: $!\n";
    connect $sock, pack_sockaddr_un($server) or die "cannot connect: $!\n";
    for my $wait (@waits_seconds) {
        defined send $sock, $message, MSG_DONTWAIT or $!{EAGAIN} or die "cannot send: $!\n";
        my $reply = receive($sock, now() + $wait);
        return $reply if defined $reply;
    }
    die "no reply after ${\scalar @waits_seconds} tries\n";
}

if (@ARGV != 1) {
    say STDERR 'usage: unix_datagram_client.pl PATH < messages';
    exit 2;
}
my $directory = tempdir('uppercase-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $number = 0;
$| = 1;
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($ARGV[0], "$directory/" . $number++, $message) };
    if (!defined $reply) {
        print STDERR "unix_datagram_client: $@";
        exit 1;
    }
    say $reply;
}
