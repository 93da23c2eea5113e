using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using EventId = IntegrationHub.Core.EventLog.EventId;

namespace IntegrationHub.Benchmarks;

/// <summary>
/// What happens to cases, told to four suppliers over HTTP, each message read from the log, posted, and noted there durably; beside a client that posts as many
/// bodies of the same length to the same place and does nothing else. The order per case is checked.
/// </summary>
internal static class SupplierBenchmark
{
    private const int NotesPerCase = 9;
    private const int AtOnce = 64;
    private static readonly string[] s_suppliers = ["workplace", "central-systems", "telephony", "mobile"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-suppliers-{Environment.ProcessId}")).FullName;
        var told = new Told();
        await using var peer = Peer(told);
        await peer.StartAsync(ct);
        try
        {
            await using var hub = await Hub.BuildAsync([.. Arguments(folder, peer.Urls.First())], TimeProvider.System);
            await hub.StartAsync(ct);
            var cases = Math.Max(40, pace.Events / 400);
            List<double> rates = [], bare = [];
            for (var round = -1; round < pace.Rounds; round++) // The first, until the code is compiled for good, does not count.
            {
                var rate = await TellAsync(hub, told, round + 1, cases, ct);
                var limit = await PostAsync(new Uri(peer.Urls.First()), told, cases * (NotesPerCase + 1), ct);
                if (round >= 0)
                {
                    rates.Add(rate);
                    bare.Add(limit);
                }
            }

            await hub.StopAsync(ct);
            return [Figure.Of("suppliers/updates-4-suppliers", "updates/s", rates, bare, goal: 1_000)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Arguments(string folder, string peer) =>
    [
        "--environment", "Development", "--urls", "http://127.0.0.1:0", "--data", folder, "--Logging:LogLevel:Default", "Warning",
        .. s_suppliers.SelectMany(id => (string[])
            [$"--Suppliers:{id}:Protocol", "cloudevents", $"--Suppliers:{id}:Url", $"{peer}/{id}", $"--Suppliers:{id}:Token", "bench-token-of-" + id]),
    ];

    /// <summary>The updates stand in the log while the suppliers are paused; the time counts from when they are resumed.</summary>
    private static async Task<double> TellAsync(WebApplication hub, Told told, int round, int cases, CancellationToken ct)
    {
        var register = hub.Services.GetRequiredService<SupplierRegister>();
        foreach (var supplier in register)
        {
            register.GateOf(supplier).Pause("bench");
        }

        var (log, codec) = (hub.Services.GetRequiredService<IEventLog>(), hub.Services.GetRequiredService<EventCodec>());
        await Task.WhenAll(Enumerable.Range(0, cases).Select(i => WriteAsync(log, codec, (round * cases) + i + 1, ct)));
        var whole = told.Await(cases * (NotesPerCase + 1));
        var clock = Stopwatch.StartNew();
        foreach (var supplier in register)
        {
            register.GateOf(supplier).Resume();
        }

        await whole.WaitAsync(TimeSpan.FromMinutes(2), ct);
        var took = clock.Elapsed;
        return told.Disorder is { } fault ? throw new InvalidOperationException(fault) : cases * (NotesPerCase + 1) / took.TotalSeconds;
    }

    private static async Task WriteAsync(IEventLog log, EventCodec codec, int sequence, CancellationToken ct)
    {
        var (number, desk, now) = (CaseNumber.FromSequence(sequence), s_suppliers[sequence % 4], TimeProvider.System.GetUtcNow());
        var person = new PersonId("p-bench");
        Personal Said(string text) => new(person, text, number.Value);
        List<CaseEvent> facts =
        [
            new CaseOpened(
                number, CaseKind.Fault, Said("Skrivaren på plan 3 är trasig sedan i morse, den drar in två papper åt gången och stannar."),
                new Reporter(person, Said("Åsa Öst"), Said("+46701740605"), Said("asa.ost@example.se")), "web", "sv", "office", "Tekniska nämndhuset", "stadsledning", $"contact-{sequence}", now),
            new CaseRouted("printing", desk, desk, 0.91, ["words: skrivare"], [], now.AddHours(4), now),
            .. Enumerable.Range(1, NotesPerCase).Select(i => new NoteAdded(NoteVisibility.Public, Said(string.Create(CultureInfo.InvariantCulture, $"{i} Den gick igång ett tag och stannade igen.")), now)),
        ];
        await log.AppendAsync(number.Stream, ExpectedRevision.None, codec.Encode(EventId.From("bench", number.Value), facts, new EventContext("user", "web")), ct);
    }

    /// <summary>The limit: as many bodies, posted by as many at once, with nothing before and nothing after.</summary>
    private static async Task<double> PostAsync(Uri peer, Told told, int messages, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = peer };
        var body = told.Sample;
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, messages), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (_, token) =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
            using var answer = await http.PostAsync("/bare", content, token);
            answer.EnsureSuccessStatusCode();
        });
        return messages / clock.Elapsed.TotalSeconds;
    }

    private static WebApplication Peer(Told told)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var peer = builder.Build();
        peer.MapPost("/{supplier}", async (string supplier, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            if (supplier != "bare")
            {
                told.Take(body.ToArray());
            }

            return Results.Json(new { receipt = "R" }, statusCode: StatusCodes.Status202Accepted);
        });
        return peer;
    }

    /// <summary>What the suppliers were told.</summary>
    private sealed class Told
    {
        private readonly ConcurrentDictionary<string, int> _last = new(StringComparer.Ordinal);
        private TaskCompletionSource _whole = new();
        private int _wanted;
        private int _taken;

        /// <summary>A body that the hub sent.</summary>
        public byte[] Sample { get; private set; } = [];

        /// <summary>The first message that came out of order; null for none.</summary>
        public string? Disorder { get; private set; }

        public Task Await(int messages)
        {
            (_wanted, _taken, _whole) = (messages, 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _whole.Task;
        }

        public void Take(byte[] body)
        {
            using var message = JsonDocument.Parse(body);
            var data = message.RootElement.TryGetProperty("data", out var structured) ? structured : message.RootElement;
            var number = data.GetProperty("case").GetString()!;
            var place = data.TryGetProperty("text", out var text) ? int.Parse(text.GetString()!.Split(' ')[0], CultureInfo.InvariantCulture) : 0;
            if (_last.GetValueOrDefault(number, -1) != place - 1)
            {
                Disorder ??= $"Case {number} was told {place} after {_last.GetValueOrDefault(number, -1)}.";
            }

            _last[number] = place;
            Sample = body;
            if (Interlocked.Increment(ref _taken) == _wanted)
            {
                _whole.SetResult();
            }
        }
    }
}
