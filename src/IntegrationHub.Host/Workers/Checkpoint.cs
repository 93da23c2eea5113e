using System.Globalization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Workers;

/// <summary>
/// How far a group's work is done. Only a saving of work: what was done stands in the log itself, so that a lost or old
/// checkpoint costs reading and never a second effect.
/// </summary>
/// <param name="path">Its file.</param>
/// <param name="fromHead">Whether work begins at the log's head when nothing was saved yet, and not at its start.</param>
internal sealed class Checkpoint(string path, bool fromHead = false)
{
    private LogPosition _saved = LogPosition.Start;

    /// <summary>Everything up to here is done. The start, or the head, when nothing was saved; the start when the log is shorter than that (restored from a backup).</summary>
    public async Task<LogPosition> ReadAsync(IEventLog log, CancellationToken ct)
    {
        if (fromHead && !File.Exists(path))
        {
            Save(await log.HeadAsync(ct)); // At once: what happens from here on is work, also after a restart.
        }

        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, ct) : "";
        var saved = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new LogPosition(value) : LogPosition.Start;
        return _saved = saved > await log.HeadAsync(ct) ? LogPosition.Start : saved;
    }

    /// <summary>Saves it when it has changed. A crash leaves the old one or the new one, never half of either.</summary>
    public void Save(LogPosition reached)
    {
        if (reached == _saved)
        {
            return;
        }

        var beside = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(beside, reached.Value.ToString(CultureInfo.InvariantCulture));
        File.Move(beside, path, overwrite: true);
        _saved = reached;
    }
}
