using IntegrationHub.Host.Commands;

if (HubCommands.IsCommand(args))
{
    return await HubCommands.RunAsync(args, TimeProvider.System);
}

var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/health/live", () => "ok");
await app.RunAsync();
return 0;
