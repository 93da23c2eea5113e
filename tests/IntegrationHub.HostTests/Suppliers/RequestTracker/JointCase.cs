using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>What may happen to a case that two desks work on, each in its own tracker.</summary>
public enum CaseStep
{
    /// <summary>An agent of the desk that helps writes what all may read; a ticket that was over is open again.</summary>
    FirstNotes,

    /// <summary>Writes for their own people.</summary>
    FirstNotesInside,

    /// <summary>Asks the user.</summary>
    FirstAsks,

    /// <summary>Resolves.</summary>
    FirstResolves,

    /// <summary>Stops working on it.</summary>
    FirstDeclines,

    /// <summary>Opens the ticket without a word.</summary>
    FirstWorks,

    /// <summary>The same of the desk that is responsible.</summary>
    SecondNotes,

    /// <inheritdoc cref="FirstNotesInside"/>
    SecondNotesInside,

    /// <inheritdoc cref="FirstAsks"/>
    SecondAsks,

    /// <inheritdoc cref="FirstResolves"/>
    SecondResolves,

    /// <inheritdoc cref="FirstDeclines"/>
    SecondDeclines,

    /// <inheritdoc cref="FirstWorks"/>
    SecondWorks,

    /// <summary>The user adds something.</summary>
    UserNotes,

    /// <summary>The user answers, where a question is open.</summary>
    UserAnswers,

    /// <summary>The user says that it works.</summary>
    UserConfirms,

    /// <summary>The user says that it does not.</summary>
    UserReopens,

    /// <summary>The hub tells the first tracker one message.</summary>
    TellFirst,

    /// <summary>The hub tells the second tracker one message.</summary>
    TellSecond,

    /// <summary>The hub asks the first tracker what happened.</summary>
    HearFirst,

    /// <summary>The hub asks the second tracker what happened.</summary>
    HearSecond,
}

/// <summary>
/// A case that went from the first desk to the second, which is responsible and has asked the first to help: both have a ticket that they
/// work on, each in a tracker of its own.
/// </summary>
internal sealed class JointCase : IDisposable
{
    private const string Helps = "workplace";
    private const string IsResponsible = "telephony";
    private readonly HubInMemory _hub;
    private readonly List<(string By, string Text)> _public = [];
    private readonly List<(string By, string Text)> _internal = [];
    private readonly Dictionary<string, string> _tickets = new(StringComparer.Ordinal);
    private CaseNumber _number;

    private JointCase(TrackerPeer first, TrackerPeer second) => _hub = new HubInMemory((Helps, first), (IsResponsible, second));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HubInMemory.Side First => _hub.Sides[Helps];

    private HubInMemory.Side Second => _hub.Sides[IsResponsible];

    public static async Task<JointCase> BeginAsync(TrackerPeer first, TrackerPeer second)
    {
        var joint = new JointCase(first, second);
        await joint.HearAsync(); // Asked for the first time a tracker is heard from then on.
        joint._number = await joint._hub.OpenAsync(Helps);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var command in new CaseCommand[]
        {
            new AcceptCase(Helps, null, now), new ProposeHandover(Helps, IsResponsible, "Det är växeln.", now),
            new AcceptHandover(IsResponsible, now), new ProposeHandover(IsResponsible, Helps, "Bägge behövs.", now),
        })
        {
            Assert.IsType<Accepted<CaseEvent>>(await joint._hub.DoAsync(joint._number, "desk:" + IsResponsible, command));
        }

        await joint.TellAsync();
        foreach (var (id, side) in joint._hub.Sides)
        {
            joint._tickets[id] = Assert.Single(await side.Peer.TicketsOfAsync(joint._number.Value));
            await side.Peer.StartAsync(joint._tickets[id]);
        }

