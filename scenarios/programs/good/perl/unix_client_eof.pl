# Uppercase client over a Unix stream socket: one connection a message, which shutdown() ends; a child process writes.
#
# Usage: perl unix_client_eof.pl PATH < messages
use v5.36;
use IO::Socket::UNIX;

use constant DEADLINE_SECONDS => 2;

# The child writes and ends the message while this process reads, so that neither end can block the other.
sub send_in_child ($sock, $message) {
    my $pid = fork // die "cannot fork: $!\n";
    return $pid if $pid;
    $SIG{ALRM} = 'DEFAULT';
    alarm DEADLINE_SECONDS;
    my $complete = print {$sock} $message;
    $sock->flush;
    $sock->shutdown(SHUT_WR);
    exit($complete ? 0 : 1);
}

sub ask ($path, $message) {
    alarm DEADLINE_SECONDS;
    my $sock = IO::Socket::UNIX->new(Peer => $path) or die "cannot connect: $!\n";
    my $writer = send_in_child($sock, $message);
    my $reply = '';
    while (my $count = sysread $sock, $reply, 65536, length $reply) { }
    alarm 0;
    close $sock;
    waitpid $writer, 0;
    die "the reply has ${\length $reply} bytes, not ${\length $message}\n"    # uppercase ASCII keeps its length
        if length $reply != length $message;
    return $reply;
}

sub main ($path) {
    local $SIG{PIPE} = 'IGNORE';
    local $SIG{ALRM} = sub { die "no whole reply in time\n" };
    $| = 1;
    while (defined(my $message = <STDIN>)) {
        chomp $message;
        say "$path: ", ask($path, $message);
    }
}

if (@ARGV != 1) {
    say STDERR 'usage: unix_client_eof.pl PATH < messages';
    exit 2;
}
unless (eval { main(@ARGV); 1 }) {
    print STDERR "unix_client_eof: $@";
    exit 1;
}
