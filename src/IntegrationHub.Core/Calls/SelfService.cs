namespace IntegrationHub.Core.Calls;

/// <summary>Where a forgotten password is changed by oneself, by delivery area. It is a public address: it is spoken and sent.</summary>
/// <param name="Addresses">Absolute https addresses by <c>office</c> and <c>education</c>; an area without one goes to the desk.</param>
public sealed record PasswordSelfService(IReadOnlyDictionary<string, string> Addresses)
{
    /// <summary>The service of the catalogue that it is about.</summary>
    public const string Service = "password";

    /// <summary>Passwords are the desk's alone.</summary>
    public static readonly PasswordSelfService None = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Whether the area must be known to name the address.</summary>
    public bool DependsOnArea => Addresses.Count > 0 && (Addresses.Count == 1 || Addresses.Values.Distinct(StringComparer.Ordinal).Count() > 1);

    /// <summary>The address; null when there is none for the area, or the area is not known and makes a difference.</summary>
    public string? Of(string? area) =>
        area is not null ? Addresses.GetValueOrDefault(area) : DependsOnArea ? null : Addresses.Values.FirstOrDefault();

    /// <summary>The address as it is said: without scheme, dots and strokes as words.</summary>
    public static string Spoken(string address, string language)
    {
        var bare = new Uri(address) is var url && url.AbsolutePath == "/" ? url.Host : url.Host + url.AbsolutePath;
        return bare.Replace(".", language == "en" ? " dot " : " punkt ", StringComparison.Ordinal)
            .Replace("/", language == "en" ? " slash " : " snedstreck ", StringComparison.Ordinal).Trim();
    }
}

/// <summary>Asks that the address of self-service be sent to the caller by text message.</summary>
public sealed record SendSelfServiceLink(string Address) : Deed;

/// <summary>Notes on the case how far the caller's identity is checked, and what the desk must ask before it changes a password.</summary>
/// <param name="Text">In Swedish, for the desk; nothing of the person in it.</param>
public sealed record NoteIdentity(Cases.CaseNumber Number, string Text) : Deed;
