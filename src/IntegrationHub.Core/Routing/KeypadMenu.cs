using System.Collections.Frozen;
using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>A matter that a caller chooses by key.</summary>
/// <param name="Id">What <see cref="Matter.Menu"/> holds after the choice; unique in the menu.</param>
/// <param name="Key">1 to 6, by its place.</param>
/// <param name="Sv">The caller's matter in Swedish, to stand after "gäller det" or "tryck 1 för".</param>
/// <param name="En">The same in English.</param>
/// <param name="Services">The services it may be about, the most common first; never empty.</param>
/// <param name="Choices">The keys of the next question; empty when there is none.</param>
public sealed record MenuChoice(string Id, int Key, string Sv, string En, IReadOnlyList<string> Services, IReadOnlyList<MenuChoice> Choices);

/// <summary>
/// The caller's matters by key: four on the first question, up to six below each. Keys alone reach every service; where a key
/// holds several, <see cref="Router.Route"/> asks between them.
/// </summary>
public sealed class KeypadMenu
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<KeypadMenu> s_default =
        new(() => new KeypadMenu(JsonSerializer.Deserialize<MenuFile>(RoutingData.Read("keypad-menu.json"), s_json)!));

    private readonly FrozenDictionary<string, MenuChoice> _byId;
    private readonly IReadOnlyDictionary<string, SpokenName> _names;

    private KeypadMenu(MenuFile file)
    {
        Choices = [.. file.Choices.Select(Choice)];
        _byId = Choices.Concat(Choices.SelectMany(choice => choice.Choices)).ToFrozenDictionary(choice => choice.Id, StringComparer.Ordinal);
        _names = file.Services;
    }

    /// <summary>The menu built into this assembly, for the sample catalogue's services.</summary>
    public static KeypadMenu Default => s_default.Value;

    /// <summary>The first question, keys 1 to 4.</summary>
    public IReadOnlyList<MenuChoice> Choices { get; }

    /// <summary>The choice with this id, of the first question or below; null when there is none.</summary>
    public MenuChoice? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>What a caller calls a service; null for a service that the menu does not know.</summary>
    /// <param name="service">A service's id, or <c>not-ours</c>.</param>
    public SpokenName? NameOf(string service) => _names.GetValueOrDefault(service);

    private static MenuChoice Choice(ChoiceInFile choice, int index)
    {
        MenuChoice[] below = [.. (choice.Choices ?? []).Select(Choice)];
        return new MenuChoice(
            choice.Id, index + 1, choice.Sv, choice.En, choice.Services ?? [.. below.SelectMany(sub => sub.Services)], below);
    }

    private sealed record MenuFile(IReadOnlyList<ChoiceInFile> Choices, IReadOnlyDictionary<string, SpokenName> Services);

    private sealed record ChoiceInFile(
        string Id, string Sv, string En, IReadOnlyList<string>? Services, IReadOnlyList<ChoiceInFile>? Choices);
}

/// <summary>A service in the caller's words.</summary>
/// <param name="Sv">To stand after "gäller det" or "svara 1 för".</param>
/// <param name="En">To stand after "is it about" or "answer 1 for".</param>
public sealed record SpokenName(string Sv, string En);
