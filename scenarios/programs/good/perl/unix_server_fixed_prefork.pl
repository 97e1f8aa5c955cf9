# Uppercase server over a Unix stream socket: messages of exactly 16 bytes; a few processes, each with a select() loop.
#
# Usage: perl unix_server_fixed_prefork.pl PATH
use v5.36;
use IO::Select;
use IO::Socket::UNIX;

use constant MESSAGE_BYTES => 16;
use constant PROCESSES => 3;
use constant OUTPUT_LIMIT_BYTES => 1 << 16;

sub answer ($message) {
    return $message =~ /[^\x00-\x7f]/ ? 'ERROR: not ASCII' : uc $message;
}

# Returns whether the client is still there; a part of a message is no message.
sub serve_client ($client) {
    if (!$client->{ended} && length $client->{out} < OUTPUT_LIMIT_BYTES) {
        my $count = sysread $client->{sock}, $client->{in}, 4096, length $client->{in};
        return 0 unless defined $count || $!{EAGAIN};
        $client->{ended} = 1 if defined $count && $count == 0;
    }
    while (length $client->{in} >= MESSAGE_BYTES) {
        $client->{out} .= answer(substr $client->{in}, 0, MESSAGE_BYTES, '');
    }
    if (length $client->{out}) {
        my $count = syswrite $client->{sock}, $client->{out};
        return 0 unless defined $count || $!{EAGAIN};
        substr $client->{out}, 0, $count // 0, '';
    }
    return length $client->{out} || !$client->{ended};
}

sub work ($listener) {
    my %clients;    # by file number
    while (1) {
        my $readable = IO::Select->new($listener);
        my $writable = IO::Select->new;
        for my $client (values %clients) {
            $readable->add($client->{sock}) if !$client->{ended} && length $client->{out} < OUTPUT_LIMIT_BYTES;
            $writable->add($client->{sock}) if length $client->{out};
        }
        my ($to_read, $to_write) = IO::Select->select($readable, $writable);
        my %ready = map { fileno $_ => 1 } @{ $to_read // [] }, @{ $to_write // [] };
        for my $number (grep { $ready{$_} } keys %clients) {
            delete $clients{$number} unless serve_client($clients{$number});
        }
        next unless $ready{ fileno $listener } && (my $sock = $listener->accept);
        $sock->blocking(0);
        $clients{ fileno $sock } = { sock => $sock, in => '', out => '', ended => 0 };
    }
}

if (@ARGV != 1) {
    say STDERR 'usage: unix_server_fixed_prefork.pl PATH';
    exit 2;
}
$SIG{PIPE} = 'IGNORE';
unlink $ARGV[0] if -S $ARGV[0];    # of an earlier run
my $listener = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 128);
if (!$listener) {
    say STDERR "unix_server_fixed_prefork: cannot listen: $!";
    exit 1;
}
$listener->blocking(0);
my @children;
for (1 .. PROCESSES) {
    my $pid = fork // last;
    work($listener) if $pid == 0;
    push @children, $pid;
}
$SIG{TERM} = $SIG{INT} = sub { kill TERM => @children; exit 0 };
1 while wait > 0;
