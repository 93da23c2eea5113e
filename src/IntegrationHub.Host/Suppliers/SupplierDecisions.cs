using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What staff decide about suppliers while the hub runs. Each decision stands in the log, with who took it, and holds at once.</summary>
internal sealed class SupplierDecisions(SupplierRegister register, IEventLog log, EventCodec codec, IPersonKeys keys, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>Adds a supplier with its desks and services.</summary>
    /// <param name="supplier">Checked for faults.</param>
    /// <param name="settings">What it is reached and recognised by.</param>
    /// <param name="context">Who.</param>
    /// <param name="ct">Ends the wait; the same again gives the same.</param>
    /// <returns>False when the supplier is there already.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<bool> AddAsync(NewSupplier supplier, SupplierSettings settings, EventContext context, CancellationToken ct)
    {
        var of = keys.Pseudonym("contact", "supplier:" + settings.Id);
        await keys.MakeAsync(of, SupplierEvent.Stream, ct);
        var secrets = JsonSerializer.Serialize(new SupplierSecrets(settings.Token, settings.SigningKey, supplier.Options));
        return await DecideAsync(
            () => register.Any(known => known.Id == settings.Id)
                ? null
                : new SupplierAdded(
                    settings.Id, settings.Protocol, settings.Url?.AbsoluteUri, new Personal(of, secrets, SupplierEvent.Stream),
                    supplier.AddedDesks, supplier.AddedServices, clock.GetUtcNow()),
            context, ct);
    }

    /// <summary>Sends a supplier nothing until it is resumed.</summary>
    /// <returns>False when it is paused already.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task<bool> PauseAsync(SupplierSettings supplier, string reason, EventContext context, CancellationToken ct) => DecideAsync(
        () => register.GateOf(supplier).State.Paused is null ? new SupplierPaused(supplier.Id, reason, clock.GetUtcNow()) : null, context, ct);

    /// <summary>Sends a supplier what waits.</summary>
    /// <returns>False when it is not paused.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task<bool> ResumeAsync(SupplierSettings supplier, EventContext context, CancellationToken ct) => DecideAsync(
        () => register.GateOf(supplier).State.Paused is null ? null : new SupplierResumed(supplier.Id, clock.GetUtcNow()), context, ct);

    /// <summary>Decides on what the log says now, also when another node decided something in between.</summary>
    private async Task<bool> DecideAsync(Func<SupplierEvent?> decide, EventContext context, CancellationToken ct)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            await register.ReadAsync(ct);
            if (decide() is not { } decided)
            {
                return false;
            }

            var before = register.Revision;
            var id = EventId.From("supplier-decision", decided.Supplier, StoredTypes.NameOf(decided.GetType()), before.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var expected = before < 0 ? ExpectedRevision.None : ExpectedRevision.Exactly(before);
            if (await log.AppendAsync(SupplierEvent.Stream, expected, [codec.Encode(id, decided, context)], ct) is Appended)
            {
                await register.ReadAsync(ct);
                return true;
            }
        }

        throw new EventLogException("busy", "Others decide about suppliers at the same time. Try again.");
    }
}
