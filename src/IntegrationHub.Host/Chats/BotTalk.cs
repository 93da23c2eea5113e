using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Takes what a channel of the Bot Framework told: into the log first, then the channel is answered. What the hub says is sent by
/// <see cref="BotDeliveries"/>, unless the channel wants it in the response.
/// </summary>
internal sealed class BotTalk(ChatDesk desk, ChatStore chats, AwaitedAnswers awaited, IEventLog log, EventCodec codec, TimeProvider clock)
{
    private const string CardPressed = "adaptiveCard/action";

    /// <summary>Takes an activity whose token was checked.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be sent again.</exception>
    public async Task<IResult> TakeAsync(BotActivity activity, CancellationToken ct)
    {
        if (activity.Type == "invoke")
        {
            return await InvokeAsync(activity, ct);
        }

        if (BotArrivals.Left(activity) is { } why)
        {
            await NoteDeadAsync(activity, why, ct);
            return Taken(activity, []);
        }

        if (BotArrivals.Of(activity) is not { } arrival)
        {
            return Taken(activity, []);
        }

        var answered = await TakeAsync(arrival, ct);
        return Taken(activity, BotMessages.Of(
            arrival.FilesNotTaken, activity.IsGroup, answered.Said, answered.Said is [var first, ..] ? first.Language : LanguageOf(activity.Locale)));
    }

    private Task<ChatAnswered> TakeAsync(ChatArrival arrival, CancellationToken ct) => awaited.AfterAsync(
        ChatDesk.IdOf(arrival),
        async () => await desk.TakeAsync(arrival, ct) is var answered ? (answered, answered is { Repeated: false, Said.Count: > 0 } && !arrival.InResponse) : default, ct);

    private static IResult Taken(BotActivity activity, IReadOnlyList<ChatMessage> said)
    {
        if (!activity.ExpectsReplies)
        {
            return TypedResults.Accepted((string?)null);
        }

        var to = BotReference.Of(activity, activity.From);
        var replies = new JsonArray([.. said.Select(message => to?.Address(ActivityWriter.Message(message), activity.Id) ?? ActivityWriter.Message(message))]);
        return Json(new JsonObject { ["activities"] = replies });
    }

    private async Task<IResult> InvokeAsync(BotActivity activity, CancellationToken ct)
    {
        if (activity.Name != CardPressed)
        {
            return TypedResults.StatusCode(StatusCodes.Status501NotImplemented);
        }

        if (activity.IsGroup || BotArrivals.Press(activity) is not { } press)
        {
            return Invoked(400, "application/vnd.microsoft.error", new JsonObject
            {
                ["code"] = "BadRequest",
                ["message"] = "This is no press of a button of the hub's: an Action.Execute with a verb, or with data {choice, step}.",
            });
        }

        var answered = await TakeAsync(press, ct);
        return await UsedCardAsync(answered.Chat, press.Step, ct) is { } card
            ? Invoked(200, ActivityWriter.CardType, card)
            : Invoked(200, "application/vnd.microsoft.activity.message", LanguageOf(activity.Locale) == "en" ? "Thank you." : "Tack.");
    }

    /// <summary>The card that was pressed, without what can be pressed; null when it was never said.</summary>
    private async Task<JsonNode?> UsedCardAsync(string stream, int? step, CancellationToken ct)
    {
        var chat = await chats.LoadAsync(stream, ct);
        var message = chat.History.Select(known => BotMessages.SaidIn(known.Fact)).OfType<Core.Privacy.Personal>().Reverse()
            .SelectMany(said => ChatMessages.Read(said.Text)).FirstOrDefault(said => said.Card is { } card && card.Step == step);
        return message is null ? null
            : ActivityWriter.Message(message with { Choices = null, Card = message.Card! with { Buttons = [], Field = null } })["attachments"]![0]!["content"]!.DeepClone();
    }

    private async Task NoteDeadAsync(BotActivity activity, string why, CancellationToken ct)
    {
        var stream = ChatStore.StreamOf(activity.Channel, activity.Conversation);
        if ((await chats.LoadAsync(stream, ct)).State.Step >= 0)
        {
            await log.AppendAsync(
                stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From(stream, "dead", BotArrivals.KeyOf(activity)), new ChatDead(why, clock.GetUtcNow()), new EventContext("user", "chat"))], ct);
        }
    }

    private static ContentHttpResult Invoked(int status, string type, JsonNode value) =>
        Json(new JsonObject { ["statusCode"] = status, ["type"] = type, ["value"] = value });

    private static ContentHttpResult Json(JsonObject body) => TypedResults.Content(body.ToJsonString(), "application/json");

    private static string LanguageOf(string? locale) => locale?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? "en" : "sv";
}
