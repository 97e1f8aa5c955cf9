# Uppercase server over Unix datagram sockets: answers the name that a request was sent from.
#
# Usage: perl unix_datagram_server.pl PATH
use v5.36;
use Socket qw(:DEFAULT);

sub answer ($request) {
    return $request =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $request;
}

sub fail ($reason) {
    say STDERR "unix_datagram_server: $reason";
    exit 1;
}

if (@ARGV != 1) {
    say STDERR 'usage: unix_datagram_server.pl PATH';
    exit 2;
}
unlink $ARGV[0] if -S $ARGV[0];    # of an earlier run
socket my $sock, AF_UNIX, SOCK_DGRAM, 0 or fail("no socket: $!");
bind $sock, pack_sockaddr_un($ARGV[0]) or fail("cannot bind: $!");
while (1) {
    my $client = recv $sock, my $request, 65535, 0;
    next unless defined $client && length $request;    # an empty datagram asks nothing
    next unless length $client > 2;                    # a socket without a name cannot be answered
    # A client that has gone, or does not read, must not stop the others.
    defined send $sock, answer($request), MSG_DONTWAIT, $client or say STDERR "unix_datagram_server: no reply: $!";
}
