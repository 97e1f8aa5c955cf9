# Uppercase client over TCP: messages of exactly 16 bytes, read() until they are there, alarm() as deadline.
#
# Usage: perl tcp_client_fixed_read.pl HOST PORT < messages
use v5.36;
use IO::Socket::IP;

use constant MESSAGE_BYTES => 16;
use constant DEADLINE_SECONDS => 2;

sub receive_message ($sock) {
    my $count = read $sock, my $reply, MESSAGE_BYTES;    # buffered: goes on until it has all, or the end
    die "cannot receive: $!\n" unless defined $count;
    die "the server closed the connection after $count of ${\MESSAGE_BYTES} bytes\n" if $count < MESSAGE_BYTES;
    return $reply;
}

sub main ($host, $port) {
    local $SIG{PIPE} = 'IGNORE';
    local $SIG{ALRM} = sub { die "no whole reply in time\n" };
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Timeout => DEADLINE_SECONDS)
        or die "cannot connect: $@\n";
    $sock->autoflush(1);
    $| = 1;
    while (defined(my $message = <STDIN>)) {
        chomp $message;
        die "a message must have ${\MESSAGE_BYTES} bytes, not ${\length $message}\n"
            if length $message != MESSAGE_BYTES;
        alarm DEADLINE_SECONDS;
        print {$sock} $message or die "cannot send: $!\n";
        my $reply = receive_message($sock);
        alarm 0;
        say $reply;
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_client_fixed_read.pl HOST PORT < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "tcp_client_fixed_read: $@";
    exit 1;
}
