# Uppercase server over UDP: recv() and send(), one socket bound to the address it was told.
#
# Bug (empty-datagram-ends): an empty datagram ends the loop, as end of file would.
#
# Usage: perl udp_server_empty_datagram_ends.pl HOST PORT
use v5.36;
use IO::Socket::IP;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

use constant BOUNCES_PER_SECOND => 8;
use constant REMEMBERED_CLIENTS => 1024;

my %last;    # by client: its last answer, how often that came straight back, and since when

# Our own answer that comes straight back is answered a few times a second only: two servers must not loop.
sub loop_guard_allows ($client, $request, $answer) {
    my $now = clock_gettime(CLOCK_MONOTONIC);
    my $last = $last{$client};
    $last = { bounces => 0, since => $now }
        if !$last || $last->{answer} ne $request || $now - $last->{since} > 1;
    %last = () if keys %last >= REMEMBERED_CLIENTS;
    $last{$client} = { answer => $answer, bounces => $last->{bounces} + 1, since => $last->{since} };
    return $last->{bounces} < BOUNCES_PER_SECOND;
}

sub answer ($request) {
    return $request =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $request;
}

if (@ARGV != 2 || $ARGV[0] eq '0.0.0.0' || $ARGV[0] eq '::') {
    say STDERR 'usage: udp_server_empty_datagram_ends.pl HOST PORT (one address: replies leave from it)';
    exit 2;
}
my $sock = IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Proto => 'udp');
if (!$sock) {
    say STDERR "udp_server_empty_datagram_ends: cannot bind: $@";
    exit 1;
}
while (defined(my $client = recv $sock, my $request, 65535, 0)) {
    last unless length $request;
    my $answer = answer($request);
    next unless loop_guard_allows($client, $request, $answer);
    defined send $sock, $answer, 0, $client or say STDERR "udp_server_empty_datagram_ends: no reply: $!";
}
