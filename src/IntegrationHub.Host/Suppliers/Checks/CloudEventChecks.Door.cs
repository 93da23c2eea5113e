using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <content>The door: who is let in, and how that is asked.</content>
internal sealed partial class CloudEventChecks
{
    private async Task<Verdict> ReachableAsync(CancellationToken ct)
    {
        var answer = await exchange.AskConsentAsync(ct);
        return answer.Status is not null
            ? Verdict.Passed($"OPTIONS was answered {answer.Status} in {Seconds(answer.Took)}.")
            : Verdict.Failed($"OPTIONS was answered {answer}.", $"See that a server answers at Suppliers:{supplier.Id}:Url, and that it can be reached from here.");
    }

    /// <remarks>Source: cloudevents/spec 1.0.2, <c>http-webhook.md</c>, 4: only headers consent; 405 says that the handshake is not supported.</remarks>
    private async Task<Verdict> HandshakeAsync(CancellationToken ct)
    {
        const string Mend = "Answer OPTIONS with WebHook-Allowed-Origin (the origin that asked, or *) and WebHook-Allowed-Rate, or with 405 if you do not have the handshake.";
        var answer = await exchange.AskConsentAsync(ct);
        var (origin, rate) = (answer.Headers.GetValueOrDefault("WebHook-Allowed-Origin"), answer.Headers.GetValueOrDefault("WebHook-Allowed-Rate"));
        return answer switch
        {
            { Status: 405 } => Verdict.NotApplicable("OPTIONS was answered 405: it does not have the handshake, and the hub delivers without."),
            { IsTaken: false } => Verdict.Failed($"OPTIONS was answered {answer}.", Mend),
            _ when !SupplierExchange.IsConsent(origin) => Verdict.Failed($"OPTIONS was answered {answer.Status} with WebHook-Allowed-Origin: {origin ?? "none"}; a status alone is no consent.", Mend),
            _ when rate is null => Verdict.Failed("A rate was asked for, and WebHook-Allowed-Rate is not there.", Mend),
            _ => Verdict.Passed($"WebHook-Allowed-Origin: {origin}, WebHook-Allowed-Rate: {rate}."),
        };
    }

