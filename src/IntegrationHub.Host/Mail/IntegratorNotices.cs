using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Mail;

/// <summary>Tells the city's service integrator, once, when desks are to solve a case together: by mail, or by the list at <c>/audit</c> where no address is set.</summary>
internal sealed class IntegratorNotices(
    CaseStore cases, IEventLog log, EventCodec codec, MailOnce mails, MailSettings settings, ServiceCatalogue catalogue, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(JointResolutionOpened))];

    /// <inheritdoc/>
    public string Name => "integrator-notices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var message = happened.Recorded.Id.ToString("N");
        if (happened.Fact is not JointResolutionOpened joint || loaded.History.Any(known => known.Fact is IntegratorTold told && told.Message == message))
        {
            return WorkResult.Done;
        }

        if (settings.Integrator is not { } address)
        {
            await NoteAsync(number, message, "audit", "listed", ct);
            return WorkResult.Done;
        }

        var (subject, text) = Words(number, joint);
        var mail = new OutgoingMail(happened.Recorded.Id, loaded.State.Person, number.Value, address, subject, text, null);
        return await mails.SendAsync(mail, outcome => NoteAsync(number, message, "mail", outcome, ct), ct);
    }

    /// <remarks>Nothing that anybody said: the mail leaves the hub, the words stay.</remarks>
    private (string Subject, string Text) Words(CaseNumber number, JointResolutionOpened joint)
    {
        var (responsible, with) = (catalogue.FindDesk(joint.Responsible), catalogue.FindDesk(joint.With));
        var returns = joint.Rule == "handover-returns";
        return (
            $"Samverkan i ärende {number.Spaced}",
            $"""
            {responsible?.Sv ?? joint.Responsible} har ärende {number.Spaced} och löser det tillsammans med {with?.Sv ?? joint.With}.
            {(returns ? "Ärendet skulle annars ha gått tillbaka till någon som redan har haft det." : "Ärendet skulle annars ha lämnats över för tredje gången.")}
            Vem som har haft ansvaret när: /audit/cases/{number}

            {responsible?.En ?? joint.Responsible} has case {number.Spaced} and solves it together with {with?.En ?? joint.With}.
            {(returns ? "Otherwise the case would have gone back to somebody who had it before." : "Otherwise the case would have been handed over for the third time.")}
            """);
    }

    private async Task NoteAsync(CaseNumber number, string message, string channel, string outcome, CancellationToken ct) =>
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("integrator-told", message), new IntegratorTold(message, channel, outcome, clock.GetUtcNow()), new EventContext("hub", channel == "mail" ? "mail" : "hub", message))], ct);
}
