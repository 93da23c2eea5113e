using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Puts in the names that the directory knows: read when a message is sent, and never part of an event of an order or a holding.</summary>
internal static class NamesTold
{
    /// <summary>Who gets a unit, by name where the directory knows it.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public static async Task<OrderedFor> NamedAsync(OrderedFor who, DirectoryStore directory, CancellationToken ct) =>
        who.Name is null && CityDirectory.IsPseudonym(who.Person) ? who with { Name = (await directory.LoadAsync(new PersonId(who.Person), ct)).State.Facts?.FullName } : who;
}
