using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Mail;

/// <summary>Registers mail, out and in.</summary>
internal static class MailRegistration
{
    /// <summary>Adds whoever carries mails and the work that sends them.</summary>
    public static void AddMail(this IServiceCollection services, MailSettings settings, string data)
    {
        services.AddSingleton(settings);
        services.AddSingleton(with => new KeptMails(MailPlace.FolderIn(data), settings.From, with.GetRequiredService<TimeProvider>()));
        services.AddSingleton(with => MailPlace.KeptMails(with.GetRequiredService<KeptMails>()));
        if (settings.Smtp is { } smtp)
        {
            services.AddSingleton(with => new SmtpSender(smtp, settings.From, with.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton(with => new MailCarrier(settings.Smtp is null
            ? with.GetRequiredService<KeptMails>().SendAsync : with.GetRequiredService<SmtpSender>().SendAsync));
        services.AddSingleton<MailOnce>();
        services.AddSingleton<MailInstead>();
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<MailNotices>(with), shared: true);

        WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<IntegratorNotices>(with), shared: true);

        // Mails that came in are worked off also after the box was taken away.
        services.AddSingleton<MailCases>();
        services.AddSingleton(with => MailPlace.ReceivedMails(with.GetRequiredService<DataDirectory>()));
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<InboundMail>(with));
        if (settings.Imap is { } imap)
        {
            services.AddSingleton(with => new ImapBox(imap, with.GetRequiredService<TimeProvider>()));
            services.AddSingleton<MailIntake>();
            services.AddHostedService<MailReader>();
        }
    }
}
