using System.Globalization;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Host.Pages.Audit;

/// <summary>One piece of a ribbon, in thousandths of its length.</summary>
/// <param name="Shade">0 to 7; the same party has the same shade on the whole page.</param>
internal sealed record RibbonPiece(ResponsibleSpan Span, string X, string Width, int Shade);

/// <summary>Who had the ball, drawn along the time of a whole story. What it shows stands beside it as a list.</summary>
internal static class Ribbon
{
    private const double Length = 1000;
    private const int Shades = 8;
    private const double Least = 2;

    /// <summary>The pieces of one ledger.</summary>
    /// <param name="ledger">The spans.</param>
    /// <param name="from">Where the drawing begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="parties">Every party of the page, in order.</param>
    public static IReadOnlyList<RibbonPiece> Of(IReadOnlyList<ResponsibleSpan> ledger, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string> parties)
    {
        var whole = Math.Max(1, (to - from).TotalSeconds);
        return [.. ledger.Select(span =>
        {
            var begin = (span.From - from).TotalSeconds / whole * Length;
            var width = Math.Max(Least, span.Seconds / whole * Length);
            return new RibbonPiece(span, Text(Math.Min(begin, Length - Least)), Text(width), ShadeOf(span.Responsible, parties));
        })];
    }

    /// <summary>The shade of a party.</summary>
    public static int ShadeOf(string party, IReadOnlyList<string> parties) => Math.Max(0, parties.ToList().IndexOf(party)) % Shades;

    private static string Text(double thousandths) => thousandths.ToString("0.##", CultureInfo.InvariantCulture);
}
