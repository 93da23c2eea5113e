using System.Collections.Frozen;

namespace IntegrationHub.Host.Audit;

/// <summary>What stored events are called on a Swedish page.</summary>
internal static class SwedishNames
{
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["attachment-added"] = "Bilaga tillagd",
        ["call-back-booked"] = "Återuppringning bokad",
        ["call-back-made"] = "Återuppringning gjord",
        ["call-back-missed"] = "Återuppringning utebliven",
        ["case-accepted"] = "Leverantören tog emot ärendet",
        ["case-closed"] = "Ärendet avslutat",
        ["case-closed-unconfirmed"] = "Avslutat utan bekräftelse",
        ["case-declined"] = "Leverantören avböjde",
        ["case-opened"] = "Ärendet öppnat",
        ["case-reopened"] = "Ärendet öppnat igen",
        ["case-resolved"] = "Löst, enligt leverantören",
        ["case-routed"] = "Skickat till leverantör",
        ["confirmation-reminded"] = "Påminnelse om bekräftelse",
        ["handover-accepted"] = "Överlämning godtagen",
        ["handover-declined"] = "Överlämning avböjd",
        ["handover-proposed"] = "Överlämning föreslagen",
        ["history-recorded"] = "Historik inläst",
        ["integrator-told"] = "Tjänsteintegratören underrättad",
        ["joint-resolution-opened"] = "Samverkan inledd",
        ["note-added"] = "Anteckning",
        ["priority-set"] = "Prioritet satt",
        ["progress-told"] = "Läget meddelat",
        ["question-withdrawn"] = "Frågan återtagen",
        ["resolution-confirmed"] = "Lösningen bekräftad av användaren",
        ["routing-question-answered"] = "Svar på navets fråga",
        ["routing-question-asked"] = "Navet frågade",
        ["supplier-answer-missed"] = "Leverantören svarade inte i tid",
        ["supplier-event-unmapped"] = "Besked från leverantör utan tolkning",
        ["supplier-informed"] = "Leverantören underrättad",
        ["supplier-refused-message"] = "Leverantörens system avvisade meddelandet",
        ["supplier-reported"] = "Besked från leverantör",
        ["ticket-linked"] = "Kopplat till leverantörens ärende",
        ["user-answered"] = "Användaren svarade",
        ["user-asked"] = "Användaren tillfrågad",
        ["user-notified"] = "Användaren underrättad",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of a stored type; the type itself when it has none.</summary>
    /// <param name="type">For example <c>case-routed.v1</c>.</param>
    public static string Of(string type) => s_names.GetValueOrDefault(type.Split('.')[0], type);
}
