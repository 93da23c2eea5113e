using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>Writes in bulk. Each item bears a log position as its version: what is older than what the index has is passed over, so that everything may be sent again.</summary>
internal sealed class ElasticBulk(ElasticHttp http)
{
    private const int MostItems = 500;
    private const int MostBytes = 5 * 1024 * 1024;
    private const int Tries = 8;

    /// <summary>One action: its key, and its line or lines.</summary>
    internal sealed record Item(string Key, byte[] Bytes);

    /// <summary>Puts a whole document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="asOf">Its version.</param>
    /// <param name="orEqual">Whether it also takes the place of one of the same version: what is put after an erasure.</param>
    public static Item Put(SearchDocument document, LogPosition asOf, bool orEqual = false) =>
        new(document.Key, Lines(Action("index", document.Key, asOf, orEqual), ElasticDocument.Of(document)));

    /// <summary>Notes how far the index tells of the log.</summary>
    public static Item Note(LogPosition reached) => new(ElasticDocument.PositionId, Lines(
        new JsonObject { ["index"] = new JsonObject { ["_id"] = ElasticDocument.PositionId } },
        new JsonObject { ["position"] = reached.Value, ["schema"] = ElasticDocument.Schema }));

    /// <summary>Takes a document out.</summary>
    public static Item Delete(string key, LogPosition asOf) => new(key, Lines(Action("delete", key, asOf, orEqual: true)));

    /// <summary>Sends items until each is written, known already, or refused for good.</summary>
    /// <param name="index">The index's own name.</param>
    /// <param name="items">Any number.</param>
    /// <param name="ct">Ends the wait; all may be sent again.</param>
    /// <returns>What is refused for good.</returns>
    /// <exception cref="SearchIndexException"><c>unavailable</c>: it was busy too long. <c>lost</c>: there is no such index.</exception>
    public async Task<IReadOnlyList<RefusedDocument>> SendAsync(string index, IEnumerable<Item> items, CancellationToken ct)
    {
        var (refused, batch, bytes) = (new List<RefusedDocument>(), new List<Item>(), 0);
        foreach (var item in items)
        {
            if (batch.Count > 0 && (batch.Count == MostItems || bytes + item.Bytes.Length > MostBytes))
            {
                await SendAsync(index, batch, refused, ct);
                (batch, bytes) = ([], 0);
            }

            batch.Add(item);
            bytes += item.Bytes.Length;
        }

        await SendAsync(index, batch, refused, ct);
        return refused;
    }

    private async Task SendAsync(string index, List<Item> batch, List<RefusedDocument> refused, CancellationToken ct)
    {
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var answer = await http.SendLinesAsync($"/{index}/_bulk", Joined(batch), ct);
            if (answer.Status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.TooManyRequests && batch.Count > 1)
            {
                await (answer.Status == HttpStatusCode.TooManyRequests ? http.PauseAsync(attempt, null, ct) : Task.CompletedTask);
                await SendAsync(index, batch[..(batch.Count / 2)], refused, ct);
                await SendAsync(index, batch[(batch.Count / 2)..], refused, ct);
                return;
            }

            if (answer.Status == HttpStatusCode.RequestEntityTooLarge)
            {
                refused.Add(new(batch[0].Key, "too large"));
                return;
            }

            var isBusy = answer.Status == HttpStatusCode.TooManyRequests;
            batch = isBusy ? batch : Again(batch, answer, refused);
            if (batch.Count > 0)
            {
                await (attempt < Tries ? http.PauseAsync(attempt, null, ct) : throw http.Unexpected("write", new(HttpStatusCode.TooManyRequests, answer.Body)));
            }
        }
    }

    /// <summary>The items that were not written only because Elasticsearch was busy.</summary>
    private List<Item> Again(List<Item> batch, ElasticAnswer answer, List<RefusedDocument> refused)
    {
        if (!answer.IsGood || answer.Body?["items"] is not JsonArray items || items.Count != batch.Count)
        {
            throw http.Unexpected("write", answer);
        }

        var again = new List<Item>();
        foreach (var (item, said) in batch.Zip(items))
        {
            var result = said!.AsObject().First().Value!;
            switch ((int)result["status"]!)
            {
                case >= 200 and < 300 or 409: // 409: the index has it as of this position or a later one.
                case 404 when result["error"] is null: // Nothing to delete.
                    break;
                case 429 or 503:
                    again.Add(item);
                    break;
                case 404:
                    throw http.Unexpected("write", new(HttpStatusCode.NotFound, answer.Body));
                default:
                    refused.Add(new(item.Key, result["error"]?["type"]?.ToString() ?? $"status {result["status"]}"));
                    break;
            }
        }

        return again;
    }

    private static byte[] Joined(List<Item> batch)
    {
        var (all, at) = (new byte[batch.Sum(item => item.Bytes.Length)], 0);
        foreach (var item in batch)
        {
            item.Bytes.CopyTo(all, at);
            at += item.Bytes.Length;
        }

        return all;
    }

    private static byte[] Lines(params JsonObject[] lines)
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            using (var json = new Utf8JsonWriter(all, new JsonWriterOptions { Encoder = ElasticJson.Options.Encoder }))
            {
                line.WriteTo(json, ElasticJson.Options);
            }

            all.Write("\n"u8);
        }

        return all.WrittenSpan.ToArray();
    }

    private static JsonObject Action(string action, string key, LogPosition asOf, bool orEqual) => new()
    {
        [action] = new JsonObject
        {
            ["_id"] = key,
            ["version"] = Math.Max(0, asOf.Value),
            ["version_type"] = orEqual ? "external_gte" : "external",
        },
    };
}
