using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Correlation;

/// <summary>Registers the correlation of reports.</summary>
internal static class CorrelationRegistration
{
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
        WorkRegistration.AddGroup(services, s_pace, with => with.GetRequiredService<LiveCorrelation>());
    }
}
