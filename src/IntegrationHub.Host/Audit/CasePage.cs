using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Host.Audit;

/// <summary>The package's page: one file in Swedish, without script and without anything from elsewhere.</summary>
internal static class CasePage
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private const string Style = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
        table{border-collapse:collapse;width:100%;margin:1rem 0 2rem}caption{text-align:left;font-weight:600;padding:.5rem 0}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #767676;overflow-wrap:anywhere}
        dl{margin:0}dt{font-weight:600;float:left;clear:left;margin-right:.4rem}dt::after{content:":"}code{font-size:.9em}
        """;

    /// <summary>The page.</summary>
    public static string Of(CaseTimeline timeline, ChainProof proof, DateTimeOffset? asOf, DateTimeOffset now)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Ärende {timeline.Number}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Ärende {timeline.Number}</h1>
            <p>{(asOf is { } then ? $"Så som det var känt {Time(then)}." : "Allt som är känt.")} Framtaget {Time(now)}. Tider är svensk tid.</p>
            <h2>Vem som hade ansvaret</h2>
            <table><caption>Ansvariga i tidsordning</caption>
            <thead><tr><th scope="col">Ansvarig</th><th scope="col">Från</th><th scope="col">Till</th><th scope="col">Tid</th></tr></thead><tbody>

            """);
        foreach (var span in timeline.Ledger)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"<tr><td>{Text(Party(span.Responsible))}</td><td>{Time(span.From)}</td><td>{(span.Until is { } end ? Time(end) : "pågår")}</td><td>{Duration(span.Seconds)}</td></tr>");
        }

        page.AppendLine("""
            </tbody></table>
            <h2>Vad som hände</h2>
            <table><caption>Alla händelser</caption>
            <thead><tr><th scope="col">Nr</th><th scope="col">Hände</th><th scope="col">Känt av navet</th><th scope="col">Händelse</th><th scope="col">Av</th><th scope="col">Ansvarig efteråt</th><th scope="col">Uppgifter</th></tr></thead><tbody>
            """);
        foreach (var entry in timeline.Events)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"""
                <tr><td>{entry.Revision.ToString(CultureInfo.InvariantCulture)}</td><td>{Time(entry.At)}</td><td>{Time(entry.RecordedAt)}</td>
                <td>{Text(SwedishNames.Of(entry.Type))}<br><code>{Text(entry.Type)}</code></td><td>{Text(entry.By)} ({Text(entry.Channel)})</td>
                <td>{Text(Party(entry.Responsible))}</td><td>{Details(entry.Data)}</td></tr>
                """);
        }

        page.AppendLine("""
            </tbody></table>
            <h2>Bevis</h2>
            <p>Varje händelse är en länk i stadens kedja av händelser. Kedjan är undertecknad vid kontrollpunkterna nedan. Hur det kontrolleras står i <code>verify.md</code>.</p>
            <table><caption>Kontrollpunkter</caption>
            <thead><tr><th scope="col">Länk</th><th scope="col">Undertecknad</th><th scope="col">Nyckel</th><th scope="col">Kedjans värde</th></tr></thead><tbody>
            """);
        foreach (var checkpoint in proof.Segments.Select(segment => segment.Checkpoint))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"<tr><td>{checkpoint.Ordinal.ToString(CultureInfo.InvariantCulture)}</td><td>{Time(checkpoint.At)}</td><td><code>{Text(checkpoint.KeyId)}</code></td><td><code>{checkpoint.Hash}</code></td></tr>");
        }

        return page.AppendLine("</tbody></table></main></body></html>").ToString();
    }

    private static string Details(JsonElement data)
    {
        if (data.ValueKind is not JsonValueKind.Object)
        {
            return Text(data.ToString());
        }

        var shown = data.EnumerateObject().Where(field => field.Value.ValueKind is not JsonValueKind.Null)
            .Select(field => $"<dt>{Text(field.Name)}</dt><dd>{Details(field.Value)}</dd>");
        return $"<dl>{string.Concat(shown)}</dl>";
    }

    private static string Party(string party) => party switch
    {
        "user" => "användaren",
        "nobody" => "ingen",
        "integrator" => "tjänsteintegratören",
        _ => party.StartsWith("desk:", StringComparison.Ordinal) ? "servicedesk " + party["desk:".Length..] : party,
    };

    private static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalDays >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} tim")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Hours} tim {time.Minutes} min");
    }

    private static string Time(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, s_city).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
