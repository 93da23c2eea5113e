using System.Globalization;
using System.Text;
using IntegrationHub.Core.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.EventLog;

/// <summary>What every event log does, whatever it is made of. Derive, open the log, and all of it is tested.</summary>
/// <remarks>The log need not be empty: each test keeps to streams of its own and begins at the head.</remarks>
public abstract partial class EventLogContract : IAsyncLifetime
{
    private readonly string _run = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    /// <summary>The clock that stamps what is recorded, for a log that lets the client's clock do so.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero));

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected IEventLog Log { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Log = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<IEventLog> OpenAsync();

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected string Stream(string name) => $"{name}-{_run}";

    protected static NewEvent Event(int number) => new(
        EventId.From("contract", number.ToString(CultureInfo.InvariantCulture)), "thing-happened.v1",
        Encoding.UTF8.GetBytes($$"""{"number":{{number}}}"""), """{"by":"hub"}"""u8.ToArray());

    protected static IReadOnlyList<NewEvent> Events(params int[] numbers) => [.. numbers.Select(Event)];

    protected static IEnumerable<Guid> Ids(IEnumerable<RecordedEvent> events) => events.Select(read => read.Id);

    protected static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(number => Event(number).Id);

    protected async Task<Appended> AddAsync(string stream, params int[] numbers) =>
        Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.Any, Events(numbers), Ct));

    protected async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string stream, long from = 0) =>
        await Log.ReadStreamAsync(stream, from, Ct).ToListAsync(Ct);
}
