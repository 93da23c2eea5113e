using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Callbacks;

/// <summary>What became of an order for a call.</summary>
internal abstract record CallbackOrder
{
    /// <summary>The carrier has it.</summary>
    public sealed record Taken(string Call) : CallbackOrder;

    /// <summary>The carrier has it not, and may be asked again.</summary>
    public sealed record NotTaken(TimeSpan Wait) : CallbackOrder;

    /// <summary>The number can never be called.</summary>
    public sealed record NeverTaken : CallbackOrder;

    /// <summary>Looked for and not there.</summary>
    public sealed record NotThere : CallbackOrder;

    /// <summary>Perhaps it has it.</summary>
    public sealed record Lost : CallbackOrder;

    /// <summary>An operator must mend something.</summary>
    public sealed record Hopeless(string Cause) : CallbackOrder;
}

/// <summary>Orders calls from the carrier, one a second, each claimed in the log before it is sent.</summary>
internal sealed class CallbackOrders(CallbackStore attempts, CallCarrier carrier, CallPacer pace, PhoneSettings settings, IServiceProvider services, TimeProvider clock)
{
    /// <summary>The carrier does not know the call (any more).</summary>
    public const string Gone = "gone";

    /// <summary>Before the carrier's list is asked: an order that was taken stands in it by then.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private const int LongestWaitPower = 5;

    /// <summary>Claims an order and sends it.</summary>
    /// <param name="seen">As the step was decided.</param>
    /// <param name="open">Whom to call.</param>
    /// <param name="attempt">Which attempt.</param>
    /// <param name="tries">Which order of it.</param>
    /// <param name="ct">Ends the wait; what became of an order is then asked.</param>
    /// <returns>False when somebody else was quicker, and nothing was sent.</returns>
    public async Task<(bool Claimed, CallbackOrder Outcome)> PlaceAsync(LoadedCallback seen, OpenCallBack open, int attempt, int tries, CancellationToken ct)
    {
        await pace.WaitAsync(ct);
        if (open.Phone.Text is not { } phone)
        {
            return (await attempts.ClaimAsync(seen, Tried(), ct), new CallbackOrder.NeverTaken()); // Erased meanwhile.
        }

        if (!await attempts.ClaimAsync(seen, Tried(), ct))
        {
            return (false, new CallbackOrder.Lost());
        }

        var query = $"?c={open.Callback.Value}&a={attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        var order = new OutgoingCall(phone, Absolute("/voice/callback" + query), Absolute("/voice/callback/status" + query));
        return (true, Meaning(await carrier.Place(order, ct), tries));

        CallbackTried Tried() => new(open.Callback, open.Desk, attempt, tries, clock.GetUtcNow());
    }

    /// <summary>Looks in the carrier's list for an order whose answer was lost.</summary>
    public async Task<CallbackOrder> FindAsync(OpenCallBack open, DateTimeOffset since, IReadOnlyCollection<string> known, CancellationToken ct) =>
        open.Phone.Text is { } phone ? Meaning(await carrier.Find(phone, since, known, ct), tries: 2) : new CallbackOrder.NotThere();

    /// <summary>The carrier's word for how a call stands; <see cref="Gone"/>, or null when it cannot be asked.</summary>
    public async Task<string?> LookAsync(string call, CancellationToken ct) => await carrier.Look(call, ct) switch
    {
        TwilioOutcome.Seen seen => seen.Status,
        TwilioOutcome.NotThere => Gone,
        _ => null,
    };

    private static CallbackOrder Meaning(TwilioOutcome outcome, int tries) => outcome switch
    {
        TwilioOutcome.Taken taken => new CallbackOrder.Taken(taken.Sid),
        TwilioOutcome.NotThere => new CallbackOrder.NotThere(),
        TwilioOutcome.TryLater later => new CallbackOrder.NotTaken(Longer(later.RetryAfter, TimeSpan.FromSeconds(Math.Pow(2, Math.Min(tries - 1, LongestWaitPower))))),
        TwilioOutcome.Refused no when IsTheNumbersFault(no.Code) => new CallbackOrder.NeverTaken(),
        TwilioOutcome.Refused no => new CallbackOrder.Hopeless($"The carrier refused the call ({no.Code})."),
        _ => new CallbackOrder.Lost(),
    };

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;

    /// <summary>No number, none that can be called, or one in a country that is closed: nothing that waiting could mend.</summary>
    private static bool IsTheNumbersFault(int code) => code is 21211 or 21214 or 21215 or 21216 or 21217 or 13224 or 13223;

    private Uri Absolute(string path) => new(
        string.IsNullOrEmpty(settings.Twilio.PublicUrl) ? HubAddress.OnThisMachine(services) + path : settings.Twilio.Link(path));
}
