using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Commands;
using IntegrationHub.Host.Serving;

if (HubCommands.IsCommand(args))
{
    return await HubCommands.RunAsync(args, TimeProvider.System);
}

try
{
    await using var hub = await Hub.BuildAsync(args, TimeProvider.System);
    var stopping = hub.Lifetime.ApplicationStopping;
    try
    {
        await hub.RunAsync();
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        // It was told to stop while it still started.
    }

    return Environment.ExitCode; // What runs in the hub may have found that it must not go on.
}
catch (Exception fault) when (fault is EventLogException or SettingsException or IOException)
{
    // A hub that cannot start says in one line what, why and what to do.
    await Console.Error.WriteLineAsync(fault.Message.ReplaceLineEndings(" "));
    return 1;
}
