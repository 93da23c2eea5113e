using System.Globalization;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>What a ticket says of a file: in Swedish, as a supplier's agents read it.</summary>
internal static class FileWords
{
    public static string Of(CaseFileAdded file) => string.Create(
        CultureInfo.InvariantCulture, $"Fil: {file.Name} ({file.MediaType}, {file.Bytes} byte).{(file.Content is null ? " " + Why(file.Withheld) : "")}");

    private static string Why(string? withheld) => withheld switch
    {
        CaseFileAdded.TooLarge => "Den är för stor för att skickas med; fråga efter den.",
        CaseFileAdded.OtherType => "Filer av det slaget skickas inte med; fråga efter den.",
        CaseFileAdded.NotScanned => "Den är inte virusgranskad och skickas inte med; fråga efter den.",
        CaseFileAdded.Infected => "Virusskyddet fann något i den; den skickas inte.",
        CaseFileAdded.Erased => "Den är raderad.",
        _ => "Den finns hos supporten; fråga efter den.",
    };
}
