# Uppercase client over TCP: a message a line, buffered readline.
#
# Bug (no-deadline): nothing bounds the wait for the reply.
#
# Usage: perl tcp_client_line_readline_no_deadline.pl HOST PORT < messages
use v5.36;
use IO::Socket::IP;

use constant CONNECT_SECONDS => 2;

sub receive_line ($sock) {
    my $line = readline $sock;
    die "the server closed the connection before its reply was whole\n"
        unless defined $line && $line =~ s/\n\z//;
    return $line;
}

sub main ($host, $port) {
    local $SIG{PIPE} = 'IGNORE';
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Timeout => CONNECT_SECONDS)
        or die "cannot connect: $@\n";
    $sock->autoflush(1);
    $| = 1;
    while (defined(my $message = <STDIN>)) {
        chomp $message;
        print {$sock} "$message\n" or die "cannot send: $!\n";
        my $reply = receive_line($sock);
        say "Server says: $reply";
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_client_line_readline_no_deadline.pl HOST PORT < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "tcp_client_line_readline_no_deadline: $@";
    exit 1;
}
