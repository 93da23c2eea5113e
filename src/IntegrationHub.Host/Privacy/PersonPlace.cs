using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Privacy;

/// <summary>What is to be forgotten. The keys are gone and the cases say so in the log when a place is told.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Cases">The cases whose texts are gone: the person's, or one whose time is over.</param>
/// <param name="Told">Whoever has followed the log to here has read that the texts are gone.</param>
public sealed record Forgotten(PersonId Person, IReadOnlyList<CaseNumber> Cases, LogPosition Told)
{
    /// <summary>Whether nothing of it may be left on a disk either when the place has answered: a receipt says so. Else that may come later.</summary>
    public bool IsToTheDisk { get; init; }

    /// <summary>The orders that the person has a part in.</summary>
    public IReadOnlyList<OrderNumber> Orders { get; init; } = [];

    /// <summary>The numbers of the cases and orders.</summary>
    public IReadOnlyCollection<string> Matters => [.. Cases.Select(number => number.Value), .. Orders.Select(number => number.Value)];

    /// <summary>The streams of the cases and orders.</summary>
    public IReadOnlyList<string> Streams => [.. Cases.Select(number => number.Stream), .. Orders.Select(number => number.Stream)];
}

/// <summary>A place outside the log that has copies of personal data.</summary>
/// <param name="Name">As the receipt has it.</param>
/// <param name="ForgetAsync">Makes the place forget, and tells what was done. It can be called again, and throws where it could not do it.</param>
/// <param name="OfEachHub">Whether each hub that shares the log has one of its own, as a folder of its data directory.</param>
public sealed record PersonPlace(string Name, Func<Forgotten, CancellationToken, Task<PlaceReport>> ForgetAsync, bool OfEachHub = true);
