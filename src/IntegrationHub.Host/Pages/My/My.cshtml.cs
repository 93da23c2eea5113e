using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Search;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.My;

/// <summary>Everything of the person who is signed in, cases and orders in one list: what waits for an answer first.</summary>
/// <remarks>Whatever role somebody has beside: staff and orderers find what is others' by searching.</remarks>
internal sealed class MyModel(LiveIndex live, OrderAccess access, CityDirectory directory) : PageModel
{
    private const int EndedShown = 20;

    private static readonly string[] s_waiting = [Case(CasePhase.AwaitingUser), Case(CasePhase.Resolved), "turned-down"];

    private static readonly string[] s_open =
        [.. OrderStatus.Open.Append(Case(CasePhase.Unrouted)).Append(Case(CasePhase.Offered)).Append(Case(CasePhase.InProgress)).Append("disputed").Except(s_waiting, StringComparer.Ordinal)];

    private static readonly string[] s_ended =
        [.. OrderStatus.All.Except(s_open.Concat(s_waiting), StringComparer.Ordinal).Append(Case(CasePhase.Closed)).Append(Case(CasePhase.ClosedUnconfirmed))];

    /// <summary>Whether the directory knows who is signed in.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What the person is asked for.</summary>
    public SearchPage Waiting { get; private set; } = SearchPage.Empty([]);

    /// <summary>What goes on.</summary>
    public SearchPage Open { get; private set; } = SearchPage.Empty([]);

    /// <summary>What is done, the newest.</summary>
    public SearchPage Ended { get; private set; } = SearchPage.Empty([]);

    /// <summary>Whether search cannot answer just now.</summary>
    public bool IsStarting { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        if (await access.WhoAsync(User, ct) is not { } who)
        {
            return;
        }

        IsKnown = true;
        var reader = SearchReader.With(directory.PseudonymsOf(who.Person).Select(person => SearchReader.Person(person.Value)));
        try
        {
            Waiting = await OfAsync(s_waiting, SearchQuery.MaxSize, reader, ct);
            Open = await OfAsync(s_open, SearchQuery.MaxSize, reader, ct);
            Ended = await OfAsync(s_ended, EndedShown, reader, ct);
        }
        catch (SearchIndexException)
        {
            IsStarting = true;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private Task<SearchPage> OfAsync(IReadOnlyList<string> statuses, int size, SearchReader reader, CancellationToken ct) =>
        live.SearchAsync(new SearchQuery { Status = statuses, Sort = SearchSort.Newest, Size = size }, reader, ct);

    private static string Case(CasePhase phase) => CaseDocument.StatusOf(phase);
}
