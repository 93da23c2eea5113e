using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Which files of a case a supplier is given. Of the others it learns that they exist, and may ask for them.</summary>
/// <param name="Types">Media types, or whole families of them as <c>image/*</c>; <c>Suppliers:ID:Files</c>, a comma list, <c>none</c> for no file.</param>
/// <param name="MostBytes">The largest file; <c>Suppliers:ID:FileBytes</c>, 1 to 10485760.</param>
/// <remarks>None is given without a virus scanner (<c>Uploads:ClamAv</c>) that finds it clean at that moment.</remarks>
internal sealed record FilePolicy(IReadOnlyList<string> Types, long MostBytes)
{
    private const long UsualBytes = 5 * 1024 * 1024;
    private const long UsualBytesOfABroker = 128 * 1024; // A message of the smaller Azure Service Bus holds 256 KB, and base64 takes a third.
    private const long Limit = 10 * 1024 * 1024;
    private static readonly string[] s_usual = ["image/*", "application/pdf", "text/plain"];

    /// <summary>What a supplier's settings say.</summary>
    /// <param name="supplier">Checked by <see cref="Faults"/>.</param>
    public static FilePolicy Of(SupplierSettings supplier) => new(
        Said(supplier, "Files") is { } types ? Read(types) : s_usual,
        Said(supplier, "FileBytes") is { } most ? long.Parse(most, CultureInfo.InvariantCulture) : supplier.Protocol == "amqp" ? UsualBytesOfABroker : UsualBytes);

    /// <summary>What is wrong with the settings of suppliers; each text names the setting and a good value.</summary>
    public static IEnumerable<string> Faults(IEnumerable<SupplierSettings> suppliers)
    {
        foreach (var supplier in suppliers)
        {
            if (Said(supplier, "FileBytes") is { } most && !(long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= 1 and <= Limit))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Suppliers:{supplier.Id}:FileBytes must be a whole number from 1 to {Limit}, for example {UsualBytes}.");
            }

            if (Said(supplier, "Files") is { } types && Read(types).FirstOrDefault(type => type.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
            {
                yield return $"Suppliers:{supplier.Id}:Files names '{wrong}'; use none, or a comma list of media types such as {string.Join(", ", s_usual)}.";
            }
        }
    }

    /// <summary>Why a file is not given: <see cref="CaseFileAdded.TooLarge"/> or <see cref="CaseFileAdded.OtherType"/>; null when nothing speaks against it.</summary>
    public string? Objection(string mediaType, long bytes) =>
        !Types.Any(type => type.EndsWith("/*", StringComparison.Ordinal)
            ? mediaType.StartsWith(type[..^1], StringComparison.OrdinalIgnoreCase) : mediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) ? CaseFileAdded.OtherType
        : bytes > MostBytes ? CaseFileAdded.TooLarge
        : null;

    private static string? Said(SupplierSettings supplier, string name) => supplier.Options.GetValueOrDefault(name) is { Length: > 0 } said ? said : null;

    private static string[] Read(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(type => type != "none")];
}
