# Uppercase server over TCP: a 4-byte big-endian length before each message, a process a client, 4 KiB reads.
#
# Bug (unread-data-reset): looks first whether a whole length is there, and closes over a part of one without
# reading it.
#
# Usage: perl tcp_server_length_fork_unread_data_reset.pl HOST PORT
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_RCVLOWAT);

use constant MESSAGE_LIMIT_BYTES => 1 << 20;
use constant CHUNK_BYTES => 4096;
use constant FIONREAD => 0x541b;    # ioctl_tty(2)
use constant IDLE_SECONDS => 60;
use constant DRAIN_SECONDS => 2;

# Returns `$count` bytes, or undef when the client ended before.
sub receive_exactly ($client, $count) {
    my $bytes = '';
    while (length $bytes < $count) {
        my $missing = $count - length $bytes;
        alarm IDLE_SECONDS;
        sysread $client, $bytes, $missing < CHUNK_BYTES ? $missing : CHUNK_BYTES, length $bytes or return undef;
    }
    return $bytes;
}

sub answer ($message) {
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $message;
}

# Waits for a whole length, or the client's end.
sub is_length_there ($client) {
    setsockopt $client, SOL_SOCKET, SO_RCVLOWAT, pack 'i', 4;
    IO::Select->new($client)->can_read(IDLE_SECONDS);
    setsockopt $client, SOL_SOCKET, SO_RCVLOWAT, pack 'i', 1;
    my $waiting = pack 'i', 0;
    return ioctl($client, FIONREAD, $waiting) && unpack('i', $waiting) >= 4;
}

sub serve ($client) {
    while (is_length_there($client)) {
        my $size = unpack 'N', receive_exactly($client, 4);
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
    say STDERR 'usage: tcp_server_length_fork_unread_data_reset.pl HOST PORT';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';    # nobody waits for the children, and none stays as a zombie
my $listener =
    IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1);
if (!$listener) {
    say STDERR "tcp_server_length_fork_unread_data_reset: cannot listen: $@";
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
