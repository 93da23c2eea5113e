namespace IntegrationHub.Host.Chats;

/// <summary><c>/api/messages</c>: what Teams and other channels of the Bot Framework tell.</summary>
internal static class BotEndpoints
{
    /// <summary>Maps the endpoint. The connector's token is checked here, not by the hub's sign-in.</summary>
    public static void MapBot(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/messages", ReceiveAsync).AllowAnonymous().WithTags("Chat").WithSummary("Takes an activity of a channel.").ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(HttpContext http, CancellationToken ct)
    {
        if (http.RequestServices.GetService<BotDoor>() is not { } door)
        {
            return TypedResults.Problem(
                "The hub is no bot of the Bot Framework: Bot:AppId and Bot:ClientSecret are not set.", statusCode: StatusCodes.Status404NotFound, type: "bot-not-set");
        }

        var (activity, refusal) = await door.ReadAsync(http, ct);
        return activity is null ? refusal! : await http.RequestServices.GetRequiredService<BotTalk>().TakeAsync(activity, ct);
    }
}
