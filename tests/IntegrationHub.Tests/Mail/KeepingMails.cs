using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace IntegrationHub.Tests.Mail;

public sealed class KeepingMails : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-mail-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly KeptMails _kept;

    public KeepingMails() => _kept = new KeptMails(Path.Combine(_folder.FullName, "kept"), new MailboxAddress("Stöd", "it-stod@example.se"), _clock);

    private string[] Files => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_mail_twice_is_kept_once_for_the_owner_alone()
    {
        await SendAsync("p-1", "10000016", "told");
        await SendAsync("p-1", "10000016", "told");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Assert.Single(Files)));
    }

    [Fact]
    public async Task What_is_forgotten_is_that_of_the_matters_alone_whoever_was_written_to()
    {
        await SendAsync("p-1", "10000016", "one");
        await SendAsync("p-1", "10000024", "two");
        await SendAsync("p-2", "500000013", "three");
        Assert.Equal(0, _kept.Forget([]));
        Assert.Equal(0, _kept.Forget(["1000001"]));
        Assert.Equal(2, _kept.Forget(["10000016", "500000013"]));
        Assert.Contains("10000024", Assert.Single(Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_time_a_mail_is_gone()
    {
        await SendAsync("p-1", "10000016", "one");
        _clock.Advance(KeptMails.KeptFor + TimeSpan.FromMinutes(1));
        await SendAsync("p-2", "10000024", "two");
        Assert.Contains("10000024", Assert.Single(Files), StringComparison.Ordinal);
    }

    private async Task SendAsync(string person, string matter, string told) => Assert.IsType<MailOutcome.Kept>(await _kept.SendAsync(
        new OutgoingMail(EventId.From(told), new PersonId(person), matter, "asa@skola.example", "Hej", "Hej", null), TestContext.Current.CancellationToken));
}
