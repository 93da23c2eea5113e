using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Audit;
using IntegrationHub.Host.Privacy;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace IntegrationHub.Host.Commands;

/// <summary>Where a command runs: in a process of its own, or inside the hub that has the data, for a command that handed it the work.</summary>
/// <param name="Out">What the command prints.</param>
/// <param name="Folder">Where the caller stands; relative paths are relative to it.</param>
/// <param name="Clock">The time.</param>
/// <param name="Running">What the hub that runs the command is made of; null in a process of its own.</param>
/// <param name="Progress">Told how much is done, of how much; null when nobody watches.</param>
public sealed record CommandContext(TextWriter Out, string Folder, TimeProvider Clock, IServiceProvider? Running, Action<int, int>? Progress)
{
    /// <summary>The command in a process of its own, at a terminal or in a script.</summary>
    public static CommandContext OfThisProcess(TimeProvider clock) => new(Console.Out, Directory.GetCurrentDirectory(), clock, null, null);

    /// <summary>The hub's own settings, as its processes share them: <c>appsettings.json</c>, then <c>HUB_</c> variables.</summary>
    public static IConfiguration Settings() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables("HUB_").Build();

    /// <summary>A path as the caller means it.</summary>
    public string PathOf(string said) => Path.GetFullPath(said, Folder);

    /// <summary>Runs work on the data: on the running hub's own, or on the directory, which is taken for so long.</summary>
    /// <param name="data">The directory.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="EventLogException">The directory is in use by a process that takes no work, or the log is damaged.</exception>
    public async Task<T> WithDataAsync<T>(string data, Func<DataDirectory, Task<T>> work)
    {
        if (Running is not null)
        {
            return await work(Running.GetRequiredService<DataDirectory>());
        }

        await using var opened = await DataDirectory.OpenAsync(
            PathOf(data), PrivacySettings.Read(Settings()), EventLogSettings.Read(Settings()), Clock, NullLogger.Instance, CancellationToken.None);
        var result = await work(opened);
        using var keeper = AuditSettings.Read(Settings(), opened.Path).Keeper(Clock);
        await keeper.CatchUpAsync(opened.Log, CancellationToken.None); // No hub runs that would chain what was added.
        return result;
    }

    /// <summary>Shows how far long work has come: a bar on a terminal, nothing otherwise.</summary>
    /// <param name="title">Beside the bar.</param>
    /// <param name="total">When it is done.</param>
    /// <param name="quiet">No bar.</param>
    /// <param name="work">Tells each step how many more are done.</param>
    public async Task<T> WithProgressAsync<T>(string title, int total, bool quiet, Func<Action<int>, Task<T>> work)
    {
        var done = 0;
        if (Progress is { } watched)
        {
            return await work(more => watched(done += more, total));
        }

        return quiet || Running is not null || Console.IsOutputRedirected
            ? await work(_ => { })
            : await AnsiConsole.Progress().StartAsync(async shown =>
            {
                var bar = shown.AddTask(title, maxValue: total);
                return await work(more => bar.Increment(more));
            });
    }
}
