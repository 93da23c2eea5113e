using System.Text;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests;

/// <summary>The hub served by the tests' own process, over real HTTP: it is compiled once for all tests. Where it is killed, or its figures are read, see <see cref="HubProcess"/>.</summary>
internal sealed class HubHere : ServedHub
{
    private readonly WebApplication _app;
    private readonly Heard _heard = new();

    private HubHere(Uri address, WebApplication app)
        : base(address)
    {
        _app = app;
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_heard);
    }

    /// <inheritdoc/>
    public override string Said => _heard.ToString();

    /// <summary>Starts a hub.</summary>
    /// <param name="data">Its data directory.</param>
    /// <param name="environment">Its settings, named as environment variables: the same as <see cref="HubProcess"/> takes.</param>
    /// <param name="at">Its address; null for a free one.</param>
    public static async Task<HubHere> ServeAsync(string data, IDictionary<string, string>? environment = null, Uri? at = null)
    {
        var address = at ?? HubProcess.FreeAddress();
        string[] own =
        [
            "--applicationName=hub", "--environment=Development", $"--urls={address}", $"--data={data}", "--shutdownTimeoutSeconds=5",
            "--Logging:Console:LogLevel:Default=None", "--Simulator:Auto=false",
        ];
        string[] arguments = [.. own, .. (environment ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(Argument)];
        return await Apart(() => StartAsync(address, arguments));
    }

    private static async Task<HubHere> StartAsync(Uri address, string[] arguments)
    {
        var hub = new HubHere(address, await Hub.BuildAsync(arguments, TimeProvider.System));
        try
        {
            await hub._app.StartAsync(CancellationToken.None);
            return hub;
        }
        catch
        {
            hub.Dispose();
            throw;
        }
    }

    /// <summary>What the hub starts knows nothing of the test: else each would keep the other in memory for good.</summary>
    private static Task<HubHere> Apart(Func<Task<HubHere>> start)
    {
        using var flow = ExecutionContext.SuppressFlow();
        return Task.Run(start);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        Task.Run(async () =>
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }).GetAwaiter().GetResult();
    }

    private static string Argument(KeyValuePair<string, string> setting) => setting.Key switch
    {
        "ASPNETCORE_ENVIRONMENT" => $"--environment={setting.Value}",
        ['H', 'U', 'B', '_', .. var name] => $"--{name.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}",
        var other => throw new ArgumentException($"{other} is no setting of the hub.", nameof(setting)),
    };

    /// <summary>What would be printed.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return _lines.ToString();
            }
        }

        public void Dispose()
        {
        }
    }
}
