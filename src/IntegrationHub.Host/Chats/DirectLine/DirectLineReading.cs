using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Gives clients what is in a conversation: when they ask, and over a stream.</summary>
internal sealed class DirectLineReading(
    ChatStore chats, IEventLog log, EventCodec codec, DirectLineTokens tokens, DirectLineSockets sockets, ChatPresence presence,
    ServiceCatalogue catalogue, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private const int MostEvents = 1_000;

    /// <summary>What is new: <c>GET conversations/{c}/activities</c>.</summary>
    public static async Task<IResult> ActivitiesAsync(
        string conversation, string? watermark, HttpContext http, DirectLineDoor door, DirectLineReading reading, CancellationToken ct) =>
        door.Enter(http, conversation, DirectLineCost.Read, out var refusal) is null ? refusal
        : await reading.AfterAsync(conversation, watermark, http.Request, ct) is { } set ? TypedResults.Bytes(set, "application/json; charset=utf-8")
        : DirectLineFaults.Gone;

    /// <summary>The stream: <c>GET conversations/{c}/stream</c>, a WebSocket.</summary>
    public static async Task<IResult> StreamAsync(
        string conversation, string? watermark, string? t, HttpContext http, DirectLineDoor door, DirectLineReading reading)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            return DirectLineFaults.Of(400, "BadArgument", "The stream is a WebSocket; without one ask GET activities.");
        }

        return door.Enter(http, conversation, t, PassUse.Stream, out var refusal) is { } pass
            ? await reading.ServeAsync(pass, watermark, http) : refusal;
    }

    /// <summary>Whether the conversation has begun, and is still there.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<bool> ExistsAsync(string conversation, CancellationToken ct) => await LastAsync(ChatStore.StreamOf(ChatChannel.Web, conversation), ct) is not null;

    private async Task<byte[]?> AfterAsync(string conversation, string? watermark, HttpRequest request, CancellationToken ct)
    {
        var stream = ChatStore.StreamOf(ChatChannel.Web, conversation);
        presence.Polled(stream);
        if (await LastAsync(stream, ct) is not { } last)
        {
            return null;
        }

        var (seen, events) = (Watermark.Read(watermark, last), 0);
        var (shape, activities) = (ShapeOf(conversation, request), new List<JsonObject>());
        if (seen < last)
        {
            await foreach (var recorded in log.ReadStreamAsync(stream, seen + 1, ct))
            {
                activities.AddRange(shape.Of(codec.DecodeOrCarry(recorded)));
                seen = recorded.Revision;
                if (++events == MostEvents)
                {
                    break; // The rest is asked for with the new watermark.
                }
            }
        }

        return ActivitySet.Write(activities, Watermark.Write(seen));
    }

    private async Task<IResult> ServeAsync(DirectLinePass pass, string? watermark, HttpContext http)
    {
        var chat = await chats.LoadAsync(ChatStore.StreamOf(ChatChannel.Web, pass.Conversation), http.RequestAborted);
        if (chat.History.Count == 0)
        {
            return DirectLineFaults.Gone;
        }

        await sockets.Following.WaitAsync(http.RequestAborted);
        using var wire = await http.WebSockets.AcceptWebSocketAsync();
        var socket = new DirectLineSocket(wire, chat.Stream, pass.Session, ShapeOf(pass.Conversation, http.Request), log, codec, clock);
        sockets.Add(socket);
        try
        {
            await socket.ServeAsync(Watermark.Read(watermark, chat.History.Count - 1), chat.State.Desk is not null, lifetime.ApplicationStopping);
        }
        finally
        {
            sockets.Remove(socket);
        }

        return TypedResults.Empty;
    }

    private async Task<long?> LastAsync(string stream, CancellationToken ct)
    {
        await foreach (var last in log.ReadStreamBackwardsAsync(stream, ct))
        {
            return last.Revision;
        }

        return null;
    }

    private ActivitySet ShapeOf(string conversation, HttpRequest request)
    {
        var address = tokens.AddressOf(request);
        return new ActivitySet(
            conversation, desk => catalogue.Desks.FirstOrDefault(one => one.Id == desk)?.Sv ?? desk, file => tokens.FileAddress(conversation, file.Reference, address));
    }
}
