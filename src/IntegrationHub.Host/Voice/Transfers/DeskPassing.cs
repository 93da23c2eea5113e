using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice.Transfers;

/// <summary>A desk that has picked up passes the call on by keys and a few words, without having talked with the caller.</summary>
internal sealed class DeskPassing(CallStore calls, CallDesk desk, CallTransfer transfers, TurnTwiml twiml, ServiceCatalogue catalogue, PhoneSettings settings, TimeProvider clock)
{
    private const int MostKeys = 9;

    /// <summary>Asks where to; null when the desk is not asked about this call or no other desk answers.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Twiml?> AskWhereAsync(string call, int step, CancellationToken ct) =>
        await TargetsAsync(call, step, ct) is { Count: > 0 } targets ? twiml.WhereTo(call, step, targets) : null;

    /// <summary>The answer to where to, and then to what the next should know. Anything else is a call not taken.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Twiml> PassAsync(string call, int step, string? to, TwilioRequest request, CancellationToken ct)
    {
        var targets = await TargetsAsync(call, step, ct);
        if (string.IsNullOrEmpty(to))
        {
            return int.TryParse(request.Digits, NumberStyles.None, CultureInfo.InvariantCulture, out var key) && key >= 1 && key <= targets.Count
                ? twiml.WhatToTell(call, step, targets[key - 1])
                : await NotTakenAsync(call, step, ct);
        }

        var words = request.SpeechResult is { Length: > 0 } said ? said : "Servicedesken lämnade samtalet vidare utan ord.";
        var from = (await calls.LoadAsync(call, ct)).State.Turn.Desk;
        var asked = await transfers.AskAsync(new TransferWish(call, step, from, to, words), new EventContext("desk:" + from, "phone", call), ct);
        return asked is Refused<CallEvent> ? await NotTakenAsync(call, step, ct) : TurnTwiml.Decided(taken: false);
    }

    private async Task<Twiml> NotTakenAsync(string call, int step, CancellationToken ct) => TurnTwiml.Decided(await desk.DecideOfferAsync(call, step, takes: false, ct));

    private async Task<IReadOnlyList<string>> TargetsAsync(string call, int step, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await calls.LoadAsync(call, ct)).State is { Turn: { Kind: TurnKind.Connect, Case: not null, Desk: { } own } } state && state.Step == step
            ? [.. catalogue.Desks.Select(other => other.Id).Where(other => other != own && settings.Desks.ContainsKey(other) && settings.HoursOf(other).IsOpen(now)).Take(MostKeys)]
            : [];
    }
}
