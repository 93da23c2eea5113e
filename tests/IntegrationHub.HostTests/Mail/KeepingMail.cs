using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Mail;

/// <summary>A hub without a mail server.</summary>
public sealed class KeepingMail : IDisposable
{
    private const string Address = "gunborg.kvistlov@exempel.se";
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string[] Kept => Directory.GetFiles(_folder.Path, "*.eml", SearchOption.AllDirectories);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mails_lie_in_the_data_directory_until_their_person_is_erased()
    {
        using var hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings());
        var number = await MailScene.OpenAsync(hub, "kept-1", "mail", null, Address);
        await MailScene.EventAsync(hub, number, "user-notified.v1", "outcome", "kept");
        Assert.Contains(Address, await File.ReadAllTextAsync(Assert.Single(Kept), Ct), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Kept[0]));
        Assert.Contains("ingen e-postserver", await hub.Http.GetStringAsync($"/cases/{number}", Ct), StringComparison.Ordinal);

        var receipt = await MailScene.EraseAsync(hub, number, _folder.Path);
        Assert.Empty(Kept);
        Assert.Equal("erased", MailScene.Outcome(receipt, "kept mails"));
        Assert.Equal("nothing", MailScene.Outcome(receipt, "data directory"));
    }

    [Theory]
    [InlineData("HUB_Mail__Smtp", "smtp://hub:hemligt@mail.example.se?starttls=none")]
    [InlineData("HUB_Mail__Imap", "imaps://hub:hemligt@mail.example.se")] // Without Mail:From.
    public async Task A_wrong_setting_stops_the_start_without_showing_its_secret(string setting, string value)
    {
        var (exit, error) = await HubProcess.FailingStartAsync(_folder.Path, setting, value);
        Assert.NotEqual(0, exit);
        Assert.Contains("Mail:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", error, StringComparison.Ordinal);
    }
}
