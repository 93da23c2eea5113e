using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntegrationHub.Adapters.Invoices.Peppol;

namespace IntegrationHub.Tests.Invoices;

public sealed class TenThousandMutations(ITestOutputHelper output)
{
    private const int Count = 10_000;

    [Fact]
    public void Never_crash_the_reader_nor_pass_a_wrong_sum()
    {
        var sources = Examples.Own.Concat(Examples.Official).Select(Source.Of).ToList();
        var (outcomes, began) = (new string[Count], Stopwatch.GetTimestamp());
        Parallel.For(0, Count, n =>
        {
            var (how, bytes) = Mutated(sources[n % sources.Count], new Random(20261129 + n));
            switch (Examples.Read(bytes))
            {
                case InvoiceRead:
                    outcomes[n] = "taken";
                    Assert.True(IndependentSums.Wrong(bytes) is null, $"Mutation {n} ({how}) passed with a wrong sum: {IndependentSums.Wrong(bytes)}\n{Encoding.UTF8.GetString(bytes)}");
                    break;
                case InvoiceUnreadable no:
                    Assert.NotEmpty(no.Faults);
                    outcomes[n] = no.Code;
                    break;
            }
        });

        var counts = outcomes.GroupBy(outcome => outcome, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => $"{same.Count()} {same.Key}");
        output.WriteLine($"{Count} mutated invoices in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {string.Join(", ", counts)}");
        Assert.InRange(outcomes.Count(outcome => outcome == "taken"), 100, Count - 1_000);
    }

    [Fact]
    public void Changed_amounts_are_all_noticed()
    {
        var random = new Random(7);
        foreach (var path in Examples.Own.Concat(Examples.Official))
        {
            var source = File.ReadAllBytes(path);
            foreach (var place in Enumerable.Range(0, Amounts(XDocument.Parse(Encoding.UTF8.GetString(source).TrimStart('\uFEFF'))).Count))
            {
                var document = XDocument.Parse(Encoding.UTF8.GetString(source).TrimStart('\uFEFF'), LoadOptions.PreserveWhitespace);
                var amount = Amounts(document)[place];
                amount.Value = (decimal.Parse(amount.Value, CultureInfo.InvariantCulture) + random.Next(5, 5_000)).ToString(CultureInfo.InvariantCulture);
                Assert.True(Examples.Read(Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting))) is InvoiceUnreadable, $"{Path.GetFileName(path)}: {amount}");
            }
        }
    }

    /// <summary>Those that no rounding excuses; the VAT in its own currency stands alone.</summary>
    private static List<XElement> Amounts(XDocument document) =>
    [
        .. document.Descendants().Where(part => part.Name.LocalName is "LineExtensionAmount" or "TaxExclusiveAmount" or "TaxInclusiveAmount" or "PayableAmount" or "TaxableAmount"
            || (part.Name.LocalName == "TaxAmount" && part.Parent!.Elements().Count() > 1)),
    ];

    private static (string How, byte[] Bytes) Mutated(Source source, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                var flipped = source.Bytes.ToArray();
                for (var times = random.Next(1, 4); times > 0; times--)
                {
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                }

                return ("flipped", flipped);
            case 1:
                return ("cut", source.Bytes[..random.Next(source.Bytes.Length)]);
            case 2:
                var at = source.Text.IndexOf("?>", StringComparison.Ordinal) + 2;
                return ("entity", Encoding.UTF8.GetBytes(source.Text[..at] + "<!DOCTYPE Invoice [<!ENTITY x \"9\">]>" + source.Text[at..].Replace("00<", "&x;<", StringComparison.Ordinal)));
            case 3:
                var noisy = source.Bytes.ToArray();
                random.NextBytes(noisy.AsSpan(random.Next(noisy.Length - 8), 8));
                return ("noise", noisy);
            default:
                var (how, text) = InElements(source, random);
                return (how, Encoding.UTF8.GetBytes(text));
        }
    }

    private static (string How, string Text) InElements(Source source, Random random)
    {
        var text = source.Text;
        var one = source.Elements[random.Next(source.Elements.Count)];
        var other = source.Elements[random.Next(source.Elements.Count)];
        switch (random.Next(6))
        {
            case 0:
                return ("dropped", text.Remove(one.Begin, one.End - one.Begin));
            case 1:
                return ("doubled", text.Insert(one.End, text[one.Begin..one.End]));
            case 2 when other.Begin >= one.End:
                return ("moved", text.Insert(other.Begin, text[one.Begin..one.End]).Remove(one.Begin, one.End - one.Begin));
            case 5:
                return ("currency", text[..one.Begin] + text[one.Begin..one.End].Replace("currencyID=\"", "currencyID=\"X", StringComparison.Ordinal) + text[one.End..]);
            default:
                var number = source.Numbers[random.Next(source.Numbers.Count)];
                var value = text[number.Begin..number.End];
                return ("number", text[..number.Begin] + random.Next(5) switch
                {
                    0 => "-" + value,
                    1 => value + "0",
                    2 => (decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.01m).ToString(CultureInfo.InvariantCulture),
                    3 => "1e5",
                    _ => random.NextInt64().ToString(CultureInfo.InvariantCulture),
                } + text[number.End..]);
        }
    }

    /// <summary>An invoice, and where its elements and the numbers in them stand.</summary>
    private sealed record Source(byte[] Bytes, string Text, IReadOnlyList<(int Begin, int End)> Elements, IReadOnlyList<(int Begin, int End)> Numbers)
    {
        public static Source Of(string path)
        {
            var bytes = File.ReadAllBytes(path);
            var text = Encoding.UTF8.GetString(bytes);
            var (open, elements, numbers) = (new Stack<(string Name, int Begin, int Inner)>(), new List<(int, int)>(), new List<(int, int)>());
            foreach (Match tag in Regex.Matches(text, @"<!--.*?-->|<(?<end>/?)(?<name>[A-Za-z:]+)[^<>]*?(?<empty>/?)>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))
            {
                if (tag.Groups["name"].Length > 0 && tag.Groups["end"].Length == 0 && tag.Groups["empty"].Length == 0)
                {
                    open.Push((tag.Groups["name"].Value, tag.Index, tag.Index + tag.Length));
                }
                else if (tag.Groups["end"].Length > 0 && open.Count > 1)
                {
                    var (_, begin, inner) = open.Pop();
                    elements.Add((begin, tag.Index + tag.Length));
                    if (decimal.TryParse(text[inner..tag.Index], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    {
                        numbers.Add((inner, tag.Index));
                    }
                }
            }

            return new(bytes, text, elements, numbers);
        }
    }
}
