using System.Net;
using System.Threading.RateLimiting;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>What is counted.</summary>
internal enum DirectLineCost
{
    /// <summary>Reading, and keeping a token fresh.</summary>
    Read,

    /// <summary>A conversation that begins, or could.</summary>
    Begin,

    /// <summary>Something that is written down.</summary>
    Write,
}

/// <summary>
/// How much a caller and a conversation may ask for. Many people sit behind one address, so an address may do much, and a conversation
/// no more than a person does: a flood in one harms no other.
/// </summary>
/// <remarks>Callers on this machine are not counted in Development unless <c>RateLimit:PerMinute</c> is set.</remarks>
internal sealed class DirectLineLimits : IDisposable
{
    private const int PeopleAtAnAddress = 20;
    private const int WritesOfAPerson = 10; // One in ten of the requests.
    private static readonly TimeSpan s_refill = TimeSpan.FromSeconds(10);

    private readonly bool _spareThisMachine;
    private readonly PartitionedRateLimiter<string> _callers;
    private readonly PartitionedRateLimiter<string> _begun;
    private readonly PartitionedRateLimiter<string> _reads;
    private readonly PartitionedRateLimiter<string> _writes;

    /// <summary>Counts from nothing.</summary>
    public DirectLineLimits(DirectLineSettings settings)
    {
        var perMinute = settings.PerMinute ?? RateLimits.Otherwise;
        _spareThisMachine = settings.PerMinute is null && settings.Loopback;
        _callers = Of(perMinute * PeopleAtAnAddress, perMinute * PeopleAtAnAddress);
        _begun = Of(perMinute, perMinute);
        _reads = Of(perMinute, perMinute);
        _writes = Of(perMinute / WritesOfAPerson, perMinute / (2 * WritesOfAPerson));
    }

    /// <summary>Counts a request.</summary>
    /// <param name="http">Whose.</param>
    /// <param name="conversation">Of which conversation, once the caller has shown that it may; null for none.</param>
    /// <param name="cost">What it asks for.</param>
    /// <param name="weight">How much of it; 1 for an ordinary message.</param>
    /// <returns>The refusal; null to go on.</returns>
    public IResult? Count(HttpContext http, string? conversation, DirectLineCost cost, int weight = 1)
    {
        var address = http.Connection.RemoteIpAddress;
        if (_spareThisMachine && address is not null && IPAddress.IsLoopback(address))
        {
            return null;
        }

        var caller = address?.ToString() ?? "nobody";
        return conversation is null
            ? Take(_callers, caller) ?? (cost == DirectLineCost.Begin ? Take(_begun, caller) : null)
            : cost == DirectLineCost.Write ? Take(_writes, conversation, weight) : Take(_reads, conversation);

        IResult? Take(PartitionedRateLimiter<string> of, string whose, int permits = 1)
        {
            using var lease = of.AttemptAcquire(whose, permits);
            return lease.IsAcquired ? null
                : DirectLineFaults.TooMany(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_refill);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _callers.Dispose();
        _begun.Dispose();
        _reads.Dispose();
        _writes.Dispose();
    }

    // A refill of a sixth of the minute's each ten seconds; what comes at once, at least what one large message weighs.
    private static PartitionedRateLimiter<string> Of(int perMinute, int atOnce) => PartitionedRateLimiter.Create<string, string>(
        whose => RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(DirectLineEndpoints.HeaviestWeight, atOnce),
            TokensPerPeriod = Math.Max(1, perMinute / 6),
            ReplenishmentPeriod = s_refill,
        }), StringComparer.Ordinal);
}
