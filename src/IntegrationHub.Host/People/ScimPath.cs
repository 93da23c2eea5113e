using System.Text.RegularExpressions;

namespace IntegrationHub.Host.People;

/// <summary>Where in a resource a change or a comparison goes; RFC 7644 section 3.5.2: <c>emails[type eq "work"].value</c>.</summary>
/// <param name="Schema">The extension's URN; null for the core.</param>
/// <param name="Attribute">The attribute; null when a whole extension is meant.</param>
/// <param name="FilterAttribute">What members of a list are chosen by; null for all.</param>
/// <param name="FilterValue">Its value.</param>
/// <param name="Sub">The attribute within; null for the whole.</param>
internal sealed partial record ScimPath(string? Schema, string? Attribute, string? FilterAttribute, string? FilterValue, string? Sub)
{
    private const int Longest = 300;

    /// <summary>Reads a path; null when it is none that the hub understands.</summary>
    public static ScimPath? Read(string text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        // URNs hold colons and dots (2.0), so the extension is taken off by name.
        var schema = ScimSchemas.Extensions.FirstOrDefault(urn => text.StartsWith(urn, StringComparison.OrdinalIgnoreCase));
        var rest = schema is not null ? text[schema.Length..].TrimStart(':', '.')
            : text.StartsWith(ScimSchemas.User + ":", StringComparison.OrdinalIgnoreCase) ? text[(ScimSchemas.User.Length + 1)..] : text;
        if (rest.Length == 0)
        {
            return schema is null ? null : new ScimPath(schema, null, null, null, null);
        }

        return Form().Match(rest) is { Success: true } match
            ? new ScimPath(schema, match.Groups["attr"].Value, Group(match, "by"), Group(match, "value"), Group(match, "sub"))
            : null;
    }

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;

    [GeneratedRegex(@"^(?<attr>[A-Za-z$][\w$-]*)(\[\s*(?<by>[A-Za-z]\w*)\s+[eE][qQ]\s+""?(?<value>[^""\]]*)""?\s*\])?(\.(?<sub>[A-Za-z$][\w$-]*))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Form();
}
