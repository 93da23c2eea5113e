using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Texts;
using IntegrationHub.Core.Views;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Host.Views;

/// <summary>Registers the read models.</summary>
internal static class ViewRegistration
{
    /// <summary>Adds the lists of cases, of incidents and their followers, of stopped numbers, of promised calls, of the desks' lines, of conversations, and the calls' figures, with what keeps each in step.</summary>
    public static void AddViews(this IServiceCollection services)
    {
        AddView(services, CaseRow.View, _ => _ => { });
        AddView(services, IncidentRow.View, with => with.GetRequiredService<CurrentIncidents>().Refresh);
        AddView(services, ProposalRow.View, _ => _ => { });
        AddView(services, FollowerRow.View, _ => _ => { });
        AddView(services, StoppedNumber.View, _ => _ => { });
        AddView(services, CallRow.View, _ => _ => { });
        AddView(services, CallBackRow.View, _ => _ => { });
        AddView(services, MailSender.View, _ => _ => { });
        AddView(services, CallbackRow.View, _ => _ => { });
        AddView(services, WaitingCall.View, with => with.GetRequiredService<DeskQueue>().Refresh);
        AddView(services, DeskPace.View, _ => _ => { });
        AddView(services, ChatRow.View, _ => _ => { });
        services.AddSingleton<CurrentIncidents>();
    }

    /// <summary>A read model of a data directory.</summary>
    public static LiveView<TRow> Open<TRow>(View<TRow> view, DataDirectory data)
        where TRow : class => LiveView.Open(view, Path.Combine(data.Path, "views"));

    /// <summary>Adds a read model and what keeps it in step.</summary>
    internal static void AddView<TRow>(IServiceCollection services, View<TRow> view, Func<IServiceProvider, Action<RecordedEvent?>> changed)
        where TRow : class
    {
        services.AddSingleton(with => Open(view, with.GetRequiredService<DataDirectory>()));
        services.AddHostedService(with => new ViewFeed<TRow>(
            with.GetRequiredService<LiveView<TRow>>(), changed(with), with.GetRequiredService<IEventLog>(), with.GetRequiredService<TimeProvider>(),
            with.GetRequiredService<ILogger<ViewFeed<TRow>>>()));
    }
}