    private async Task<Verdict> TokenAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var request = CheckRequest.Structured(about.Event(about.Assigned(), exchange.Now));
        var none = await exchange.PostAsync(about, request with { Token = "" }, ct);
        var wrong = await exchange.PostAsync(about, request with { Token = "not-" + supplier.Token }, ct);
        return none.Status is 401 or 403 && wrong.Status is 401 or 403
            ? Verdict.Passed($"Without a token: {none.Status}; with a wrong one: {wrong.Status}.")
            : Verdict.Failed($"Without a token: {none}; with a wrong one: {wrong}.", Mend4xx + $" Compare the whole token with Suppliers:{supplier.Id}:Token.");
    }

    private async Task<Verdict> SignatureAsync(CancellationToken ct)
    {
        if (supplier.SigningKey is null)
        {
            return Verdict.NotApplicable($"No Suppliers:{supplier.Id}:SigningKey is agreed.");
        }

        var about = exchange.NewCase();
        var request = CheckRequest.Structured(about.Event(about.Assigned(), exchange.Now));
        var none = await exchange.PostAsync(about, request with { SigningKey = "" }, ct);
        var wrong = await exchange.PostAsync(about, request with { SigningKey = "whsec_" + Convert.ToBase64String(new byte[32]) }, ct);
        return none.Status is 401 or 403 && wrong.Status is 401 or 403
            ? Verdict.Passed($"Without a signature: {none.Status}; with one by another key: {wrong.Status}.")
            : Verdict.Failed($"Without a signature: {none}; with one by another key: {wrong}.", Mend4xx + " Check webhook-signature over 'id.timestamp.body', on the raw bytes.");
    }

    /// <summary>Whether a sound event is taken in a mode. What the hub never sends may be answered 415.</summary>
    private async Task<Verdict> TakesAsync(string name, Func<OutgoingEvent, CheckRequest> mode, bool isSent, CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned(), exchange.Now);
        var request = mode(told);
        var answer = isSent ? await exchange.TellAsync(about, told, request, ct) : await exchange.PostAsync(about, request, ct);
        if (answer.IsTaken)
        {
            return Verdict.Passed($"An event in {name} mode was answered {answer.Status}.");
        }

        return answer.Status == 415 && !isSent
            ? Verdict.NotApplicable("Answered 415: it does not take this mode, and the hub does not send it.")
            : Verdict.Failed(
                $"An event in {name} mode was answered {answer}.",
                isSent ? "Take what the hub sends: structured, application/cloudevents+json, and answer 2xx." : "Take it, or answer 415.");
    }

    private async Task<Verdict> UnknownFieldsAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned("med fält som inte finns i avtalet."), exchange.Now);
        var answer = await exchange.TellAsync(about, told, Changed(told, message =>
        {
            message["checkextension"] = "passed-over";
            message["data"]!["notInTheContract"] = new JsonObject { ["passed"] = "over" };
        }), ct);
        return answer.IsTaken
            ? Verdict.Passed($"A field and an attribute that are not in the contract were passed over ({answer.Status}).")
            : Verdict.Failed($"An event with a field and an attribute more was answered {answer}.", "Pass over what you do not know: the hub may say more one day.");
    }

    private async Task<Verdict> UnknownTypesAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Note("En typ som inte finns än."), exchange.Now) with { Type = "hub.case.check-unknown.v1" };
        var answer = await exchange.PostAsync(about, CheckRequest.Structured(told), ct);
        return answer.IsTaken
            ? Verdict.Passed($"An event of the type {told.Type} was answered {answer.Status}.")
            : Verdict.Failed($"An event of the type {told.Type} was answered {answer}.", "Answer 2xx to types that you do not know, and do nothing about them: the hub may send more types one day.");
    }

    private async Task<Verdict> MalformedAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        OutgoingEvent New() => about.Event(about.Assigned(), exchange.Now);
        List<string> faults = [];
        foreach (var (what, field, request) in new (string, string, CheckRequest)[]
        {
            ("a body that is no JSON", "", CheckRequest.Structured(New()) with { Body = "{\"specversion\":"u8.ToArray() }),
            ("an event without a type", "type", Changed(New(), message => message.Remove("type"))),
            ("an event without an id", "id", Changed(New(), message => message.Remove("id"))),
            ("an event of specversion 0.1", "specversion", Changed(New(), message => message["specversion"] = "0.1")),
            ("a case without a description", "description", Changed(New(), message => message["data"]!.AsObject().Remove("description"))),
        })
        {
            var answer = await exchange.PostAsync(about, request, ct);
            if (!answer.IsRefused)
            {
                faults.Add($"{what} was answered {answer}");
            }
            else if (!answer.Body.Contains(field, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"{what} was answered {answer}, which does not name the field '{field}'");
            }
        }

        return faults.Count == 0
            ? Verdict.Passed("Five malformed events were each refused with a 4xx that names the field.")
            : Verdict.Failed(Sentence(faults), "Answer 400 with a body that names the field, so that somebody can mend it; never 2xx, never 5xx.");
    }

    private async Task<Verdict> LongTextsAsync(CancellationToken ct)
    {
        const int Longest = 20_000 - 100; // As the schema of hub.case.assigned.v1 allows; less what marks the case as a test.
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned(string.Concat(Enumerable.Repeat("Skärmen är svart. ", Longest)).AsSpan(0, Longest).ToString()), exchange.Now);
        var answer = await exchange.TellAsync(about, told, CheckRequest.Structured(told), ct);
        return answer.IsTaken
            ? Verdict.Passed(Text($"A description of {Longest} characters was answered {answer.Status}."))
            : Verdict.Failed(Text($"A description of {Longest} characters was answered {answer}."), "Take what the schema allows: descriptions of 20,000 characters, in UTF-8.");
    }

    private async Task<Verdict> TooLargeAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Note("En händelse som är för stor."), exchange.Now);
        var answer = await exchange.PostAsync(
            about, Changed(told, message => message["data"]!["padding"] = new string('x', EventLimits.Default.Bytes)), ct);
        return answer.IsRefused || answer.IsTaken
            ? Verdict.Passed($"An event of more than 1 MiB was answered {answer.Status}.")
            : Verdict.Failed($"An event of more than 1 MiB was answered {answer}.", "Answer 413 to what is too large for you; do not fall over it.");
    }

    /// <summary>A sound event with something changed in its JSON.</summary>
    private static CheckRequest Changed(OutgoingEvent told, Action<JsonObject> change)
    {
        var message = JsonNode.Parse(told.Encode().Span)!.AsObject();
        change(message);
        return CheckRequest.Structured(told) with { Body = Encoding.UTF8.GetBytes(message.ToJsonString()) };
    }
}
