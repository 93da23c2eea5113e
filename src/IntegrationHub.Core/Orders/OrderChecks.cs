using System.Globalization;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>Prices a draft, and finds what contradicts itself, the catalogue or the rules. Pure; every fault is told at once.</summary>
/// <param name="catalogue">What can be ordered.</param>
/// <param name="rules">Types, references, approval.</param>
/// <param name="orderer">Who orders: what was agreed is kept under this person's key.</param>
/// <param name="of">What the directory knows of a recipient; null for somebody who is not in it.</param>
/// <param name="now">When.</param>
/// <param name="today">The same, as a day in Stockholm.</param>
public sealed partial class OrderChecks(ArticleCatalogue catalogue, OrderRules rules, PersonId orderer, Func<PersonId, RecipientFacts?> of, DateTimeOffset now, DateOnly today)
{
    /// <summary>Lines of one order at most.</summary>
    public const int MostLines = 200;

    /// <summary>Units of one line at most.</summary>
    public const int MostUnits = 1_000;

    /// <summary>Units of all lines together at most: each becomes something that is held.</summary>
    public const int MostInAll = 2_000;

    private const int LongestText = 200;
    private const int LongestSpecification = 2_000;
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(730);
    private readonly List<OrderFault> _faults = [];
    private readonly List<OrderLine> _lines = [];

    /// <summary>The lines, their approver and the faults. Of a draft with faults nothing may be ordered.</summary>
    public PricedDraft Of(OrderDraft draft)
    {
        if (draft.Lines.Count is 0 or > MostLines)
        {
            Fault("lines", $"An order has 1 to {MostLines} lines.");
            return new([], null, _faults);
        }

        foreach (var (line, at) in draft.Lines.Select((line, at) => (line, string.Create(CultureInfo.InvariantCulture, $"lines[{at}]"))))
        {
            AddLine(draft, line, at);
        }

        Contradictions();
        if (_lines.Sum(line => line.Quantity) > MostInAll)
        {
            Fault("lines", $"An order has {MostInAll} units in all at most; order them apart.");
        }

        return new(_lines, rules.AttestOf(draft.Organisation).RoleFor(Money.Sum(_lines.Select(line => line.Value))), _faults);
    }

    private void AddLine(OrderDraft draft, DraftLine line, string at)
    {
        if ((line.Article is null) == (line.Package is null))
        {
            Fault(at, "Say either article or package, not both.");
        }
        else if (line.Article is not null)
        {
            if (line.Without.Count + line.With.Count > 0)
            {
                Fault(at, "without and with change a package; an article has none.");
            }

            AddArticle(draft, line, line.Article, line.Quantity ?? 1, line.TermMonths, package: null, at);
        }
        else if (catalogue.FindPackage(line.Package) is not { } package)
        {
            Fault(at + ".package", $"There is no package {Shown(line.Package!)}.");
        }
        else
        {
            AddPackage(draft, line, package, at);
        }
    }

    private void AddPackage(OrderDraft draft, DraftLine line, ArticlePackage package, string at)
    {
        if (!package.IsSoldOn(today))
        {
            Fault(at + ".package", $"The package {package.Id} can no longer be ordered.");
        }

        if (line.Recipients.Count == 0)
        {
            Fault(at + ".recipients", "A package is for persons: name at least one.");
        }

        var changed = line.Without.Count + line.With.Count > 0;
        if (changed && (line.Recipients.Count != 1 || string.IsNullOrWhiteSpace(line.Why)))
        {
            Fault(at + ".why", "A package is changed for one person at a time, with the reason why.");
        }

        foreach (var without in line.Without.Where(without => !package.Items.Any(item => Same(item.Article, without))))
        {
            Fault(at + ".without", $"{Shown(without)} is not in the package {package.Id}.");
        }

        foreach (var item in package.Items.Where(item => !line.Without.Any(without => Same(without, item.Article))))
        {
            AddArticle(draft, line, item.Article, (long)item.Quantity * (line.Quantity ?? 1), item.TermMonths, package.Id, at);
        }

        foreach (var with in line.With)
        {
            AddArticle(draft, line, with, line.Quantity ?? 1, null, package.Id, at);
        }
    }

    private void AddArticle(OrderDraft draft, DraftLine line, string number, long each, int? term, string? package, string at)
    {
        if (catalogue.Find(number) is not { } article || rules.Type(article.Type) is not { } type)
        {
            Fault(at + ".article", $"There is no article {Shown(number)}.");
            return;
        }

        var quantity = each * Math.Max(1, line.Recipients.Count);
        if (each is < 1 or > MostUnits || quantity > MostUnits)
        {
            Fault(at + ".quantity", $"A line has 1 to {MostUnits} units in all.");
            return;
        }

        var (once, monthly) = (line.AgreedOnce ?? article.Once, line.AgreedMonthly ?? article.Monthly);
        if (PriceFault(article, once, monthly) is { } price)
        {
            Fault(at + ".agreedOnce", price); // No line is made of it: nothing adds it up.
            return;
        }

        var reference = (line.Reference ?? draft.Reference)?.Trim() ?? "";
        var months = term ?? (package is not null && article.Terms.Count == 0 ? null : line.TermMonths) ?? (article.Terms.Count > 0 ? article.Terms[0] : null);
        var made = new OrderLine(
            _lines.Count + 1, article.Id, article.Sv, article.Type, article.Supplier, (int)quantity, [.. line.Recipients.SelectMany(who => Enumerable.Repeat(who, (int)each))],
            once, monthly, months, reference, draft.Organisation)
        {
            NameEn = article.En,
            Service = article.Service,
            Project = line.Project ?? draft.Project,
            Grouping = line.Grouping ?? draft.Grouping,
            Way = line.Way is { } way && (package is null || type.Ways.Contains(way)) ? way : type.Ways[0],
            Site = line.Site,
            Wanted = line.Wanted ?? draft.Wanted,
            Swap = package is null ? line.Swap : [],
            Specification = line.Specification is { } agreed ? new Personal(orderer, agreed) : null,
            Package = package,
            Adaptation = package is not null && !string.IsNullOrWhiteSpace(line.Why) && line.Recipients is [var only] ? new(only.Person, new Personal(only.Person, line.Why.Trim())) : null,
        };
        _lines.Add(made);
        CheckArticle(draft, line, article, type, made, at);
        CheckRecipients(draft, line, article, at);
        CheckWords(draft, made, at);
    }

    /// <summary>Lines that say against each other: the same thing twice for one person, one unit swapped twice, together at different times.</summary>
    private void Contradictions()
    {
        var twice = _lines.SelectMany(line => line.Recipients.DistinctBy(who => who.Person).Select(who => (line, who.Person)))
            .GroupBy(one => (one.line.Article, one.Person)).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            Fault("lines", $"{twice.Key.Person} would get {twice.Key.Article} by {twice.Count()} lines; use one line with a quantity.");
        }

        if (_lines.SelectMany(line => line.Swap).GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } swapped)
        {
            Fault("lines", $"{Shown(swapped.Key)} would be taken back twice.");
        }
    }

    private void Fault(string field, string what)
    {
        if (!_faults.Exists(fault => fault.Field == field && fault.What == what))
        {
            _faults.Add(new(field, what));
        }
    }

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Word(DeliveryWay way) => way.ToString().ToLowerInvariant();
}
