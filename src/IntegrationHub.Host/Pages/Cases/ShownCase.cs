using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Pages.Cases;

/// <summary>A case as its page shows it.</summary>
/// <param name="Revision">What the page has seen; asked with again, to hear of changes only.</param>
/// <param name="View">The case.</param>
/// <param name="Lines">What happened, newest first.</param>
/// <param name="Ledger">Who had the ball, oldest first.</param>
internal sealed record ShownCase(long Revision, CaseView View, IReadOnlyList<CaseLine> Lines, IReadOnlyList<ResponsibleSpan> Ledger)
{
    /// <summary>The case; null when there is none with this number.</summary>
    public static async Task<ShownCase?> FindAsync(
        string? number, CaseStore cases, TimeProvider clock, PageLanguage say, CaseWords words, CancellationToken ct) =>
        CaseNumber.TryParse(number, out var parsed) ? Of(await cases.LoadAsync(parsed, ct), clock, say, words) : null;

    /// <summary>The case as it was read; null when there is none.</summary>
    public static ShownCase? Of(LoadedCase loaded, TimeProvider clock, PageLanguage say, CaseWords words) => CaseView.Of(loaded) is not { } view ? null : new(
        loaded.Revision, view, [.. loaded.History.Reverse().Select(known => CaseLine.Of(known, say, words))],
        CaseTimeline.Of(view.Number, loaded.History, clock.GetUtcNow(), null, CaseEndpoints.Shown).Ledger);
}
