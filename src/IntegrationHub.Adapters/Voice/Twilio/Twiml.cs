using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>What the hub tells Twilio to do next. Keep it to give a repeated step the same answer.</summary>
/// <param name="Xml">UTF-8 document with the root <c>Response</c>, under 64 kB.</param>
/// <remarks>Source: twilio.md, sections 1 (content type, size) and 4; names and values as in the official generator.</remarks>
public sealed record Twiml(string Xml) : IResult
{
    /// <summary>Largest document Twilio reads, in bytes (error 11750).</summary>
    public const int MostBytes = 64 * 1000;

    /// <summary>The content type; anything with <c>text/plain</c> would be read aloud.</summary>
    public const string ContentType = "text/xml; charset=utf-8";

    /// <summary>Nothing to say; ends a call, leaves a text message without reply.</summary>
    public static Twiml Empty { get; } = new("""<?xml version="1.0" encoding="utf-8"?><Response />""");

    /// <summary>Instructions for a call, done in order.</summary>
    /// <param name="verbs">Says that are too long for one document are shortened, all alike.</param>
    /// <exception cref="InvalidOperationException">Over 64 kB though every text was left out.</exception>
    public static Twiml Voice(params IReadOnlyList<Verb> verbs) =>
        Within64Kilobytes((writer, longest) => new TwimlWriter(writer, longest).Write(verbs));

    /// <summary>Replies to a text message.</summary>
    /// <param name="messages">Made cheap to send, see <see cref="SmsText.Plain"/>.</param>
    public static Twiml Messaging(params IReadOnlyList<Message> messages) =>
        Within64Kilobytes((writer, longest) => new TwimlWriter(writer, longest).Write(messages));

    /// <summary>Answers the webhook with this document.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.ContentLength = Encoding.UTF8.GetByteCount(Xml);
        return httpContext.Response.WriteAsync(Xml, httpContext.RequestAborted);
    }

    private static readonly XmlWriterSettings s_format =
        new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.None };

    private static Twiml Within64Kilobytes(Action<XmlWriter, int> write)
    {
        foreach (var longest in (ReadOnlySpan<int>)[int.MaxValue, 16_000, 4_000, 1_000, 250, 0])
        {
            using var bytes = new MemoryStream();
            using (var writer = XmlWriter.Create(bytes, s_format))
            {
                writer.WriteStartElement("Response");
                write(writer, longest);
                writer.WriteEndElement();
            }

            if (bytes.Length < MostBytes)
            {
                return new Twiml(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
            }
        }

        throw new InvalidOperationException("A TwiML document has room for 64 kB; use fewer verbs.");
    }
}
