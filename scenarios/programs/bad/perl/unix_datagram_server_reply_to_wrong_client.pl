# Uppercase server over Unix datagram sockets: answers the name that a request was sent from.
#
# Bug (reply-to-wrong-client): gathers requests for a moment and answers them all to the sender of the last.
#
# Usage: perl unix_datagram_server_reply_to_wrong_client.pl PATH
use v5.36;
use Socket qw(:DEFAULT);
use Time::HiRes qw(sleep);

use constant GATHER_SECONDS => 0.01;

sub answer ($request) {
    return $request =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $request;
}

sub fail ($reason) {
    say STDERR "unix_datagram_server_reply_to_wrong_client: $reason";
    exit 1;
}

if (@ARGV != 1) {
    say STDERR 'usage: unix_datagram_server_reply_to_wrong_client.pl PATH';
    exit 2;
}
unlink $ARGV[0] if -S $ARGV[0];    # of an earlier run
socket my $sock, AF_UNIX, SOCK_DGRAM, 0 or fail("no socket: $!");
bind $sock, pack_sockaddr_un($ARGV[0]) or fail("cannot bind: $!");
while (1) {
    my ($client, @requests);
    my $flags = 0;
    while (defined(my $from = recv $sock, my $request, 65535, $flags)) {
        next unless length $request;       # an empty datagram asks nothing
        next unless length $from > 2;      # a socket without a name cannot be answered
        $client = $from;
        push @requests, $request;
        sleep GATHER_SECONDS;
        $flags = MSG_DONTWAIT;
    }
    # A client that has gone, or does not read, must not stop the others.
    for my $request (@requests) {
        next if defined send $sock, answer($request), MSG_DONTWAIT, $client;
        say STDERR "unix_datagram_server_reply_to_wrong_client: no reply: $!";
    }
}
