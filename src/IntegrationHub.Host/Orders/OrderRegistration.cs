using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Holdings;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Views;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Orders;

/// <summary>Registers orders and what is held: the domain, the lists, and the work that they lead to.</summary>
internal static class OrderRegistration
{
    /// <summary>Adds orders.</summary>
    /// <exception cref="SettingsException">A setting under <c>Orders</c> is wrong.</exception>
    public static void AddOrders(this IServiceCollection services, OrderSettings settings)
    {
        services.AddSingleton(settings.Rules);
        services.AddSingleton(settings.Orderers);
        services.AddSingleton<ArticleRegister>();
        services.AddSingleton<OrderStore>();
        services.AddSingleton<OrderIntake>();
        services.AddSingleton<HoldingStore>();
        services.AddSingleton<OrderAccess>();
        services.AddSingleton<OrderDrafts>();
        services.AddSingleton<Ordering>();
        services.AddSingleton<OrderMails>();
        services.AddSingleton<OrderHoldings>();
        services.AddSingleton<HoldingOffers>();
        services.AddSingleton<LeaversHoldings>();
        ViewRegistration.AddView(services, OrderRow.View, _ => _ => { });
        ViewRegistration.AddView(services, HoldingRow.View, _ => _ => { });
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<OrderMails>(), shared: true);
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<OrderHoldings>());
        WorkRegistration.AddGroup(services, WorkPace.Patient with { Waiting = 1_000_000 }, with => with.GetRequiredService<HoldingOffers>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<LeaversHoldings>());
    }
}

/// <summary>The settings of ordering.</summary>
/// <param name="Rules">Types, approval, references: those that the hub comes with, or of the file <c>Orders:Rules</c>.</param>
/// <param name="Orderers">Who may order.</param>
internal sealed record OrderSettings(OrderRules Rules, OrdererSettings Orderers)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">The file cannot be read, or holds no rules.</exception>
    public static OrderSettings Read(IConfiguration configuration)
    {
        if (configuration["Orders:Rules"] is not { Length: > 0 } path)
        {
            return new(OrderRules.Default, OrdererSettings.Read(configuration));
        }

        try
        {
            using var file = File.OpenRead(path);
            return new(OrderRules.Read(file), OrdererSettings.Read(configuration));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new SettingsException($"Orders:Rules: {path} cannot be taken as rules of ordering: {fault.Message} Name a file like order-rules.json, or leave it out.");
        }
    }
}
