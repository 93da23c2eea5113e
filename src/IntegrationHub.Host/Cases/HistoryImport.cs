using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Cases;

/// <summary>Takes a supplier's incident log through the rules and into the event log.</summary>
public sealed class HistoryImport(IEventLog log, EventCodec codec, CaseNumbers numbers)
{
    private const int AtOnce = 64;
    private const int LargestAppend = 500;
    private static readonly EventContext s_context = new("supplier:" + VinstLog.Supplier, "import");

    /// <summary>What an import did.</summary>
    /// <param name="Added">Supplier events that were not there before.</param>
    /// <param name="Known">Supplier events that were there already.</param>
    /// <param name="Broken">What a live case would have refused, by rule.</param>
    public sealed record Outcome(int Added, int Known, IReadOnlyDictionary<string, int> Broken);

    /// <summary>
    /// Imports every incident of the file. Ids follow from the file, so an import that was cut short is simply run again, and a
    /// second one adds nothing.
    /// </summary>
    /// <param name="file">The incidents.</param>
    /// <param name="progress">Told after each incident how many supplier events it had.</param>
    /// <param name="ct">Ends the import between incidents; what was written stands.</param>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<Outcome> RunAsync(VinstLog file, Action<int> progress, CancellationToken ct)
    {
        var first = await numbers.ForImportAsync(VinstLog.Supplier + ":" + file.Fingerprint, file.AllIncidents, ct);
        var gate = new Lock();
        var broken = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int added = 0, known = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(file.Incidents, options, async (incident, stop) =>
        {
            var number = await LinkAsync(incident, CaseNumber.FromSequence(first + incident.Place), stop);
            var (fresh, rules) = await ReplayAsync(incident, number, stop);
            lock (gate)
            {
                added += fresh;
                known += incident.Rows.Count - fresh;
                foreach (var rule in rules)
                {
                    broken[rule] = broken.GetValueOrDefault(rule) + 1;
                }

                progress(incident.Rows.Count);
            }
        });
        return new Outcome(added, known, broken);
    }

    /// <summary>The case of a ticket: the one it was linked to before, or this one.</summary>
    private async Task<CaseNumber> LinkAsync(VinstIncident incident, CaseNumber number, CancellationToken ct)
    {
        var stream = $"ticket-{VinstLog.Supplier}-{EventId.From(incident.Ticket):N}";
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            if (codec.Decode(recorded).Fact is TicketLinked link)
            {
                return link.Case;
            }
        }

        var linked = new TicketLinked(VinstLog.Supplier, incident.Ticket, number, incident.Rows[0].At);
        var id = EventId.From(VinstLog.Supplier, incident.Ticket, "linked");
        await AppendAsync(stream, ExpectedRevision.None, [codec.Encode(id, linked, s_context)], ct);
        return number;
    }

    private async Task<(int Added, List<string> Broken)> ReplayAsync(VinstIncident incident, CaseNumber number, CancellationToken ct)
    {
        var state = CaseState.Empty;
        var revision = -1L;
        var done = 0;
        var broken = new List<string>();
        await foreach (var recorded in log.ReadStreamAsync(number.Stream, 0, ct))
        {
            var fact = codec.Decode(recorded).Fact;
            state = state.After(fact);
            revision = recorded.Revision;
            done += fact is SupplierReported ? 1 : 0;
            if (fact is HistoryRecorded past)
            {
                broken.Add(past.Rule);
            }
        }

        var batch = new List<NewEvent>();
        foreach (var row in incident.Rows.Skip(done))
        {
            var step = CaseReplay.Replay(state, number, row);
            var command = EventId.From(row.Supplier, row.Ticket, row.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));
            batch.AddRange(codec.Encode(command, step.Events, s_context));
            broken.AddRange(step.Broken);
            state = step.After;
            if (batch.Count >= LargestAppend)
            {
                revision = await AppendAsync(number.Stream, ExpectedRevision.Exactly(revision), batch, ct);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await AppendAsync(number.Stream, ExpectedRevision.Exactly(revision), batch, ct);
        }

        return (incident.Rows.Count - Math.Min(done, incident.Rows.Count), broken);
    }

    private async Task<long> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct) =>
        await log.AppendAsync(stream, expected, events, ct) switch
        {
            Appended done => done.Revision,
            _ => throw new EventLogException("locked", $"The stream {stream} was written by someone else during the import. Run the import again."),
        };
}
