using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Texts;

namespace IntegrationHub.Host.Notifications;

/// <summary>Who has written STOPP and gets no messages.</summary>
internal sealed class StoppedNumbers(LiveView<StoppedNumber> rows, IPersonKeys keys)
{
    /// <summary>Whether whoever has the number wants no messages.</summary>
    /// <param name="phone">E.164.</param>
    public bool Has(string phone) => Has(keys.Pseudonym("phone", phone));

    /// <summary>Whether the person wants no messages.</summary>
    public bool Has(PersonId person) => rows.Find(person.Value) is not null;
}
