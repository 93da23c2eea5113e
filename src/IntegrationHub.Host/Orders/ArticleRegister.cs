using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Orders;

/// <summary>What can be ordered, as the log has it. Each reading asks only for what came since the one before.</summary>
internal sealed class ArticleRegister(IEventLog log, EventCodec codec) : IDisposable
{
    private const int Tries = 20;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private ArticleCatalogue _catalogue = ArticleCatalogue.Default;
    private long _revision = -1;

    /// <summary>The catalogue now.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<ArticleCatalogue> CurrentAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            await foreach (var recorded in log.ReadStreamAsync(ArticleCatalogue.Stream, _revision + 1, ct))
            {
                (_catalogue, _revision) = (_catalogue.After(codec.Decode(recorded).Fact), recorded.Revision);
            }

            return _catalogue;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes articles and packages in. The same file again adds nothing.</summary>
    /// <param name="file">Checked.</param>
    /// <param name="source">SHA-256 of the file.</param>
    /// <param name="now">The time.</param>
    /// <param name="context">Who and through which channel.</param>
    /// <param name="ct">Ends the wait; it may be imported again.</param>
    /// <returns>The version after it, and how many articles and packages were new or changed.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<(int Version, int Articles, int Packages)> ImportAsync(ArticleFile file, string source, DateTimeOffset now, EventContext context, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (before, revision) = (await CurrentAsync(ct), Volatile.Read(ref _revision));
            var parts = before.Importing(file.Articles, file.Packages, source, now);
            if (parts.Count == 0)
            {
                return (before.Version, 0, 0);
            }

            var id = EventId.From("articles", source, parts[0].Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (await log.AppendAsync(ArticleCatalogue.Stream, ExpectedRevision.Exactly(revision), codec.Encode(id, parts, context), ct) is Appended)
            {
                return (parts[0].Version, parts.Sum(part => part.Articles.Count), parts.Sum(part => part.Packages.Count));
            }
        }

        throw new EventLogException("busy", "The catalogue is being changed by many at once. Try again in a moment.");
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();
}
