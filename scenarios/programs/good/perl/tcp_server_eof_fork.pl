# Uppercase server over TCP: one message a connection, which the client's shut-down ends; a process a client.
#
# Usage: perl tcp_server_eof_fork.pl HOST PORT
use v5.36;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_SNDBUF);

use constant MESSAGE_LIMIT_BYTES => 1 << 20;
use constant IDLE_SECONDS => 60;
use constant SEND_BUFFER_BYTES => 16384;    # little waits in the kernel, where it cannot be taken back

sub answer ($message) {
    return 'ERROR the message is too long' if length $message > MESSAGE_LIMIT_BYTES;
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $message;
}

sub serve ($client) {
    my $message = '';
    my $count = 1;
    while ($count) {
        alarm IDLE_SECONDS;
        $count = sysread($client, my $chunk, 65536) // return;
        $message .= $chunk if length $message <= MESSAGE_LIMIT_BYTES;    # the rest is read and forgotten
    }
    print {$client} answer($message);
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_server_eof_fork.pl HOST PORT';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';    # nobody waits for the children, and none stays as a zombie
my $listener =
    IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1);
if (!$listener) {
    say STDERR "tcp_server_eof_fork: cannot listen: $@";
    exit 1;
}
setsockopt $listener, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES;    # for its clients
while (1) {
    my $client = $listener->accept or next;
    my $pid = fork;
    if (defined $pid && $pid == 0) {
        close $listener;
        serve($client);
        exit 0;
    }
}
