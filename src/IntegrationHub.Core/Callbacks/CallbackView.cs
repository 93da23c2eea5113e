using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Callbacks;

/// <summary>Where a promised call stands.</summary>
public enum CallbackStatus
{
    /// <summary>It is promised.</summary>
    Promised,

    /// <summary>The person is being called.</summary>
    UnderWay,

    /// <summary>The promised time has passed; the person is called all the same.</summary>
    Late,

    /// <summary>The person was called.</summary>
    Made,

    /// <summary>The person was not reached.</summary>
    GivenUp,

    /// <summary>It is cancelled.</summary>
    Cancelled,
}

/// <summary>A promised call as it is shown; without the number.</summary>
/// <param name="Since">When the person first called: the wait is counted from then.</param>
/// <param name="Attempts">How often the person was called.</param>
/// <param name="Sequence">0, and one more with each change.</param>
public sealed record CallbackView(
    CallbackId Id, CaseNumber Case, string Desk, CallBackKind Kind, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Since, CallbackStatus Status,
    int Attempts, int Sequence)
{
    /// <summary>Whether it can still be moved or cancelled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => Status is CallbackStatus.Promised or CallbackStatus.Late;

    /// <summary>The call as its case and its attempts tell of it; null when the case never had it.</summary>
    public static CallbackView? Of(CallbackId id, LoadedCase loaded, CallbackState attempts)
    {
        var view = loaded.History.Aggregate((CallbackView?)null, (seen, known) => Apply(id, seen, known.Fact));
        return view is null ? null : view with
        {
            Attempts = attempts.Attempt,
            Status = attempts.UnderWay && view.IsOpen ? CallbackStatus.UnderWay : view.Status,
        };
    }

    private static CallbackView? Apply(CallbackId id, CallbackView? view, object? fact) => (view, fact) switch
    {
        (_, CallBackBooked e) when e.Callback == id => new CallbackView(
            id, id.Case, e.Desk, e.Kind ?? CallBackKind.KeptPlace, e.From, e.Until, e.Since ?? e.At, CallbackStatus.Promised, 0, 0),
        ({ IsOpen: true }, CallBackMoved e) => view with
        {
            Desk = e.Desk,
            Kind = e.Kind,
            From = e.From,
            Until = e.Until,
            Sequence = e.Sequence,
            Status = CallbackStatus.Promised,
        },
        ({ IsOpen: true }, CallBackMissed) => view with { Status = CallbackStatus.Late },
        ({ IsOpen: true }, CallBackMade) => view with { Status = CallbackStatus.Made },
        ({ IsOpen: true }, CallBackGivenUp) => view with { Status = CallbackStatus.GivenUp },
        ({ IsOpen: true }, CallBackCancelled e) => view with { Status = CallbackStatus.Cancelled, Sequence = e.Sequence },
        _ => view,
    };
}
