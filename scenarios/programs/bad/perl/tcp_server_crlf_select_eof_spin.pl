# Uppercase server over TCP: a message a line that ends with CR LF, one process with select().
#
# Bug (eof-spin): sysread() returning 0 is not taken as the end, so select() never waits again.
#
# Usage: perl tcp_server_crlf_select_eof_spin.pl HOST PORT
use v5.36;
use IO::Select;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_SNDBUF);

use constant MESSAGE_LIMIT_BYTES => 1 << 20;
use constant OUTPUT_LIMIT_BYTES => 1 << 22;
use constant SEND_BUFFER_BYTES => 16384;    # little waits in the kernel, where it cannot be taken back

my %clients;    # by file number: sock, in, out, skipping (a line that was refused)

sub answer ($message) {
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR only ASCII is understood' : uc $message;
}

sub answer_lines ($client) {
    my ($start, $end) = (0);
    while (($end = index $client->{in}, "\r\n", $start) >= 0) {
        $client->{out} .= answer(substr $client->{in}, $start, $end - $start) . "\r\n" unless $client->{skipping};
        $client->{skipping} = 0;
        $start = $end + 2;
    }
    substr $client->{in}, 0, $start, '';
    return if length $client->{in} <= MESSAGE_LIMIT_BYTES + 1;
    $client->{out} .= "ERROR the message is too long\r\n" unless $client->{skipping};
    $client->{skipping} = 1;
    $client->{in} = $client->{in} =~ /\r\z/ ? "\r" : '';
}

# These two return whether the client is still there.
sub receive_some ($client) {
    my $count = sysread $client->{sock}, $client->{in}, 65536, length $client->{in};
    return $!{EAGAIN} || $!{EINTR} unless defined $count;
    answer_lines($client);
    return 1;
}

sub send_some ($client) {
    my $count = syswrite $client->{sock}, $client->{out};
    return $!{EAGAIN} || $!{EINTR} unless defined $count;
    substr $client->{out}, 0, $count, '';
    return 1;
}

sub drop ($client) {
    delete $clients{fileno $client->{sock}};
    close $client->{sock};
}

sub accept_client ($listener) {
    my $sock = $listener->accept or return;
    $sock->blocking(0);
    $clients{fileno $sock} = { sock => $sock, in => '', out => '', skipping => 0 };
}

sub turn ($listener) {
    my $readable = IO::Select->new($listener);
    my $writable = IO::Select->new;
    for my $client (values %clients) {
        my $reads = length $client->{out} < OUTPUT_LIMIT_BYTES;    # else it must wait
        $readable->add($client->{sock}) if $reads;
        $writable->add($client->{sock}) if length $client->{out};
    }
    my ($to_read, $to_write) = IO::Select->select($readable, $writable);
    for my $sock (@{ $to_write // [] }) {
        my $client = $clients{fileno $sock};
        drop($client) unless send_some($client);
    }
    for my $sock (@{ $to_read // [] }) {
        if ($sock == $listener) {
            accept_client($listener);
        } elsif ($sock->opened && (my $client = $clients{fileno $sock})) {
            drop($client) unless receive_some($client);
        }
    }
}

if (@ARGV != 2) {
    say STDERR 'usage: tcp_server_crlf_select_eof_spin.pl HOST PORT';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
my $listener =
    IO::Socket::IP->new(LocalHost => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1);
if (!$listener) {
    say STDERR "tcp_server_crlf_select_eof_spin: cannot listen: $@";
    exit 1;
}
$listener->blocking(0);
setsockopt $listener, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES;    # for its clients
turn($listener) while 1;
