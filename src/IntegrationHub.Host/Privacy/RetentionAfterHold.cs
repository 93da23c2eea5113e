using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>A rule after which the texts of a matter are kept no longer (gallring).</summary>
internal interface IRetentionRule
{
    /// <summary>Erases the texts of a matter when their time has come; does nothing for a matter of another kind.</summary>
    /// <param name="matter">What has a key of its own under a person's: the number of a case or an order.</param>
    /// <param name="ct">Ends the try; it can be made again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    /// <exception cref="IOException">Something could not be erased; the same call goes on with it.</exception>
    Task ApplyAsync(string matter, CancellationToken ct);
}

/// <summary>When a legal hold ends, erases the texts of the person's cases and orders whose time had come meanwhile.</summary>
internal sealed class RetentionAfterHold(IEnumerable<IRetentionRule> rules, DataDirectory data) : IWorkGroup
{
    /// <inheritdoc/>
    public string Name => "retention-after-hold";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal) { StoredTypes.NameOf(typeof(PersonReleased)) };

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        foreach (var matter in data.Keys.Matters(((PersonReleased)happened.Fact!).Person))
        {
            foreach (var rule in rules)
            {
                await rule.ApplyAsync(matter, ct);
            }
        }

        return WorkResult.Done;
    }
}
