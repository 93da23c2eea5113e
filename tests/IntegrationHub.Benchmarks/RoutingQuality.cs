using System.Diagnostics;
using IntegrationHub.Adapters.Routing;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Tests.Routing;

namespace IntegrationHub.Benchmarks;

/// <summary>The router: trained on real tickets, and its rules on what people say.</summary>
/// <remarks>
/// Tickets: Kaggle adisongoh/it-service-ticket-classification-dataset (CC0), the training part of the published split. A fifth, by a hash of
/// the text, is kept back; nothing was ever chosen by it. Utterances: the third of the tests' own that the words are not tuned on.
/// </remarks>
internal static class RoutingQuality
{
    private const string Tickets = "data/tickets/train.csv.gz";
    private const double RightEnough = 0.95;

    public static Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct) => Task.Run<IReadOnlyList<Figure>>(
        () => [.. OfTickets(pace, ct), .. OfUtterances()], ct);

    private static IReadOnlyList<Figure> OfTickets(Pace pace, CancellationToken ct)
    {
        if (Shared(Tickets) is not { } file)
        {
            Console.Error.WriteLine($"bench: ../shared/{Tickets} is absent, so the ticket figures are left out.");
            return [];
        }

        var texts = TextRows.ReadTraining(file).ToList();
        var keptBack = texts.Where(text => Hash(text.Text) % 5 == 0).ToList();
        var learnt = texts.Where(text => Hash(text.Text) % 5 != 0).ToList();
        if (pace == Pace.Quick)
        {
            learnt = [.. learnt.Where((_, at) => at % 8 == 0)]; // Shows that it runs; the figures mean nothing.
        }

        var watch = Stopwatch.StartNew();
        var model = ModelTraining.Train(learnt, TimeProvider.System.GetUtcNow(), progress: null, ct).Model;
        var training = watch.Elapsed;
        using var here = Process.GetCurrentProcess();
        var memory = here.PeakWorkingSet64 / (1024.0 * 1024);
        ModelFile.Write(model);
        watch.Restart();
        var judged = keptBack.ConvertAll(text => (text.Label, Said: model.Judge(text.Text)[0]));
        var perText = watch.Elapsed.TotalMilliseconds / keptBack.Count;
        return
        [
            Figure.Of("quality/tickets-accuracy", "share", [Share(judged, one => one.Label == one.Said.Label)], goal: 0.88),
            Figure.Of("quality/tickets-macro-f1", "share", [MacroF1(judged)], goal: 0.88),
            Figure.Of("quality/tickets-covered-95", "share", [Covered(judged)], goal: 0.75),
            Figure.Of("quality/tickets-training", "s", [training.TotalSeconds], goal: 120),
            Figure.Of("quality/tickets-memory", "MiB", [memory], goal: 2_048),
            Figure.Of("quality/tickets-route", "ms", [perText], goal: 1),
        ];
    }

    private static IReadOnlyList<Figure> OfUtterances()
    {
        var router = new Router(ServiceCatalogue.Default);
        Utterance[] keptBack = [.. Utterance.All.Where(said => said.KeptBack)];
        RoutingFigures.Of(router, keptBack); // Until the code is compiled.
        var watch = Stopwatch.StartNew();
        var figures = RoutingFigures.Of(router, keptBack);
        var perText = watch.Elapsed.TotalMilliseconds / keptBack.Length;
        var fresh = RoutingFigures.Of(router, Utterance.FreshAndUnseen);
        return
        [
            Figure.Of("quality/said-desk", "share", [figures.Desk], goal: 0.95),
            Figure.Of("quality/said-service", "share", [figures.Service], goal: 0.88),
            Figure.Of("quality/said-right-or-asked", "share", [figures.RightOrAsked], goal: 0.98),
            Figure.Of("quality/said-not-ours-found", "share", [NotOurs(router, keptBack, found: true)]),
            Figure.Of("quality/said-not-ours-right", "share", [NotOurs(router, keptBack, found: false)]),
            Figure.Of("quality/fresh-desk", "share", [fresh.Desk], goal: 0.95),
            Figure.Of("quality/fresh-service", "share", [fresh.Service], goal: 0.88),
            Figure.Of("quality/fresh-right-or-asked", "share", [fresh.RightOrAsked], goal: 0.98),
            Figure.Of("quality/said-route", "ms", [perText], goal: 1),
        ];
    }

    /// <summary>Of the matters that are not the hub's, the share that was told so; or of those told so, the share that was right.</summary>
    private static double NotOurs(Router router, Utterance[] said, bool found)
    {
        var decided = said.Select(one => (Is: one.Service == ServiceCatalogue.NotOurs, Said: router.Route(new Matter(one.Text)).Service == ServiceCatalogue.NotOurs)).ToList();
        var of = decided.Where(one => found ? one.Is : one.Said).ToList();
        return Share(of, one => one.Is && one.Said);
    }

    private static double Share<T>(List<T> all, Func<T, bool> holds) => all.Count(holds) / (double)all.Count;

    private static double MacroF1(List<(string Label, LabelLikelihood Said)> judged) => judged.Select(one => one.Label).Distinct(StringComparer.Ordinal).Average(label =>
    {
        var right = judged.Count(one => one.Label == label && one.Said.Label == label);
        return 2.0 * right / (judged.Count(one => one.Label == label) + judged.Count(one => one.Said.Label == label));
    });

    /// <summary>The largest share, the surest first, of which 95 of 100 are right.</summary>
    private static double Covered(List<(string Label, LabelLikelihood Said)> judged)
    {
        var (right, best, seen) = (0, 0, 0);
        foreach (var one in judged.OrderByDescending(one => one.Said.Confidence))
        {
            right += one.Label == one.Said.Label ? 1 : 0;
            seen++;
            best = right >= RightEnough * seen ? seen : best;
        }

        return best / (double)judged.Count;
    }

    private static ulong Hash(string text)
    {
        var hash = text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 33);
    }

    private static string? Shared(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            {
                var file = Path.Combine(folder.Parent?.FullName ?? "", "shared", name);
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }
}
