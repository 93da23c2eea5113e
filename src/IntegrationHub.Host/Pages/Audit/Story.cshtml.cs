using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Audit;
using IntegrationHub.Host.Pages.Cases;
using IntegrationHub.Host.Pages.Incidents;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Audit;

/// <summary>One line of the page: what happened, in the column of its party.</summary>
/// <param name="Says">In one sentence, without anybody's words.</param>
/// <param name="Quote">What somebody said; null where nothing was, and for whoever may not read it.</param>
/// <param name="IsHidden">Whether something was said that the reader may not read.</param>
internal sealed record StoryLine(AuditEntry Entry, string Says, string? Quote, bool IsHidden);

/// <summary>A case, or an incident with its cases, side by side in time, as known at a moment; for the city office.</summary>
[Authorize(Policy = Access.CityOffice)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class StoryModel(AuditStories stories, TimeProvider clock, PageLanguage say, CaseWords words) : PageModel
{
    /// <summary>The story; null when there is none.</summary>
    public AuditStory? Story { get; private set; }

    /// <summary><c>cases</c> or <c>incidents</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The number that was asked for.</summary>
    public string Number { get; private set; } = "";

    /// <summary>As known when; null for now.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Whether a moment was asked for that is none.</summary>
    public bool WrongMoment { get; private set; }

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<StoryLine> Lines { get; private set; } = [];

    /// <summary>Everybody who ever had the ball, in order of the ledgers.</summary>
    public IReadOnlyList<string> Holders { get; private set; } = [];

    /// <summary>From where to where the ribbons are drawn.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Window { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(string kind, string number, string? asOf, CancellationToken ct)
    {
        (Kind, Number) = (kind, number);
        (AsOf, var sound) = AuditEndpoints.Moment(asOf);
        WrongMoment = !sound;
        Story = kind == "incidents" ? await stories.OfIncidentAsync(number, AsOf, ct) : await stories.OfCaseAsync(number, AsOf, ct);
        if (Story is not { } story)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var mayRead = HttpContext.MayReadWords();
        Lines = [.. story.Entries.Select(entry => Line(entry, mayRead))];
        var spans = story.Strands.SelectMany(strand => strand.Ledger).ToList();
        Holders = [.. spans.Select(span => span.Responsible).Distinct(StringComparer.Ordinal)];
        Window = (spans.Min(span => span.From), spans.Max(span => span.Until ?? span.From.AddSeconds(span.Seconds)));
    }

    /// <summary>The column's name.</summary>
    public string Column(string party) => party switch
    {
        AuditStory.User => say["Användaren", "The user"],
        AuditStory.City => say["Staden", "The city"],
        _ => party,
    };

    /// <summary>Who had the ball, for somebody who is not the user.</summary>
    public string Holder(string party) => party == Party.User.Value ? say["Användaren", "The user"] : words.Party(party);

    /// <summary>A handshake's answer.</summary>
    public string Answer(string answer) => answer switch
    {
        "accepted" => say["accepterade", "accepted"],
        "declined" => say["avböjde", "declined"],
        "silent" => say["svarade inte i tid", "did not answer in time"],
        "joint" => say["avvisades av regeln: samverkan", "refused by the rule: joint resolution"],
        "over" => say["föll bort när ärendet avslutades", "fell away when the case was closed"],
        _ => say["väntar på svar", "waits for an answer"],
    };

    /// <summary>What became of a message to a supplier.</summary>
    public string Standing(string standing) => standing switch
    {
        "accepted" => say["accepterat", "accepted"],
        "declined" => say["avböjt", "declined"],
        "silent" => say["inget svar i tid", "silent"],
        "refused" => say["togs inte emot", "not taken"],
        _ => say["mottaget", "told"],
    };

    /// <summary>The command that packs all of this for an auditor, with proof.</summary>
    public string Export => $"hub audit export {Number}{(AsOf is { } then ? " --as-of " + CityTime.Machine(then) : "")} --output ./{Number}";

    /// <summary>The moment as the form shows it: the reader's own, or now.</summary>
    public string Moment => CityTime.Machine(AsOf ?? clock.GetUtcNow());

    private StoryLine Line(AuditEntry entry, bool mayRead)
    {
        var (says, quote) = entry.Happened.Fact is IncidentEvent && IncidentLine.Of(entry.Happened, say, words) is { } incident
            ? (incident.Says, incident.Quote)
            : (CaseLine.Of(entry.Happened, say, words) is var line ? line.Says : "", line.Quote);
        var said = AuditStory.WordsOf(entry.Happened.Fact).Count > 0;
        return new StoryLine(entry, says, !said || mayRead ? quote : null, said && !mayRead);
    }
}
