using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Correlation;

/// <summary>Registers the correlation of reports.</summary>
internal static class CorrelationRegistration
{
    private const int MostIncidents = 1_000;

    /// <summary>One line, in order of the log: nothing is done beside anything else.</summary>
    private static readonly WorkPace s_pace = WorkPace.Patient with { AtOnce = 1 };

    /// <summary>Adds it.</summary>
    public static void AddCorrelation(this IServiceCollection services, CorrelationSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<CauseWords>();
        services.AddSingleton<CaseReports>();
        services.AddSingleton<FoundCauses>();
        services.AddSingleton<SupplierNotices>();
        services.AddSingleton<ProposalDesk>();
        services.AddSingleton(with => new DaysInLog(WorkRegistration.PlaceOf(with.GetRequiredService<DataDirectory>(), "correlation.days")));
        services.AddSingleton<LiveCorrelation>();
        services.AddSingleton(with => new RegroupPlans(
            settings, with.GetRequiredService<CauseWords>(), with.GetRequiredService<DaysInLog>(), with.GetRequiredService<IEventLog>(), with.GetRequiredService<EventCodec>(),
            with.GetRequiredService<IncidentStore>(), () => Ongoing(with.GetRequiredService<LiveView<IncidentRow>>())));
        services.AddSingleton<Regroupings>();
        services.AddSingleton(with => new RulesInForce(
            WorkRegistration.PlaceOf(with.GetRequiredService<DataDirectory>(), "correlation.rules"), with.GetRequiredService<RegroupPlans>().Rules));
        services.AddHostedService<RulesNotice>();
        WorkRegistration.AddGroup(services, s_pace, with => with.GetRequiredService<LiveCorrelation>());
    }

    private static IReadOnlyList<IncidentRow> Ongoing(LiveView<IncidentRow> rows) =>
        [.. rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "ongoing" }, before: null, MostIncidents).Select(one => one.Row)];
}
