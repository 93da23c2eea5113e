using System.Globalization;

namespace IntegrationHub.Core.Orders;

/// <summary>What is asked of one line: by its article, for its recipients, in its words.</summary>
public sealed partial class OrderChecks
{
    private void CheckArticle(OrderDraft draft, DraftLine line, Article article, ArticleType type, OrderLine made, string at)
    {
        if (!article.IsSoldOn(today))
        {
            Fault(at + ".article", $"The article {article.Id} cannot be ordered {(article.RetiresOn is { } end && end <= today ? $"since {end:yyyy-MM-dd}" : $"before {article.From:yyyy-MM-dd}")}.");
        }

        if (draft.Area is { } area && article.Area.Count > 0 && !article.Area.Contains(area, StringComparer.Ordinal))
        {
            Fault(at + ".article", $"The article {article.Id} is for {string.Join(", ", article.Area)}, not for {area}.");
        }

        if (made.TermMonths is { } term && !article.Terms.Contains(term))
        {
            Fault(at + ".termMonths", article.Terms.Count == 0 ? $"The article {article.Id} has no term; leave it out." : $"The article {article.Id} is taken for {string.Join(" or ", article.Terms)} months.");
        }

        if (line.Way is { } way && line.Package is null && !type.Ways.Contains(way))
        {
            Fault(at + ".way", $"{type.En} is delivered by {string.Join(" or ", type.Ways.Select(Word))}, not by {Word(way)}.");
        }

        var agreed = line.AgreedOnce is not null || line.AgreedMonthly is not null;
        if (type.Specified && (string.IsNullOrWhiteSpace(line.Specification) || made.Value.Minor <= 0))
        {
            Fault(at + ".specification", $"{article.Id} is specified with the supplier first: say what was agreed in specification, and the price in agreedOnce or agreedMonthly.");
        }
        else if (!type.Specified && agreed)
        {
            Fault(at + ".agreedOnce", $"The price of {article.Id} is the catalogue's; leave the agreed one out.");
        }

        if (line.Swap.Count > 0 && (type.Holds != "equipment" || line.Swap.Count > made.Quantity || line.Package is not null))
        {
            Fault(at + ".swap", "Old equipment is swapped for new equipment of a line of its own, one for each unit at most.");
        }
    }

    private void CheckRecipients(OrderDraft draft, DraftLine line, Article article, string at)
    {
        foreach (var (who, n) in line.Recipients.Select((who, n) => (who, n)))
        {
            var facts = of(who.Person);
            var field = string.Create(CultureInfo.InvariantCulture, $"{at}.recipients[{n}]");
            if (facts is { IsHere: false })
            {
                Fault(field, $"{who.Person} has left the city. Order for somebody else, or let the directory have the person back first.");
            }
            else if (facts is { Areas.Count: > 0 } && article.Area.Count > 0 && !facts.Areas.Intersect(article.Area, StringComparer.Ordinal).Any())
            {
                Fault(field, $"{who.Person} belongs to {string.Join(", ", facts.Areas)}; the article {article.Id} is for {string.Join(", ", article.Area)}.");
            }
            else if (facts is null && string.IsNullOrWhiteSpace(who.Name?.Text))
            {
                Fault(field, "Nobody in the directory is meant by it. Give the person's external id or address, or the name of somebody new.");
            }
        }

        if (line.Recipients.DistinctBy(who => who.Person).Count() != line.Recipients.Count)
        {
            Fault(at + ".recipients", "Somebody is named twice; use quantity for more than one each.");
        }
    }

    private void CheckWords(OrderDraft draft, OrderLine made, string at)
    {
        var rule = rules.Reference(draft.Organisation);
        if (!rule.Fits(made.Reference))
        {
            Fault(at + ".reference", $"The invoice reference {(made.Reference.Length == 0 ? "is missing" : $"“{Shown(made.Reference)}” does not fit")}: {rule.En}, for example {rule.Example}.");
        }

        foreach (var (name, text, most) in new[]
        {
            ("project", made.Project, 50), ("grouping", made.Grouping, 50), ("site", made.Site, LongestText), ("specification", made.Specification?.Text, LongestSpecification),
        })
        {
            if (text is not null && (text.Trim().Length == 0 || text.Length > most))
            {
                Fault($"{at}.{name}", $"{name} is 1 to {most} characters, or left out.");
            }
        }

        if (made.Wanted is { } wanted && (wanted.Until <= wanted.From || wanted.Until <= now || wanted.Until > now + s_farthest))
        {
            Fault(at + ".wanted", "The wanted time ends after it begins, lies ahead, and within two years.");
        }
    }

    private static string? PriceFault(Article article, Money once, Money monthly) => (once, monthly) switch
    {
        _ when once.Currency != Money.Kronor || monthly.Currency != Money.Kronor => $"Orders are in {Money.Kronor} alone; {article.Id} has a price in another currency.",
        ({ Minor: < 0 or > ArticleChecks.HighestPrice }, _) or (_, { Minor: < 0 or > ArticleChecks.HighestPrice }) => "A price is 0 or more, in öre, and at most a hundred million kronor.",
        _ => null,
    };
}
