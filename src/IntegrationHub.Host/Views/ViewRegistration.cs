using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Views;

/// <summary>Registers the read models.</summary>
internal static class ViewRegistration
{
    /// <summary>Adds the list of cases and what keeps it in step.</summary>
    public static void AddViews(this IServiceCollection services)
    {
        services.AddSingleton(with => Open(with.GetRequiredService<DataDirectory>()));
        services.AddHostedService<ViewFeed>();
    }

    /// <summary>The list of cases of a data directory.</summary>
    public static LiveView<CaseRow> Open(DataDirectory data) => LiveView.Open(CaseRow.View, Path.Combine(data.Path, "views"));
}
