using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Incidents;

/// <summary>Registers incidents: the domain, who may act, and the work that they lead to.</summary>
internal static class IncidentRegistration
{
    private static readonly WorkPace s_timers = WorkPace.Patient with { Waiting = 1_000_000 };

    /// <summary>Adds incidents.</summary>
    public static void AddIncidents(this IServiceCollection services)
    {
        services.AddSingleton<IncidentNumbers>();
        services.AddSingleton<IncidentStore>();
        services.AddSingleton<IncidentIntake>();
        services.AddSingleton<AffectedPeople>();
        services.AddSingleton<IncidentEdge>();
        services.AddAuthorizationBuilder().AddPolicy(IncidentAccess.Policy, policy => policy.RequireAssertion(context => IncidentAccess.MayTell(context.User)));

        services.AddSingleton<IncidentDeadlines>();
        services.AddSingleton<MajorIncidents>();
        services.AddSingleton(with => IncidentSettings.Major(with.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IncidentCases>();
        services.AddSingleton<IncidentNewsround>();
        services.AddSingleton<IncidentMessages>();
        WorkRegistration.AddGroup(services, s_timers, with => with.GetRequiredService<IncidentDeadlines>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<MajorIncidents>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<IncidentCases>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<IncidentNewsround>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<IncidentMessages>());
    }
}
