using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Notifications;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Routing;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Host.Workers;

/// <summary>Registers the work that the log leads to.</summary>
/// <remarks>
/// What goes out of the hub is shared between its nodes where the log is a cluster. Work that only leads to commands (timers,
/// declined cases) is done by every node: its command ids follow from the event, so that it has one effect all the same.
/// </remarks>
internal static class WorkRegistration
{
    private static readonly WorkPace s_timers = WorkPace.Patient with { Waiting = 1_000_000 };

    /// <summary>Adds a worker for each group: timers, declined cases, the cases of those who leave, messages to persons, and deliveries to each supplier.</summary>
    public static void AddWork(this IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<WorkMeter>();
        services.AddSingleton<ParkedWork>();
        services.AddSingleton<Deadlines>();
        services.AddSingleton<DeclinedCases>();
        services.AddSingleton<SmsOnce>();
        services.AddSingleton<StoppedNumbers>();
        services.AddSingleton<TextStatus>();
        services.AddSingleton<UserNotices>();
        services.AddSingleton<LeaversCases>();
        services.AddSingleton<SelfServiceLinks>();
        AddGroup(services, s_timers, with => with.GetRequiredService<Deadlines>());
        AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<DeclinedCases>());
        AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<RoutingOutcomes>());
        AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<UserNotices>(), shared: true);
        AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<LeaversCases>());
        AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<SelfServiceLinks>(), shared: true);

        services.AddHttpClient(nameof(CloudEventSender)).ConfigurePrimaryHttpMessageHandler(CloudEventSender.NewHandler);
        services.AddSingleton(with => new CloudEventSender(
            with.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CloudEventSender)), Origin(settings), with.GetRequiredService<TimeProvider>()));
        services.AddSupplierSystems(settings.Suppliers);
        services.AddAmqp(settings.Broker);
    }

    private static string Origin(HubSettings settings) =>
        Uri.TryCreate(settings.Phone.Twilio.PublicUrl, UriKind.Absolute, out var address) ? address.Host : "localhost";

    /// <summary>Adds a worker for a group.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="pace">How it goes about failures.</param>
    /// <param name="group">The work.</param>
    /// <param name="shared">Whether hubs that share the log share the work.</param>
    /// <param name="fromHead">Whether a hub that is new on the log has nothing to do about what happened before.</param>
    internal static void AddGroup(
        IServiceCollection services, WorkPace pace, Func<IServiceProvider, IWorkGroup> group, bool shared = false, bool fromHead = false) =>
        services.AddSingleton<IHostedService>(with => Worker(with, group(with), pace, shared, fromHead));

    /// <summary>A worker for a group, to be started, stopped and disposed of by the caller.</summary>
    /// <param name="with">What it needs.</param>
    /// <param name="work">The work.</param>
    /// <param name="pace">How it goes about failures.</param>
    /// <param name="shared">Whether hubs that share the log share the work.</param>
    /// <param name="fromHead">Whether a hub that is new on the log has nothing to do about what happened before.</param>
    /// <param name="since">Where the work begins when none of it was done yet: what came before cannot lead to any. Null for the log's start.</param>
    internal static GroupWorker Worker(
        IServiceProvider with, IWorkGroup work, WorkPace pace, bool shared, bool fromHead = false, LogPosition? since = null)
    {
        var data = with.GetRequiredService<DataDirectory>();
        var place = PlaceOf(data, work.Name);
        var checkpoint = new Checkpoint(place, fromHead);
        if (since is { } begin && !File.Exists(place))
        {
            checkpoint.Save(begin);
        }

        IWorkFeed feed = shared && data.Log is KurrentEventLog cluster ? new SharedFeed(cluster, work.Name) : new CheckpointFeed(data.Log, checkpoint);
        return new GroupWorker(
            work, pace, data.Log, data.Codec, with.GetRequiredService<ParkedWork>(), feed, with.GetRequiredService<WorkMeter>(),
            with.GetRequiredService<TimeProvider>(), with.GetRequiredService<ILogger<GroupWorker>>(),
            with.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted);
    }

    /// <summary>Where a group keeps how far its work is done.</summary>
    internal static string PlaceOf(DataDirectory data, string group) => Path.Combine(data.Path, "checkpoints", group);
}
