# What the tests need of a fresh Request Tracker: a queue, custom fields, and the hub and an agent with a token each, printed as JSON.
use strict;
use warnings;
use RT -init;
use JSON ();

sub sound { my ($ok, @why) = @_; die join(' ', 'seed:', grep { defined } @why), "\n" unless $ok; return $ok }

my $system = RT->SystemUser;
my $queue = RT::Queue->new($system);
sound($queue->Create(Name => 'Telefoni', Description => 'The hub makes tickets here.'));
my $everywhere = RT::Queue->new($system);
for my $name (qw(HubCaseId SupplierRef HubHandover)) {
    my $field = RT::CustomField->new($system);
    sound($field->Create(Name => $name, Type => 'FreeformSingle', LookupType => RT::Ticket->CustomFieldLookupType));
    sound($field->AddToObject($everywhere));
}

my %token;
for my $name (qw(hub telephony)) {
    my $user = RT::User->new($system);
    sound($user->Create(Name => $name, EmailAddress => "$name\@tracker.invalid", Privileged => 1));
    sound($user->PrincipalObj->GrantRight(Right => $_, Object => $RT::System))
        for qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket ModifyTicket OwnTicket SeeCustomField ModifyCustomField);
    my ($ok, $why, $text) = RT::AuthToken->new($system)->Create(Owner => $user->Id, Description => 'tests');
    sound($ok, $why);
    $token{$name} = $text;
}

print JSON::encode_json(\%token), "\n";
