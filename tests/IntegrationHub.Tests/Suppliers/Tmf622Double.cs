using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>
/// A supplier's TMF622, strict as the standard is: mandatory fields, states and their transitions, whole lists replaced by a patch, no
/// idempotency. Its creation, lists and filters answer TM Forum's conformance kit for version 4.
/// </summary>
internal sealed partial class Tmf622Double : IAsyncDisposable
{
    public const string Token = "tmf-token";

    private static readonly Dictionary<string, string[]> s_from = new(StringComparer.Ordinal)
    {
        ["acknowledged"] = ["inProgress", "pending", "rejected", "assessingCancellation"],
        ["inProgress"] = ["pending", "held", "assessingCancellation", "completed", "failed", "partial"],
        ["pending"] = ["inProgress", "assessingCancellation", "cancelled"],
        ["held"] = ["inProgress", "assessingCancellation", "cancelled"],
        ["assessingCancellation"] = ["inProgress", "pending", "held", "pendingCancellation"],
        ["pendingCancellation"] = ["cancelled"],
    };

    private static readonly string[] s_fixed = ["id", "href", "externalId", "orderDate", "state", "completionDate", "expectedCompletionDate"];
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _orders = [];
    private readonly List<JsonObject> _cancellations = [];
    private readonly WebApplication _app;
    private readonly bool _v5;
    private DateTimeOffset _last = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private int _next = 1000;

    private Tmf622Double(WebApplication app, int version) => (_app, _v5) = (app, version == 5);

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>So many answers to writes are lost after the write was done.</summary>
    public int LosesAnswers { get; set; }

    /// <summary>Whether it passes over filters, as a server may.</summary>
    public bool PassesFiltersOver { get; set; }

    /// <summary>Whether it says when an order changed last, which TMF622 does not ask for.</summary>
    public bool DatesChanges { get; set; } = true;

    /// <summary>A status to answer everything with; 0 for none.</summary>
    public int Answers { get; set; }

    /// <summary>Callbacks that registered.</summary>
    public ConcurrentQueue<string> Callbacks { get; } = new();

    public static async Task<Tmf622Double> StartAsync(int version, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        var app = builder.Build();
        var supplier = new Tmf622Double(app, version);
        app.Run(supplier.AnswerAsync);
        await app.StartAsync();
        supplier.Address = new Uri($"{app.Urls.First()}/tmf-api/productOrderingManagement/v{version.ToString(CultureInfo.InvariantCulture)}");
        return supplier;
    }

    public IReadOnlyList<JsonObject> Orders() => Copies(_orders);

    public IReadOnlyList<JsonObject> Cancellations() => Copies(_cancellations);

    /// <summary>Somebody at the supplier moves an order, or an item of it, along the standard's diagram.</summary>
    /// <param name="line">The item; null for the order and all its items that are not over.</param>
    /// <param name="expected">When it is to be there.</param>
    /// <param name="serials">What is delivered.</param>
    public void Move(string id, string state, int? line = null, DateTimeOffset? expected = null, params IReadOnlyList<string> serials)
    {
        lock (_gate)
        {
            var order = _orders.Single(one => (string)one["id"]! == id);
            foreach (var item in ((JsonArray)order["productOrderItem"]!).Cast<JsonObject>().Where(item => line is null || (string)item["id"]! == line.Value.ToString(CultureInfo.InvariantCulture)))
            {
                if (line is not null || s_from.ContainsKey((string)item["state"]!))
                {
                    item["state"] = state == "partial" ? item["state"]!.DeepClone() : state;
                }

                foreach (var serial in serials)
                {
                    ((JsonArray)item["product"]!["productCharacteristic"]!).Add((JsonNode)new JsonObject { ["name"] = "serialNumber", ["value"] = serial, ["@type"] = "StringCharacteristic" });
                }
            }

            if (line is null)
            {
                var from = (string)order["state"]!;
                Assert.True(s_from.TryGetValue(from, out var to) && (to.Contains(state, StringComparer.Ordinal) || !s_from.ContainsKey(state)), $"{from} does not become {state}.");
                order["state"] = state;
            }

            if (expected is { } at)
            {
                order["expectedCompletionDate"] = Instant(at);
            }

            if (state == "completed")
            {
                order["completionDate"] ??= Instant(_last);
            }

            Touch(order);
        }
    }

    /// <summary>Somebody at the supplier decides a cancellation.</summary>
    public void Decide(string task, string state)
    {
        lock (_gate)
        {
            _cancellations.Single(one => (string)one["id"]! == task)["state"] = state;
        }
    }

    /// <summary>Orders of others than the hub.</summary>
    public void Fill(int count)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                _orders.Add(Made(new JsonObject { ["productOrderItem"] = new JsonArray(new JsonObject { ["id"] = "1", ["action"] = "add" }) }));
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
