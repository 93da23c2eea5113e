using System.Globalization;
using System.Xml.Linq;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>One leg of a pretended call: the caller's, or the desk's while it is asked whether it wants the caller.</summary>
/// <param name="id">CA and 32 hex digits.</param>
/// <param name="parent">The caller's leg; null for the caller's own.</param>
internal sealed class SimulatedLeg(string id, string from, string to, string direction, DateTimeOffset now, SimulatedLeg? parent)
{
    private const int MostLines = 400;

    public string Id => id;

    public string From => from;

    public SimulatedLeg? Parent => parent;

    /// <summary>One at a time: pages are impatient.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public List<SpokenLine> Lines { get; } = parent?.Lines ?? [];

    public string Status { get; set; } = direction == "inbound" ? "ringing" : "in-progress";

    /// <summary>Who hears how the call goes, when the hub said it with the order; null for the number's own address.</summary>
    public Uri? StatusCallback { get; init; }

    public string Twiml { get; set; } = "";

    public string? Note { get; set; }

    /// <summary>Documents fetched since somebody last did something.</summary>
    public int Documents { get; set; }

    /// <summary>Address of the document being played.</summary>
    public Uri? Document { get; set; }

    /// <summary>Verbs of the document, and the one the leg waits in.</summary>
    public IReadOnlyList<XElement> Verbs { get; set; } = [];

    public int At { get; set; }

    public bool Waiting { get; set; }

    public bool Ended { get; set; }

    /// <summary>Caller and desk hear each other. On the desk's leg: the whisper is over and it takes the call.</summary>
    public bool Talking { get; set; }

    public DateTimeOffset TalkSince { get; set; }

    /// <summary>The desk's leg while its whisper runs.</summary>
    public SimulatedLeg? Desk { get; set; }

    public DateTimeOffset StartedAt { get; } = now;

    public DateTimeOffset TouchedAt { get; set; } = now;

    /// <summary>The verb waited in; null when none is.</summary>
    public XElement? Open => Waiting && !Ended && At < Verbs.Count ? Verbs[At] : null;

    public void Hear(XElement say)
    {
        // A pause or a number within is an element: the words on its two sides are not one word.
        var text = string.Join(' ', string.Join(' ', say.DescendantNodes().OfType<XText>().Select(part => part.Value))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Lines.Add(new SpokenLine(text, (string?)say.Attribute("language"), ToDesk: parent is not null));
        if (Lines.Count > MostLines)
        {
            Lines.RemoveAt(0);
        }
    }

    /// <summary>The parameters of every voice request, and some more.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields(
        string account, params ReadOnlySpan<(string Name, string Value)> more)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("AccountSid", account), new("ApiVersion", "2010-04-01"), new("CallSid", id), new("CallStatus", Status),
            new("Called", to), new("Caller", from), new("Direction", direction), new("From", from), new("To", to),
        ];
        if (parent is not null)
        {
            fields.Add(new("ParentCallSid", parent.Id));
        }

        foreach (var (name, value) in more)
        {
            fields.RemoveAll(f => f.Key == name);
            fields.Add(new(name, value));
        }

        return fields;
    }

    public PhoneView View() => new(id, from, [.. Lines], Wait(), Status, Desk?.Twiml ?? Twiml, Note ?? Desk?.Note);

    private PhoneWait Wait()
    {
        var open = Open;
        return Ended ? new(PhoneWaitKind.Ended)
            : Talking ? new(PhoneWaitKind.Talk, Target: Target(open))
            : Desk?.Open is { } asked ? Gather(PhoneWaitKind.Whisper, asked)
            : open?.Name.LocalName switch
            {
                "Gather" => Gather(PhoneWaitKind.Gather, open),
                "Dial" => new(PhoneWaitKind.Dial, Target: Target(open)),
                "Enqueue" => new(PhoneWaitKind.Queue, Target: Target(open)),
                "Record" => new(PhoneWaitKind.Recording, Speech: true),
                _ => new(PhoneWaitKind.Ended),
            };
    }

    private static PhoneWait Gather(PhoneWaitKind kind, XElement gather)
    {
        var input = (string?)gather.Attribute("input") ?? "dtmf";
        return new(kind, input.Contains("dtmf", StringComparison.Ordinal), input.Contains("speech", StringComparison.Ordinal),
            (string?)gather.Attribute("language") ?? "en-US");
    }

    private static string? Target(XElement? open) =>
        open is null ? null
        : open.HasElements ? string.Join(", ", open.Elements().Select(e => e.Value.Trim()))
        : open.Value.Trim();

    /// <summary>Whole seconds from then to now, as Twilio writes them.</summary>
    public static string Seconds(DateTimeOffset then, DateTimeOffset now) =>
        Math.Max(0, (int)(now - then).TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
