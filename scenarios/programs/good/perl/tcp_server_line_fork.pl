# Uppercase server over TCP: a message a line, a process a client.
#
# Usage: perl tcp_server_line_fork.pl HOST PORT
use v5.36;
use IO::Socket::IP;

use constant MESSAGE_LIMIT_BYTES => 1 << 20;
use constant IDLE_SECONDS => 60;
use constant DRAIN_SECONDS => 2;

sub answer ($message) {
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $message;
}

# Answers line after line; what a client leaves without a newline is no message.
sub serve ($client) {
    my $buffered = '';
    my $searched = 0;
    while (length $buffered <= MESSAGE_LIMIT_BYTES) {
        alarm IDLE_SECONDS;
        sysread $client, $buffered, 65536, length $buffered or return;
        while ((my $end = index $buffered, "\n", $searched) >= 0) {
            print {$client} answer(substr $buffered, 0, $end), "\n" or return;
            substr $buffered, 0, $end + 1, '';
            $searched = 0;
        }
        $searched = length $buffered;
    }
    refuse($client);
}

# Says why, then reads on to the client's end: closing over unread bytes would destroy the reply.
sub refuse ($client) {
    print {$client} "ERROR the message is too long\n" or return;
    $client->shutdown(SHUT_WR);
    alarm DRAIN_SECONDS;
    while (sysread $client, my $unwanted, 65536) { }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_server_line_fork.pl HOST PORT';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';    # nobody waits for the children, and none stays as a zombie
my $listener =
    IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1);
if (!$listener) {
    say STDERR "tcp_server_line_fork: cannot listen: $@";
    exit 1;
}
while (1) {
    my $client = $listener->accept or next;
    my $pid = fork;
    if (defined $pid && $pid == 0) {
        close $listener;
        $client->autoflush(1);
        serve($client);
        exit 0;
    }
}
