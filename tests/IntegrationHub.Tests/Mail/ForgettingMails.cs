using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Mail;
using IntegrationHub.Tests.Privacy;

namespace IntegrationHub.Tests.Mail;

/// <summary>A case of a caller, who wrote a mail about it too.</summary>
public sealed class ForgettingMails
{
    private const string Text = "Skrivaren vrålar";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_goes_with_the_texts_of_its_case_and_another_mail_stays()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        var mail = await ReceiveAsync(scene, "one", number);
        var other = await ReceiveAsync(scene, "two", about: null);
        Assert.Equal((Text, Text), (await TextAsync(scene, mail), await TextAsync(scene, other)));

        using var erasure = scene.Erasure(MailPlace.ReceivedMails(scene.Data));
        await erasure.EraseCaseAsync(number, person, Ct);
        Assert.Equal((null, Text), (await TextAsync(scene, mail), await TextAsync(scene, other)));
    }

    private static async Task<string> ReceiveAsync(PrivacyScene scene, string key, CaseNumber? about)
    {
        var (stream, person) = (MailReceived.StreamOf(key), scene.Data.Keys.Pseudonym("email", "asa@skola.example"));
        Personal Sealed(string text) => new Personal(person, text).Within(stream);
        await scene.AppendAsync(stream, "received", new MailReceived(
            key, person, Sealed("asa@skola.example"), null, Sealed("Ärende"), Sealed(Text), null, about, null, null, null, [], scene.Clock.GetUtcNow()));
        if (about is { } number)
        {
            await scene.Cases.DecideAsync(
                number, new AddNote(NoteVisibility.Public, Text, scene.Clock.GetUtcNow()), EventId.From(stream), new EventContext("user", "mail", stream), null, Ct);
        }

        return stream;
    }

    private static async Task<string?> TextAsync(PrivacyScene scene, string stream)
    {
        await foreach (var recorded in scene.Data.Log.ReadStreamAsync(stream, 0, Ct))
        {
            return ((MailReceived)scene.Data.Codec.Decode(recorded).Fact!).Text!.Text;
        }

        return "there is no such mail";
    }
}
