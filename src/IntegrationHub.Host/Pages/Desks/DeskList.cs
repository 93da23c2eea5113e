using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Pages.Desks;

/// <summary>What a desk has to do now.</summary>
/// <param name="Desk">Id of the desk.</param>
/// <param name="Waiting">Conversations that nobody has taken, who has waited longest first.</param>
/// <param name="Taken">Those that somebody has taken; where the user waits for an answer first.</param>
/// <param name="Cases">Cases that the desk is responsible for, the last changed first.</param>
/// <param name="More">Whether there are more cases.</param>
/// <param name="Offered">Cases that the desk was asked to take over.</param>
/// <param name="Asked">Cases with a question to the desk, which does not have the ball.</param>
internal sealed record DeskList(string Desk, IReadOnlyList<ChatRow> Waiting, IReadOnlyList<ChatRow> Taken, IReadOnlyList<CaseRow> Cases, bool More, IReadOnlyList<CaseRow> Offered, IReadOnlyList<CaseRow> Asked)
{
    private const int MostChats = 200;
    private const int MostCases = 50;

    /// <summary>Stands for all that is shown: another one when anything has changed.</summary>
    public string Seen => EventId.From(
        [
            .. Waiting.Concat(Taken).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Chat} {row.Taken} {row.Gone} {row.Case} {row.Unanswered:O}")),
            .. Offered.Concat(Asked).Concat(Cases).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Number} {row.Status} {row.Priority} {row.UpdatedAt:O}")),
        ]).ToString("N", CultureInfo.InvariantCulture)[..16];

    /// <summary>As it is now.</summary>
    public static DeskList Of(string desk, LiveView<ChatRow> chats, LiveView<CaseRow> cases)
    {
        var rows = chats.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["desk"] = desk }, before: null, MostChats).Select(found => found.Row).ToList();
        IReadOnlyList<CaseRow> Seek(string column, string value, int most) =>
            [.. cases.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { [column] = value }, before: null, most).Select(found => found.Row)];
        var own = Seek("responsible", "desk:" + desk, MostCases + 1);
        return new DeskList(
            desk,
            [.. rows.Where(row => !row.Taken).OrderBy(row => row.Since)],
            [.. rows.Where(row => row.Taken).OrderBy(row => row.Unanswered is null).ThenBy(row => row.Unanswered ?? row.Since)],
            [.. own.Take(MostCases)], own.Count > MostCases, Seek("offered", desk, MostCases), Seek("expert", desk, MostCases));
    }
}
