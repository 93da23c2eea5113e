using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Simulation;

namespace IntegrationHub.Host.Correlation;

/// <summary>Takes a made-up history through the rules and into the log: each contact becomes a case that its desk takes, solves, and whose user confirms.</summary>
/// <remarks>Ids follow from the seed, so that one that was cut short is simply run again, and a second one adds nothing.</remarks>
public sealed class SimulatedFeed(IEventLog log, EventCodec codec, IPersonKeys keys, CaseIntake intake, CaseStore cases)
{
    private const int AtOnce = 64;
    private const string Imported = "import"; // It leads to no work: nobody is told of it, and no supplier gets it.
    private static readonly EventContext s_context = new("simulation", Imported);
    private static readonly HashSet<string> s_real = [StoredTypes.NameOf(typeof(CaseOpened)), StoredTypes.NameOf(typeof(ContactTaken))];

    /// <summary>Feeds the history in.</summary>
    /// <param name="settings">What it was made from.</param>
    /// <param name="history">The history.</param>
    /// <param name="now">The time.</param>
    /// <param name="progress">Told after each case.</param>
    /// <param name="ct">Ends it between cases; what was written stands.</param>
    /// <returns>False when the log holds real cases, and nothing was written.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<bool> RunAsync(SimulationSettings settings, SimulatedHistory history, DateTimeOffset now, Action<int> progress, CancellationToken ct)
    {
        if (await HoldsRealCasesAsync(ct))
        {
            return false;
        }

        var mark = new HistorySimulated(settings.Cases, settings.Days, settings.Seed, settings.Start, now);
        await log.AppendAsync(
            HistorySimulated.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("simulated", $"{settings.Seed}/{settings.Cases}/{settings.Days}/{settings.Start:O}"), mark, s_context)], ct);
        await Parallel.ForEachAsync(history.Reports, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) =>
        {
            await LiveAsync(one, settings.Seed, stop);
            progress(1);
        });
        return true;
    }

    private async Task<bool> HoldsRealCasesAsync(CancellationToken ct)
    {
        await foreach (var _ in log.ReadStreamAsync(HistorySimulated.Stream, 0, ct))
        {
            return false;
        }

        await foreach (var recorded in log.ReadAllAsync(LogPosition.Start, ct))
        {
            if (s_real.Contains(recorded.Type))
            {
                return true;
            }
        }

        return false;
    }

    private async Task LiveAsync(SimulatedReport one, int seed, CancellationToken ct)
    {
        var report = one.Report;
        var person = keys.Pseudonym("simulated", report.Person!);
        var contact = new Contact(
            Imported, report.Id, ContentHash(report), report.Words!, new Reporter(person), "sv", report.Service, null, one.Area, report.Site, report.Organisation);
        var (number, refused) = await intake.TakeAsync(contact, report.At, ct);
        if (refused is not null || (await cases.LoadAsync(number, ct)).State.Desk is not { } desk)
        {
            return;
        }

        var (taken, solved) = Pace(report.Id, seed);
        CaseCommand[] life =
        [
            new AcceptCase(desk, null, report.At + taken),
            new ResolveCase(desk, "Åtgärdat.", report.At + taken + solved),
            new ConfirmResolution(report.At + taken + solved + TimeSpan.FromMinutes(20)),
        ];
        for (var step = 0; step < life.Length; step++)
        {
            var by = life[step] is ConfirmResolution ? "user" : "desk:" + desk;
            await cases.DecideAsync(
                number, life[step], EventId.From("simulated", report.Id, step.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new EventContext(by, Imported), ifRevision: null, ct);
        }
    }

    /// <summary>How long the desk takes, by chance that the id decides.</summary>
    private static (TimeSpan Taken, TimeSpan Solved) Pace(string id, int seed)
    {
        var bytes = EventId.From("pace", id, seed.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToByteArray();
        return (TimeSpan.FromMinutes(1 + (bytes[0] % 15)), TimeSpan.FromMinutes(5 + (bytes[1] * 4)));
    }

    private static string ContentHash(Core.Correlation.Report report) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{report.Id}\n{report.Words}")));
}
