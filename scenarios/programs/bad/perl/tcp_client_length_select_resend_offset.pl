# Uppercase client over TCP: a 4-byte big-endian length before each message; sysread() and select() with a deadline.
#
# Bug (resend-offset): after a partial write the rest is cut from the message as if no length stood before it.
#
# Usage: perl tcp_client_length_select_resend_offset.pl HOST PORT < messages
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_SNDBUF);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

use constant DEADLINE_SECONDS => 2;
use constant REPLY_LIMIT_BYTES => 1 << 24;
use constant SEND_BUFFER_BYTES => 16384;    # little waits in the kernel, where it cannot be taken back

sub now () { return clock_gettime(CLOCK_MONOTONIC) }

sub remaining ($deadline) {
    my $seconds = $deadline - now();
    die "no whole reply in time\n" if $seconds <= 0;
    return $seconds;
}

sub send_all ($sock, $bytes, $deadline) {
    my $sent = 0;
    while ($sent < length $bytes) {
        IO::Select->new($sock)->can_write(remaining($deadline)) or next;
        my $count = syswrite $sock, $bytes, length($bytes) - $sent, $sent;
        die "cannot send: $!\n" unless defined $count || $!{EAGAIN} || $!{EINTR};
        $sent += $count // 0;
    }
}

sub receive_exactly ($sock, $count, $deadline) {
    my $bytes = '';
    while (length $bytes < $count) {
        IO::Select->new($sock)->can_read(remaining($deadline)) or next;
        my $received = sysread $sock, $bytes, $count - length $bytes, length $bytes;
        die "cannot receive: $!\n" unless defined $received || $!{EAGAIN} || $!{EINTR};
        die "the server closed the connection before its reply was whole\n" if defined $received && $received == 0;
    }
    return $bytes;
}

sub send_message ($sock, $message, $deadline) {
    my $sent = syswrite $sock, pack('N/a*', $message);
    die "cannot send: $!\n" unless defined $sent;
    send_all($sock, substr($message, $sent), $deadline) if $sent < length $message;
}

sub exchange ($sock, $message) {
    my $deadline = now() + DEADLINE_SECONDS;
    send_message($sock, $message, $deadline);
    my $size = unpack 'N', receive_exactly($sock, 4, $deadline);
    die "the server announces a reply of $size bytes, which is too long\n" if $size > REPLY_LIMIT_BYTES;
    return receive_exactly($sock, $size, $deadline);
}

sub main ($host, $port) {
    local $SIG{PIPE} = 'IGNORE';
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Timeout => DEADLINE_SECONDS)
        or die "cannot connect: $@\n";
    $sock->blocking(0);
    setsockopt $sock, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES;
    $| = 1;
    while (defined(my $message = <STDIN>)) {
        chomp $message;
        say q(The server replied with '), exchange($sock, $message), q(');
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_client_length_select_resend_offset.pl HOST PORT < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "tcp_client_length_select_resend_offset: $@";
    exit 1;
}
