using IntegrationHub.Core.Problems;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Host.Problems;

/// <summary>Registers problems: the domain, what is known of them, and the watch for what comes back.</summary>
internal static class ProblemRegistration
{
    /// <summary>Adds problems.</summary>
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<ProblemStore>();
        services.AddSingleton<KnownErrors>();
        ViewRegistration.AddView(services, ProblemRow.View, with => with.GetRequiredService<KnownErrors>().Refresh);
        ViewRegistration.AddView(services, ReportedRow.View, _ => _ => { });
        services.AddSingleton<ProblemWatch>();
        services.AddHostedService(with => with.GetRequiredService<ProblemWatch>());
    }
}
