using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Privacy;

/// <summary>Registers erasure, legal hold and retention.</summary>
internal static class PrivacyRegistration
{
    /// <summary>Cases, orders and invoices that wait for their time are read from the log, not kept in memory.</summary>
    private static readonly WorkPace s_slowly = WorkPace.Patient with { AtOnce = 1, Waiting = 500 };

    /// <summary>Adds the work; every <see cref="PersonPlace"/> that is registered takes part in it.</summary>
    public static void AddPrivacy(this IServiceCollection services, PrivacySettings settings)
    {
        services.AddSingleton(with => with.GetRequiredService<DataDirectory>().Keys);
        services.AddHostedService<KeyStoreCheck>();
        services.AddSingleton<Erasure>();
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<UnfinishedErasures>(with));
        if (settings.KeyStore is not null)
        {
            WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<ErasedElsewhere>(with), fromHead: true);
        }

        if (settings.Retention.Count > 0)
        {
            services.AddSingleton(settings.Retention);
            services.AddSingleton<CaseRetentionRule>();
            services.AddSingleton<IRetentionRule>(with => with.GetRequiredService<CaseRetentionRule>());
        }

        foreach (var kind in settings.Retention.Keys)
        {
            WorkRegistration.AddGroup(services, s_slowly, with => ActivatorUtilities.CreateInstance<CaseRetention>(with, kind));
        }

        if (settings.OrderRetention is { } afterOrder)
        {
            services.AddSingleton(with => ActivatorUtilities.CreateInstance<OrderRetention>(with, afterOrder));
            services.AddSingleton<IRetentionRule>(with => with.GetRequiredService<OrderRetention>());
            WorkRegistration.AddGroup(services, s_slowly, with => with.GetRequiredService<OrderRetention>());
        }

        if (settings.InvoiceRetention is { } afterInvoice)
        {
            WorkRegistration.AddGroup(services, s_slowly, with => ActivatorUtilities.CreateInstance<InvoiceRetention>(with, afterInvoice));
        }

        if (settings.Retention.Count > 0 || settings.OrderRetention is not null)
        {
            WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<RetentionAfterHold>(with));
        }
    }
}
