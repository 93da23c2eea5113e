using System.Globalization;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Privacy;

/// <summary>
/// Erases persons' data, and keeps it where the law says so. The order stands in the log before anything is erased, so that a crash
/// only delays it.
/// </summary>
/// <param name="data">The log, the keys and where they lie.</param>
/// <param name="cases">The cases.</param>
/// <param name="places">Where else personal data is.</param>
/// <param name="clock">The time.</param>
public sealed class Erasure(DataDirectory data, CaseStore cases, IEnumerable<PersonPlace> places, TimeProvider clock) : IDisposable
{
    /// <summary>Why a case lost its texts: its person was erased.</summary>
    internal const string OfAPerson = "person-erased";

    /// <summary>Why a matter lost its texts: its time was over.</summary>
    internal const string OfTime = "retention";

    private const int LongestReason = 500;
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What was decided about a person; empty when nothing was, also for a person that does not exist.</summary>
    public async Task<PersonRecord> RecordAsync(PersonId person, CancellationToken ct)
    {
        var record = PersonRecord.Empty;
        await foreach (var recorded in data.Log.ReadStreamAsync(PersonEvent.StreamOf(person), 0, ct))
        {
            record = record.After(data.Codec.Decode(recorded).Fact);
        }

        return record;
    }

    /// <summary>Erases a person's data; once it is done, the receipt is given again.</summary>
    /// <param name="person">The pseudonym.</param>
    /// <param name="by">Who orders it.</param>
    /// <param name="reason">Why; without the person's name, number or address.</param>
    /// <param name="ct">Ends the wait; an order that stands is carried out later.</param>
    /// <returns>The receipt; or <c>person-unknown</c>, <c>person-held</c>, <c>invalid-reason</c> or <c>reason-personal</c>.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    /// <exception cref="IOException">Something could not be erased; the order stands, and the same call goes on with it.</exception>
    public async Task<Decision<PersonEvent>> EraseAsync(PersonId person, string by, string reason, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (Fault(person, reason) is { } fault)
            {
                return fault;
            }

            if ((await RecordAsync(person, ct)).Erased is { } done)
            {
                return new Accepted<PersonEvent>([done]);
            }

            var traces = await PersonTraces.FindAsync(data.Log, data.Codec, cases, person, ct);
            if (traces.GivenAwayBy(reason) is not null)
            {
                return new Refused<PersonEvent>(
                    "reason-personal", "The reason names the person, and it is kept for ever. Give it without name, number and address, for example with a file number.");
            }

            var decision = await DecideAsync(person, record => record.Erase(person, by, reason, clock.GetUtcNow()), by, ct);
            return decision is Refused<PersonEvent> ? decision : new Accepted<PersonEvent>([await CarryOutAsync(person, traces, ct)]);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Carries out an order that a crash left undone; nothing when it was done.</summary>
    public async Task FinishAsync(PersonId person, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (await RecordAsync(person, ct) is { Ordered: not null, Erased: null })
            {
                await CarryOutAsync(person, await PersonTraces.FindAsync(data.Log, data.Codec, cases, person, ct), ct);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Puts a person's data under legal hold, or ends it.</summary>
    /// <returns>What was recorded, nothing when it was so already; or a refusal as in <see cref="EraseAsync"/>, or <c>person-erased</c>.</returns>
    public async Task<Decision<PersonEvent>> HoldAsync(PersonId person, bool hold, string by, string reason, CancellationToken ct)
    {
        if (Fault(person, reason) is { } fault)
        {
            return fault;
        }

        var now = clock.GetUtcNow();
        return await DecideAsync(person, record => hold ? record.Keep(person, by, reason, now) : record.Release(person, by, reason, now), by, ct);
    }

    /// <summary>Erases the texts of one case whose time is over; its person stays known.</summary>
    public async Task EraseCaseAsync(CaseNumber number, PersonId person, CancellationToken ct)
    {
        await data.Keys.DestroyAsync(person, number.Value, ct);
        await ForgetAsync(new Forgotten(person, [number], await TellAsync(number, OfTime, ct)), ct);
    }

    /// <summary>Erases the texts of one order whose time is over; the persons in it stay known.</summary>
    /// <param name="number">The order.</param>
    /// <param name="owners">Whose texts it holds.</param>
    /// <param name="ct">Ends the try; it can be made again.</param>
    public async Task EraseOrderAsync(OrderNumber number, IEnumerable<PersonId> owners, CancellationToken ct)
    {
        foreach (var owner in owners)
        {
            await data.Keys.DestroyAsync(owner, number.Value, ct);
        }

        var told = await TellAsync(number.Stream, EventId.From("order-texts-erased", number.Value, OfTime), new OrderTextsErased(OfTime, clock.GetUtcNow()), ct);
        await ForgetAsync(new Forgotten(PersonId.Nobody, [], told) { Orders = [number] }, ct);
    }

    /// <summary>Erases the words of one invoice whose time is over, and the key of the invoice as it came; no other place has any of it.</summary>
    /// <param name="invoice">Its id.</param>
    /// <param name="texts">The pseudonym whose key its texts lie under.</param>
    /// <param name="ct">Ends the try; it can be made again.</param>
    public async Task EraseInvoiceAsync(string invoice, PersonId texts, CancellationToken ct)
    {
        await data.Keys.DestroyAsync(texts, null, ct);
        await TellAsync(InvoiceEvent.StreamOf(invoice), EventId.From("invoice-texts-erased", invoice, OfTime), new InvoiceTextsErased(OfTime, clock.GetUtcNow()), ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<PersonErased> CarryOutAsync(PersonId person, PersonTraces traces, CancellationToken ct)
    {
        // First what is found by the person's words: with the key gone, nobody knows them any more.
        foreach (var (under, stream) in traces.Unmapped.Concat(traces.Chats))
        {
            await data.Keys.DestroyAsync(under, stream, ct);
        }

        var keys = await data.Keys.DestroyAsync(person, null, ct);
        var told = await data.Log.HeadAsync(ct);
        foreach (var number in traces.Cases)
        {
            told = await TellAsync(number, OfAPerson, ct);
        }

        var reports = ErasureReceipt.OfTheHub(keys.Places, traces);
        reports.AddRange(await ForgetAsync(new Forgotten(person, traces.Cases, told) { Orders = traces.Orders, IsToTheDisk = true }, ct));
        reports.Add(DataSearch.Report(data.Path, traces.Texts, ct));
        if (data.Keys.Database is not null)
        {
            reports.Add(ErasureReceipt.OfOtherHubs);
        }

        reports.AddRange(ErasureReceipt.OfOthers(traces));
        var order = (await RecordAsync(person, ct)).Ordered!;
        var erased = new PersonErased(person, order.By, order.Reason, [.. traces.Cases.Select(number => number.Value)], reports, clock.GetUtcNow())
        {
            Orders = traces.Orders.Count == 0 ? null : [.. traces.Orders.Select(number => number.Value)],
        };
        await AppendAsync(PersonEvent.StreamOf(person), ExpectedRevision.Any, EventId.From("person-erased", person.Value), erased, order.By, ct);
        return (await RecordAsync(person, ct)).Erased!; // As it stands: another node may have been quicker.
    }

    /// <summary>Makes this hub's own places forget what another hub has erased.</summary>
    internal Task ForgetHereAsync(Forgotten gone, CancellationToken ct) => ForgetAsync(gone, ct, place => place.OfEachHub);

    private async Task<List<PlaceReport>> ForgetAsync(Forgotten gone, CancellationToken ct, Func<PersonPlace, bool>? which = null)
    {
        var reports = new List<PlaceReport>();
        foreach (var place in places.Where(which ?? (_ => true)))
        {
            reports.Add(await place.ForgetAsync(gone, ct));
        }

        return reports;
    }

    private Task<LogPosition> TellAsync(CaseNumber number, string rule, CancellationToken ct) =>
        TellAsync(number.Stream, EventId.From("case-texts-erased", number.Value, rule), new CaseTextsErased(rule, clock.GetUtcNow()), ct);

    private async Task<LogPosition> TellAsync(string stream, Guid id, object told, CancellationToken ct) =>
        await AppendAsync(stream, ExpectedRevision.Any, id, told, "hub", ct) is Appended appended ? appended.Position : await data.Log.HeadAsync(ct);

    private async Task<Decision<PersonEvent>> DecideAsync(PersonId person, Func<PersonRecord, Decision<PersonEvent>> decide, string by, CancellationToken ct)
    {
        while (true)
        {
            var (record, revision) = (PersonRecord.Empty, -1L);
            await foreach (var recorded in data.Log.ReadStreamAsync(PersonEvent.StreamOf(person), 0, ct))
            {
                (record, revision) = (record.After(data.Codec.Decode(recorded).Fact), recorded.Revision);
            }

            var decision = decide(record);
            var id = EventId.From("person", person.Value, revision.ToString(CultureInfo.InvariantCulture));
            if (decision is not Accepted<PersonEvent> { Events: [var only] }
                || await AppendAsync(PersonEvent.StreamOf(person), ExpectedRevision.Exactly(revision), id, only, by, ct) is Appended { Repeated: false })
            {
                return decision;
            }
        }
    }

    private Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, Guid id, object fact, string by, CancellationToken ct) =>
        data.Log.AppendAsync(stream, expected, [data.Codec.Encode(id, fact, new EventContext(by, "hub"))], ct);

    private Refused<PersonEvent>? Fault(PersonId person, string reason) =>
        data.Keys.State(person) == PersonKeyState.Unknown
            ? new("person-unknown", "There is no such person. Give the id that a case shows as reporter.person, for example p-1f0c….")
        : string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || reason.Any(char.IsControl)
            ? new("invalid-reason", $"Say why, in 1 to {LongestReason} printable characters.")
        : null;
}
