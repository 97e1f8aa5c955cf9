# Uppercase client over TCP: a message a line, buffered readline, alarm() as deadline.
#
# Bug (early-eof-accepted): readline gives what there is at the server's FIN, and that is taken as a line.
#
# Usage: perl tcp_client_line_readline_early_eof_accepted.pl HOST PORT < messages
use v5.36;
use IO::Socket::IP;

use constant DEADLINE_SECONDS => 2;

sub receive_line ($sock) {
    my $line = readline $sock;
    die "the server closed the connection before its reply was whole\n"
        unless defined $line;
    chomp $line;
    return $line;
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
        alarm DEADLINE_SECONDS;
        print {$sock} "$message\n" or die "cannot send: $!\n";
        my $reply = receive_line($sock);
        alarm 0;
        say "Server says: $reply";
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_client_line_readline_early_eof_accepted.pl HOST PORT < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "tcp_client_line_readline_early_eof_accepted: $@";
    exit 1;
}
