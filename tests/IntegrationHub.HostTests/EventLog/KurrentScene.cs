using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>A server of the test's own, which it may break, and the hub's log on it. What hangs is ended after some minutes: a scene may start several hubs, each a process, on a machine that is busy.</summary>
public abstract class KurrentScene(ServerSettings settings) : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<IAsyncDisposable> _opened = [];

    protected KurrentTestServer Server { get; private set; } = null!;

    internal KurrentEventLog Log { get; private set; } = null!;

    protected CancellationToken Ct => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(4));
        Server = await KurrentTestServer.StartAsync(settings with { Flush = TimeSpan.Zero }, Ct);
        Log = Open();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        await Server.DisposeAsync();
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another hub on the same server.</summary>
    /// <param name="options">More of them, each with its <c>&amp;</c>.</param>
    /// <param name="patience">How long it tries.</param>
    internal KurrentEventLog Open(string options = "", TimeSpan? patience = null) =>
        OpenAt(Server.ConnectionString + options, patience);

    internal KurrentEventLog OpenAt(string connectionString, TimeSpan? patience = null)
    {
        var seams = new KurrentSeams();
        var log = KurrentEventLog.Open(
            ConnectionString.Read(connectionString), TimeProvider.System, NullLogger.Instance, seams with { Patience = patience ?? seams.Patience });
        _opened.Add(log);
        return log;
    }

    protected static NewEvent Event(int number, int bytes = 10) => new(
        EventId.From("kurrent", number.ToString(CultureInfo.InvariantCulture)), "thing-happened.v1",
        Encoding.UTF8.GetBytes(new string('1', bytes)), ReadOnlyMemory<byte>.Empty);

    protected async Task AppendAsync(int from, int count, int bytes = 10)
    {
        for (var done = 0; done < count; done += 50)
        {
            var events = Enumerable.Range(from + done, Math.Min(50, count - done)).Select(number => Event(number, bytes));
            Assert.IsType<Appended>(await Log.AppendAsync("case", ExpectedRevision.Any, [.. events], Ct));
        }
    }

    protected static async Task SeesAsync(IAsyncEnumerator<RecordedEvent> reader, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(Event(number).Id, reader.Current.Id);
        }
    }

    protected async Task StandsAsync(string stream, int from, int count) => Assert.Equal(
        Enumerable.Range(from, count).Select(number => Event(number).Id),
        await Log.ReadStreamAsync(stream, 0, Ct).Select(read => read.Id).ToListAsync(Ct));
}
