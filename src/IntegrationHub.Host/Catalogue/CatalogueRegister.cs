using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Catalogue;

/// <summary>What the city office decided about services, systems and who answers for them: what the log says is taken into the catalogue, on every node, and decisions are recorded.</summary>
internal sealed class CatalogueRegister(IEventLog log, EventCodec codec, ServiceCatalogue catalogue, PhoneSettings? phone = null) : IWorkGroup, IDisposable
{
    private const int Tries = 5;
    private static readonly HashSet<string> s_types = [.. StoredTypes.Of<CatalogueEvent>()];
    private readonly SemaphoreSlim _one = new(1);
    private long _read;
    private volatile bool _isRead;

    /// <inheritdoc/>
    public string Name => "catalogue";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => CatalogueEvent.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        await ReadAsync(ct);
        return WorkResult.Done;
    }

    /// <summary>Takes in what the log says, where it never was read: it may have been away when the hub began.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task ReadOnceAsync(CancellationToken ct) => _isRead ? Task.CompletedTask : ReadAsync(ct);

    /// <summary>Takes in what the log says that was not read yet.</summary>
    /// <returns>The revision of the last decision; -1 for none.</returns>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<long> ReadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await foreach (var recorded in log.ReadStreamAsync(CatalogueEvent.Stream, _read, ct))
            {
                if (codec.DecodeOrCarry(recorded).Fact is CatalogueEvent decided)
                {
                    catalogue.Take(decided);
                    Reach(decided);
                }

                _read = recorded.Revision + 1;
            }

            _isRead = true;
            return _read - 1;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Decides on what the log says now, also when another node decided something in between, and records it.</summary>
    /// <param name="decide">The rule.</param>
    /// <param name="context">Who.</param>
    /// <param name="ct">Ends the wait; the same decision again changes nothing.</param>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<Decision<TEvent>> DecideAsync<TEvent>(Func<Decision<TEvent>> decide, EventContext context, CancellationToken ct)
        where TEvent : CatalogueEvent
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var before = await ReadAsync(ct);
            var decision = decide();
            if (decision is not Accepted<TEvent> { Events: [var decided] })
            {
                return decision;
            }

            var id = EventId.From("catalogue", StoredTypes.NameOf(decided.GetType()), before.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(decided, decided.GetType(), codec.Json));
            var expected = before < 0 ? ExpectedRevision.None : ExpectedRevision.Exactly(before);
            if (await log.AppendAsync(CatalogueEvent.Stream, expected, [codec.Encode(id, decided, context)], ct) is Appended)
            {
                await ReadAsync(ct);
                return decision;
            }
        }

        throw new EventLogException("busy", "Others decide about services at the same time. Try again.");
    }

    /// <summary>A party's desk has a line like any other.</summary>
    private void Reach(CatalogueEvent decided)
    {
        if (decided is PartyAdded party)
        {
            phone?.AddDesk(party.Party, party.Phone, OpeningHours.TryParse(party.Hours, out var hours) ? hours : OpeningHours.Always, CallbackSlots.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
