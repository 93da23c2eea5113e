namespace IntegrationHub.Core.Cases;

/// <summary>A supplier's system speaks: what it said is always kept; what it means must pass the same rules as everything else.</summary>
internal static class SupplierReports
{
    /// <summary>
    /// Records the report once, with its effect or with the rule that refused it. The same message with other content is refused.
    /// </summary>
    public static Decision<CaseEvent> Decide(CaseState state, ReportFromSupplier command)
    {
        if (state.SeenMessages.TryGetValue(command.Report.Message, out var seen))
        {
            return command.Report.ContentHash is null || seen == command.Report.ContentHash
                ? CaseDecider.Yes()
                : CaseDecider.No("message-differs", $"The message {command.Report.Message} was received before with other content. Send a new message under a new id.");
        }

        var said = Said(state, command);
        return CaseDecider.Yes([.. said, .. SupplierTeams.Passed(state, said, command)]);
    }

    private static IReadOnlyList<CaseEvent> Said(CaseState state, ReportFromSupplier command) =>
        command.Means is null ? [command.Report] : CaseDecider.Decide(state, command.Means) switch
        {
            Accepted<CaseEvent> { Events.Count: > 0 } yes => [command.Report, .. yes.Events],
            Accepted<CaseEvent> => [WithWords(state, command)],
            Refused<CaseEvent> no => [WithWords(state, command) with { Refused = no.Code }],
            _ => throw new InvalidOperationException("A decision is yes or no."),
        };

    private static SupplierReported WithWords(CaseState state, ReportFromSupplier command) =>
        command.Words is { } words ? command.Report with { Text = command.Report.Text ?? state.Text(words) } : command.Report;
}
