using System.Globalization;
using System.Xml;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Writes verbs as elements.</summary>
/// <param name="xml">Inside the root element.</param>
/// <param name="longest">Most characters of one text and of one list of hints.</param>
internal sealed class TwimlWriter(XmlWriter xml, int longest)
{
    // Under the limit of every voice; Twilio warns (13521) above 4500 characters URL-encoded.
    private const int MostSaid = 3000;
    private const int MostSaidEncoded = 4500;

    public void Write(IReadOnlyList<Verb> verbs)
    {
        foreach (var verb in verbs)
        {
            Write(verb);
        }
    }

    public void Write(IReadOnlyList<Message> messages)
    {
        foreach (var text in messages.SelectMany(m => TwimlText.Split(
            TwimlText.Cut(TwimlText.Legal(SmsText.Plain(m.Text)), longest), SmsText.Most, int.MaxValue)))
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                Text("Message", text);
            }
        }
    }

    private void Write(Verb verb)
    {
        switch (verb)
        {
            case Say say: Write(say); break;
            case Gather gather: Write(gather); break;
            case Dial dial: Write(dial); break;
            case Pause pause: Element("Pause", ("length", Number(pause.Seconds, 1, 600))); break;
            case Play play: Text("Play", play.Url); break;
            case Redirect redirect: Text("Redirect", redirect.Url, ("method", "POST")); break;
            case Hangup: Element("Hangup"); break;
            case Enqueue queue:
                Text("Enqueue", queue.Name, ("action", queue.Action), ("method", "POST"),
                    ("waitUrl", queue.WaitUrl), ("waitUrlMethod", queue.WaitUrl is null ? null : "POST"));
                break;
            case Recording record:
                Element("Record", ("action", record.Action), ("method", "POST"),
                    ("maxLength", Number(record.MaxLength, 1, 14_400)), ("timeout", Number(record.Timeout, 1, 60)),
                    ("finishOnKey", record.FinishOnKey), ("playBeep", Bool(record.PlayBeep)),
                    ("recordingStatusCallback", record.StatusCallback), ("recordingStatusCallbackMethod", record.StatusCallback is null ? null : "POST"));
                break;
            default: throw new NotSupportedException($"The verb {verb.GetType().Name} has no element yet.");
        }
    }

    private void Write(Say say)
    {
        int length = 0, encoded = 0;
        foreach (var part in say.Parts.SelectMany(Pieces))
        {
            var text = part switch { Words words => words.Text, Digits digits => digits.Number, _ => "" };
            var (more, moreEncoded) = (text.Length, TwimlText.EncodedLength(text));
            if (length > 0 && (length + more > MostSaid || encoded + moreEncoded > MostSaidEncoded))
            {
                xml.WriteEndElement();
                length = encoded = 0;
            }

            if (length == 0)
            {
                Start("Say", ("language", say.Language), ("voice", say.Voice));
            }

            Write(part);
            (length, encoded) = (length + more, encoded + moreEncoded);
        }

        if (length > 0)
        {
            xml.WriteEndElement();
        }
    }

    // Legal, short enough and, because an empty Say is a warning (13520), never blank.
    private IEnumerable<Spoken> Pieces(Spoken part) => part switch
    {
        Words words => TwimlText.Split(TwimlText.Cut(TwimlText.Legal(words.Text), longest), MostSaid, MostSaidEncoded)
            .Where(t => t.AsSpan().Trim().Length > 0).Select(t => new Words(t)),
        Digits digits when TwimlText.Cut(digits.Number, Math.Min(longest, 100)) is var number
            && number.Any(char.IsAsciiLetterOrDigit) =>
            [digits with { Number = number }],
        _ => [],
    };

    private void Write(Spoken part)
    {
        if (part is Words words)
        {
            xml.WriteString(words.Text);
        }
        else if (part is Digits digits)
        {
            var first = true;
            foreach (var group in Groups(digits))
            {
                if (!first)
                {
                    Element("break", ("strength", "medium"));
                }

                Text("say-as", group, ("interpret-as", char.IsAsciiDigit(group[0]) ? "digits" : "characters"));
                first = false;
            }
        }
    }

    private static IEnumerable<string> Groups(Digits digits)
    {
        var (number, size) = (digits.Number, Math.Max(1, digits.Group));
        for (int at = 0, end; at < number.Length; at = Math.Max(end, at + 1))
        {
            Func<char, bool> kind = char.IsAsciiDigit(number[at]) ? char.IsAsciiDigit : char.IsAsciiLetter;
            for (end = at; end < number.Length && end - at < size && kind(number[end]); end++)
            {
            }

            if (end > at)
            {
                yield return number[at..end];
            }
        }
    }

    private void Write(Gather gather)
    {
        var speech = gather.Input.HasFlag(GatherInput.Speech);
        var keys = gather.Input.HasFlag(GatherInput.Keys);
        Start("Gather",
            ("input", keys && speech ? "dtmf speech" : speech ? "speech" : "dtmf"),
            ("action", gather.Action), ("method", "POST"),
            ("timeout", Number(gather.Timeout, 1, 60)),
            ("numDigits", keys && gather.NumDigits is { } n ? Number(n, 1, 100) : null),
            ("finishOnKey", keys ? gather.FinishOnKey : null),
            ("language", speech ? gather.Language : null),
            ("speechTimeout", !speech ? null : gather.SpeechTimeout is { } s ? Number(s, 1, 60) : "auto"),
            ("speechModel", speech ? gather.SpeechModel : null),
            ("hints", speech && gather.Hints.Count > 0 ? Hints(gather.Hints) : null),
            ("profanityFilter", speech ? Bool(gather.ProfanityFilter) : null),
            ("actionOnEmptyResult", Bool(gather.ActionOnEmptyResult)));
        foreach (var prompt in gather.Prompts.Where(p => p is Say or Play or Pause))
        {
            Write(prompt);
        }

        xml.WriteEndElement();
    }

    private string Hints(IReadOnlyList<string> hints)
    {
        var phrases = hints.Select(h => TwimlText.Legal(h.Replace(',', ' ')).Trim())
            .Where(h => h.Length is > 0 and <= 100).Take(500);
        var used = 0;
        return string.Join(',', phrases.TakeWhile(h => (used += h.Length + 1) <= longest));
    }

    private void Write(Dial dial)
    {
        Start("Dial", ("action", dial.Action), ("method", dial.Action is null ? null : "POST"),
            ("timeout", Number(dial.Timeout, 5, 600)), ("callerId", dial.CallerId));
        foreach (var target in dial.Targets.Take(10))
        {
            switch (target)
            {
                case PhoneNumber { WhisperUrl: { } url } phone:
                    Text("Number", phone.Number, ("url", url), ("method", phone.Method));
                    break;
                case PhoneNumber phone: Text("Number", phone.Number); break;
                case WaitingLine { Url: { } url } line: Text("Queue", line.Name, ("url", url), ("method", "POST")); break;
                case WaitingLine line: Text("Queue", line.Name); break;
            }
        }

        xml.WriteEndElement();
    }

    private void Start(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                xml.WriteAttributeString(attribute, TwimlText.Legal(value));
            }
        }
    }

    private void Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        xml.WriteEndElement();
    }

    private void Text(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        xml.WriteString(TwimlText.Legal(text));
        xml.WriteEndElement();
    }

    private static string Number(int value, int least, int most) =>
        Math.Clamp(value, least, most).ToString(CultureInfo.InvariantCulture);

    private static string Bool(bool value) => value ? "true" : "false";
}
