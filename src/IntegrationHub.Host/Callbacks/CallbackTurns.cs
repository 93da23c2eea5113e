using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Host.Callbacks;

/// <summary>How many callers who wait on the telephone go before whoever waits since a time, by desk.</summary>
internal sealed record WaitingCallers(Func<string, DateTimeOffset, int> Before);

/// <summary>Whose turn it is: a desk's kept places in the order of the first call, one at a time. Nobody overtakes.</summary>
internal sealed class CallbackTurns(LiveView<CallbackRow> rows, WaitingCallers waiting)
{
    private const int Most = 1_000;

    /// <summary>
    /// Whether the kept place is the first of those that can be called now. One that pauses after an attempt without an answer is passed
    /// over and keeps its place.
    /// </summary>
    public bool IsFirst(OpenCallBack open, DateTimeOffset now)
    {
        var line = Of("desk", open.Desk).Where(row => row.Kind == CallBackKind.KeptPlace).ToList();
        return waiting.Before(open.Desk, open.Since) == 0 && !line.Exists(row => row.UnderWay && row.Callback != open.Callback)
            && line.Where(row => row.NextAt <= now || row.Callback == open.Callback).OrderBy(row => row.Since).ThenBy(row => row.Callback.Value, StringComparer.Ordinal)
                .FirstOrDefault()?.Callback == open.Callback;
    }

    /// <summary>Whether the person is being called about another matter at this moment.</summary>
    public bool IsCalled(OpenCallBack open) => Of("person", open.Phone.Of.Value).Any(row => row.UnderWay && row.Callback != open.Callback);

    /// <summary>Calls to the person that are known: none of them is the one whose answer was lost.</summary>
    public IReadOnlyCollection<string> CallsTo(string person) => [.. Of("person", person).SelectMany(row => row.Calls)];

    private IEnumerable<CallbackRow> Of(string column, string value) =>
        rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { [column] = value }, before: null, Most).Select(found => found.Row);
}