        await joint.RoundAsync();
        return joint;
    }

    public async Task DoAsync(CaseStep step)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{step} {_public.Count + _internal.Count}.");
        var now = TimeProvider.System.GetUtcNow();
        await (step switch
        {
            CaseStep.TellFirst => First.TellAsync(),
            CaseStep.TellSecond => Second.TellAsync(),
            CaseStep.HearFirst => First.HearAsync(),
            CaseStep.HearSecond => Second.HearAsync(),
            CaseStep.UserNotes => UserAsync(new AddNote(NoteVisibility.Public, text, now), text),
            CaseStep.UserAnswers => UserAsync(new AnswerDesk(text, now), null),
            CaseStep.UserConfirms => UserAsync(new ConfirmResolution(now), null),
            CaseStep.UserReopens => UserAsync(new ReopenCase(text, now), null),
            <= CaseStep.FirstWorks => AgentAsync(Helps, step - CaseStep.FirstNotes, text),
            _ => AgentAsync(IsResponsible, step - CaseStep.SecondNotes, text),
        });
    }

    /// <summary>Everything is heard, then everything is told.</summary>
    public async Task RoundAsync()
    {
        await HearAsync();
        await TellAsync();
    }

    /// <summary>How much has happened on all sides: what is quiet adds nothing.</summary>
    public async Task<(long Case, int First, int Second)> CountAsync() => (
        (await _hub.Cases.LoadAsync(_number, Ct)).Revision, await First.Peer.EntriesAsync(_tickets[Helps]), await Second.Peer.EntriesAsync(_tickets[IsResponsible]));

    /// <summary>How it stands on all sides, and that all sides say the same.</summary>
    public async Task<string> AgreedAsync()
    {
        var loaded = await _hub.Cases.LoadAsync(_number, Ct);
        var (first, second) = (await First.Peer.TicketAsync(_tickets[Helps]), await Second.Peer.TicketAsync(_tickets[IsResponsible]));
        Agree(loaded.State, first.Meaning, second.Meaning);
        var texts = loaded.History.SelectMany(known => TextsOf(known.Fact)).ToList();
        var notes = loaded.History.Select(known => known.Fact).OfType<NoteAdded>().Select(note => note.Text.Shown).ToHashSet(StringComparer.Ordinal);
        foreach (var (by, text) in _public)
        {
            Assert.Single(texts, one => one == text);
            foreach (var (id, ticket) in new[] { (Helps, first), (IsResponsible, second) }.Where(one => one.Item1 == by || notes.Contains(text)))
            {
                Assert.True(ticket.Public.Count(one => one.Contains(text, StringComparison.Ordinal)) == 1, $"'{text}' is not once in the ticket of {id}.");
            }
        }

        foreach (var (by, text) in _internal)
        {
            Assert.DoesNotContain(texts, one => one.Contains(text, StringComparison.Ordinal));
            Assert.Equal([by], new[] { (Helps, first), (IsResponsible, second) }.Where(one => one.Item2.Internal.Concat(one.Item2.Public).Any(one => one.Contains(text, StringComparison.Ordinal))).Select(one => one.Item1));
        }

        return $"""
            {loaded.State.Phase}, {loaded.State.Responsible.Value}, {loaded.State.Links[Helps].Standing}, {loaded.State.Links[IsResponsible].Standing}
            {string.Join('|', texts)}
            {Shown(first)}
            {Shown(second)}
            """;
    }

    public void Dispose() => _hub.Dispose();

    /// <summary>The one who is responsible works on the case while it has the ball. The one who helps has a ticket for as long as it likes, and the case is open.</summary>
    private static void Agree(CaseState state, TicketMeaning first, TicketMeaning second)
    {
        Assert.Equal(IsResponsible, state.Desk);
        Assert.True(state.Phase is not CasePhase.Closed || TicketStates.IsOver(first), $"The case is closed and the first ticket is {first}.");
        var stopped = second is TicketMeaning.Declined && state.Links[IsResponsible].Standing is "cancelled"; // The desk has stopped without resolving, and the hub knows it.
        Assert.True(
            stopped || state.Phase switch
            {
                CasePhase.InProgress => second is TicketMeaning.Working or TicketMeaning.New,
                CasePhase.AwaitingUser => second is TicketMeaning.Waiting,
                _ => TicketStates.IsOver(second),
            },
            $"The case is {state.Phase} and the second ticket is {second}, {state.Links[IsResponsible].Standing}.");
    }

    private async Task AgentAsync(string of, int does, string text)
    {
        var (peer, ticket) = (_hub.Sides[of].Peer, _tickets[of]);
        if (does is not 5)
        {
            (does is 1 ? _internal : _public).Add((of, text));
        }

        await (does switch
        {
            0 => peer.PublicNoteAsync(ticket, text),
            1 => peer.InternalNoteAsync(ticket, text),
            2 => peer.AskAsync(ticket, text),
            3 => peer.ResolveAsync(ticket, text),
            4 => peer.DeclineAsync(ticket, text),
            _ => peer.StartAsync(ticket),
        });
    }

    private async Task UserAsync(CaseCommand command, string? note)
    {
        if (await _hub.DoAsync(_number, "user", command) is Accepted<CaseEvent> && note is not null)
        {
            _public.Add(("user", note));
        }
    }

    private async Task HearAsync()
    {
        await First.HearAsync();
        await Second.HearAsync();
    }

    private async Task TellAsync()
    {
        await First.TellAllAsync();
        await Second.TellAllAsync();
    }

    private static string Shown(PeerTicket ticket) =>
        $"{ticket.State}: {string.Join('|', ticket.Public.Select(text => text.Trim()))}; {string.Join('|', ticket.Internal.Select(text => text.Trim()))}";

    private static IEnumerable<string> TextsOf(object? fact) =>
        fact is null ? [] : fact.GetType().GetProperties().Where(property => property.PropertyType == typeof(Personal))
            .Select(property => ((Personal?)property.GetValue(fact))?.Shown).OfType<string>();
}
