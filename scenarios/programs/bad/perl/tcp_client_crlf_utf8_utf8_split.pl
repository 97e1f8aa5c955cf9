# Uppercase client over TCP: a message a line of UTF-8 that ends with CR LF.
#
# Bug (utf8-split): every piece is decoded on its own.
#
# Usage: perl tcp_client_crlf_utf8_utf8_split.pl HOST PORT < messages
use v5.36;
use Encode qw(decode);
use IO::Socket::IP;

use constant DEADLINE_SECONDS => 2;

sub receive_line ($sock, $buffered) {
    my $end;
    while (($end = index $$buffered, "\r\n") < 0) {
        my $count = sysread $sock, my $chunk, 4096;
        die "cannot receive: $!\n" unless defined $count;
        die "the server closed the connection before its reply was whole\n" if $count == 0;
        $$buffered .= decode('UTF-8', $chunk);
    }
    my $line = substr $$buffered, 0, $end + 2, '';
    return substr $line, 0, $end;
}

sub main ($host, $port) {
    local $SIG{PIPE} = 'IGNORE';
    local $SIG{ALRM} = sub { die "no whole reply in time\n" };
    my $sock = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Timeout => DEADLINE_SECONDS)
        or die "cannot connect: $@\n";
    $sock->autoflush(1);
    $| = 1;
    binmode STDOUT, ':encoding(UTF-8)';
    my $buffered = '';
    while (defined(my $message = <STDIN>)) {
        chomp $message;
        alarm DEADLINE_SECONDS;
        print {$sock} "$message\r\n" or die "cannot send: $!\n";
        my $reply = receive_line($sock, \$buffered);
        alarm 0;
        say "Server says: $reply";
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_client_crlf_utf8_utf8_split.pl HOST PORT < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "tcp_client_crlf_utf8_utf8_split: ", $@ =~ s/\s*\z/\n/r;
    exit 1;
}
