# Uppercase client over UDP: a new connected socket for every message, retries while the port is closed.
#
# Bug (loss-hang): waits for ever for a reply that was lost.
#
# Usage: perl udp_client_connected_loss_hang.pl HOST PORT < messages
use v5.36;
use IO::Socket::IP;
use Time::HiRes qw(sleep);

my @waits_seconds = (0.3, 0.5, 0.7, 0.9);

# Returns the reply, or undef when the port is closed.
sub receive ($sock) {
    while (1) {
        if (defined recv $sock, my $reply, 65535, 0) {
            return $reply if length $reply;    # an empty datagram answers nothing
        } elsif ($!{ECONNREFUSED}) {
            return undef;
        } elsif (!$!{EINTR}) {
            die "cannot receive: $!\n";
        }
    }
}

sub ask ($host, $port, $message) {
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Proto => 'udp')
        or die "no socket: $@\n";
    for my $wait (@waits_seconds) {
        my $sent = send $sock, $message, 0;
        $sent = send $sock, $message, 0 if !defined $sent && $!{ECONNREFUSED};    # that told of the try before
        die "cannot send: $!\n" unless defined $sent || $!{ECONNREFUSED} || $!{EAGAIN};
        my $reply = receive($sock);
        return $reply if defined $reply;
        sleep $wait;
    }
    die "no reply after ${\scalar @waits_seconds} tries\n";
}

if (@ARGV != 2) {
    say STDERR 'usage: udp_client_connected_loss_hang.pl HOST PORT < messages';
    exit 2;
}
my ($host, $port) = @ARGV;
$| = 1;
while (defined(my $message = <STDIN>)) {
    chomp $message;
    my $reply = eval { ask($host, $port, $message) };
    if (!defined $reply) {
        print STDERR "udp_client_connected_loss_hang: $@";
        exit 1;
    }
    say "Server says: $reply";
}
