using System.Security.Cryptography;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Audit;

/// <summary>What a verification found.</summary>
/// <param name="Events">How many events were read and are as they were chained, or have no link yet.</param>
/// <param name="Unchained">How many of them have no link yet: they came after the chain was kept last.</param>
/// <param name="Checkpoints">How many signed checkpoints the log agreed with.</param>
/// <param name="State">The chain over the log.</param>
/// <param name="Broken">The first place where the log is not what it was; null when there is none.</param>
public sealed record Verified(long Events, long Unchained, int Checkpoints, ChainState State, ChainBreak? Broken);

/// <summary>Recomputes the chain over a log beside a hub that may be writing it. Reads only.</summary>
/// <param name="settings">Where chain and checkpoints lie.</param>
/// <param name="log">The log, of whatever kind.</param>
/// <param name="file">Its file when it is the embedded one, for what only a look into the file tells; null otherwise.</param>
internal sealed class LogVerification(AuditSettings settings, IEventLog log, string? file)
{
    /// <summary>Verifies the log.</summary>
    /// <param name="from">The first position to verify, begun at the checkpoint before it; null for the beginning.</param>
    /// <param name="to">The last position to verify, up to the checkpoint after it; null for the end.</param>
    /// <param name="elsewhere">A folder of checkpoints that was kept elsewhere; null for none.</param>
    /// <param name="trusted">The one public key to trust, PEM; null for the hub's own and those beside the checkpoints.</param>
    /// <param name="read">Told of every thousand events.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="InvalidDataException">There is nothing to compare with, or a file is not what it should be.</exception>
    public async Task<Verified> RunAsync(long? from, long? to, string? elsewhere, string? trusted, Action<int> read, CancellationToken ct)
    {
        // Links and checkpoints before the log: what is added meanwhile is in the log already.
        using var kept = ChainReader.Open(settings.ChainFolder);
        var folders = elsewhere is null ? [settings.Checkpoints] : new[] { settings.Checkpoints, new CheckpointFolder(elsewhere) };
        var checkpoints = folders.SelectMany(folder => folder.Ordinals().Select(folder.Read)).OrderBy(checkpoint => checkpoint.Ordinal).ToList();
        if (kept.Count == 0 && checkpoints.Count == 0 && !ChainFile.IsJustBegun(settings.ChainFolder) && await log.HeadAsync(ct) > LogPosition.Start)
        {
            throw new InvalidDataException($"There is no chain in {settings.ChainFolder} and no checkpoint to compare with. Start the hub once, which makes one, or name checkpoints with --checkpoints.");
        }

        if (Forged(checkpoints, folders, trusted) is { } forged)
        {
            return new Verified(0, 0, 0, ChainState.Empty, forged);
        }

        if (file is not null && LogInspection.BeforeTheFirst(file) is { } stray)
        {
            return new Verified(0, 0, 0, ChainState.Empty, new ChainBreak(
                ChainFault.Inserted, 0, stray.Position, stray.Stream, stray.Revision, "An event stands before the log's first position."));
        }

        var begin = checkpoints.LastOrDefault(checkpoint => checkpoint.Position < from)?.State ?? ChainState.Empty;
        using var audit = new ChainAudit(
            begin, kept.Read(begin.Count, kept.Count), checkpoints.Where(checkpoint => checkpoint.Ordinal >= begin.Count));
        var broken = await ReadAsync(audit, to, read, ct);
        return new Verified(audit.State.Count - begin.Count, audit.Unchained, audit.Checkpoints, audit.State, broken);
    }

    private async Task<ChainBreak?> ReadAsync(ChainAudit audit, long? to, Action<int> read, CancellationToken ct)
    {
        const int Step = 1000;
        try
        {
            await foreach (var recorded in log.ReadAllAsync(audit.State.Position, ct))
            {
                if (recorded.Position.Value > to && (audit.NextCheckpoint is null || audit.State.Position.Value >= to && audit.IsAtCheckpoint))
                {
                    return null;
                }

                if (audit.Next(recorded) is { } broken)
                {
                    return broken;
                }

                if (audit.State.Count % Step == 0)
                {
                    read(Step);
                }
            }

            return audit.End();
        }
        catch (EventLogException fault) when (fault.Code == "damaged")
        {
            return audit.Unreadable(fault.Message, file is null ? null : LogInspection.Unreadable(file, audit.State.Position.Value));
        }
    }

    private static ChainBreak? Forged(IReadOnlyList<ChainCheckpoint> checkpoints, IEnumerable<CheckpointFolder> folders, string? trusted)
    {
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        try
        {
            if (trusted is not null)
            {
                Trust(SigningKey.Read(trusted, "The file of --key"));
            }
            else
            {
                foreach (var key in folders.SelectMany(folder => folder.Keys().Values))
                {
                    Trust(key);
                }
            }

            return checkpoints.FirstOrDefault(checkpoint => !keys.TryGetValue(checkpoint.KeyId, out var key) || !checkpoint.IsSignedBy(key)) is { } bad
                ? new ChainBreak(ChainFault.Signature, bad.Ordinal, bad.Position, null, null,
                    $"The checkpoint there is not signed by a trusted key (it names {bad.KeyId}), or was changed after it was signed.")
                : null;
        }
        finally
        {
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }
        }

        void Trust(ECDsa key)
        {
            if (!keys.TryAdd(AuditKey.IdOf(key), key))
            {
                key.Dispose();
            }
        }
    }
}
