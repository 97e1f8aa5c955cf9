# Uppercase server over TCP: a 4-byte big-endian length before each message, a process a client, 4 KiB reads.
#
# Bug (exact-buffer-size): a read that fills its buffer is taken to mean that more must follow.
#
# Usage: perl tcp_server_length_fork_exact_buffer_size.pl HOST PORT
use v5.36;
use IO::Socket::IP;

use constant MESSAGE_LIMIT_BYTES => 1 << 20;
use constant CHUNK_BYTES => 4096;
use constant IDLE_SECONDS => 60;
use constant DRAIN_SECONDS => 2;

# Returns `$count` bytes, or undef when the client ended before.
sub receive_exactly ($client, $count) {
    my $bytes = '';
    my $received = 0;
    while (length $bytes < $count || $received == CHUNK_BYTES) {
        my $missing = $count - length $bytes;
        alarm IDLE_SECONDS;
        my $wanted = $missing > 0 && $missing < CHUNK_BYTES ? $missing : CHUNK_BYTES;
        $received = sysread $client, $bytes, $wanted, length $bytes or return undef;
    }
    return $bytes;
}

sub answer ($message) {
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $message;
}

sub serve ($client) {
    while (defined(my $header = receive_exactly($client, 4))) {
        my $size = unpack 'N', $header;
        return refuse($client) if $size > MESSAGE_LIMIT_BYTES;
        my $message = receive_exactly($client, $size) // return;    # a part of a message is no message
        print {$client} pack 'N/a*', answer($message) or return;
    }
}

# Says why, then reads on to the client's end: closing over unread bytes would destroy the reply.
sub refuse ($client) {
    print {$client} pack 'N/a*', 'ERROR the message is too long' or return;
    $client->shutdown(SHUT_WR);
    alarm DRAIN_SECONDS;
    while (sysread $client, my $unwanted, 65536) { }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_server_length_fork_exact_buffer_size.pl HOST PORT';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';    # nobody waits for the children, and none stays as a zombie
my $listener =
    IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1);
if (!$listener) {
    say STDERR "tcp_server_length_fork_exact_buffer_size: cannot listen: $@";
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
