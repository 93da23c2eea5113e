using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Views;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Invoices;

/// <summary>Registers invoices: the domain, what is read of them, and the work that they lead to.</summary>
internal static class InvoiceRegistration
{
    /// <summary>Adds invoices.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">What they are taken and judged by.</param>
    /// <param name="data">The data directory; the invoices as they came lie in <c>invoice-files</c> there, sealed.</param>
    public static void AddInvoices(this IServiceCollection services, InvoiceSettings settings, string data)
    {
        services.AddSingleton(settings);
        services.AddSingleton(with => new InvoiceFiles(ActivatorUtilities.CreateInstance<KeptFiles>(with, Path.Combine(data, "invoice-files"))));
        services.AddSingleton<InvoiceStore>();
        services.AddSingleton<InvoiceIntake>();
        services.AddSingleton<InvoiceMatcher>();
        services.AddSingleton<InvoiceWork>();
        services.AddSingleton<InvoiceAccess>();
        services.AddSingleton<InvoiceReading>();
        services.AddSingleton<InvoiceAnswers>();
        services.AddSingleton<TakeDisputeAnswer>(with => with.GetRequiredService<InvoiceAnswers>().TakeAsync);
        services.AddAuthorizationBuilder().AddPolicy(InvoiceAccess.Policy, policy => policy.RequireRole(InvoiceAccess.Roles));
        ViewRegistration.AddView(services, OrderTrace.View, _ => _ => { });
        ViewRegistration.AddView(services, InvoiceRow.View, _ => _ => { });
        ViewRegistration.AddView(services, InvoiceLineRow.View, _ => _ => { });
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<InvoiceWork>());
    }
}
