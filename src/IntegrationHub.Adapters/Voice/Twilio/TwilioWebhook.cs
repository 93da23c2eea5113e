using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>
/// The door for Twilio: lets a request through only when Twilio signed it, and hands on what it says. Set with
/// <see cref="TwilioRegistration.RequireTwilio{TBuilder}"/>, read in the endpoint with <see cref="Read"/>.
/// </summary>
/// <remarks>
/// 403 for a missing or wrong signature, 413 above 64 KiB, 415 for a body that is neither form nor JSON. Without a configured
/// token everything is refused.
/// </remarks>
public sealed partial class TwilioWebhook : IEndpointFilter
{
    /// <summary>Largest body taken, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    private readonly TwilioOptions options;
    private readonly ILogger<TwilioWebhook> log;

    /// <summary>Checks with the tokens and the address in the options.</summary>
    public TwilioWebhook(TwilioOptions options, ILogger<TwilioWebhook> log)
    {
        (this.options, this.log) = (options, log);
        if (options.Tokens.Count == 0)
        {
            NoToken();
        }
    }

    /// <summary>The request that was let through.</summary>
    /// <exception cref="InvalidOperationException">The endpoint has no <c>RequireTwilio()</c>: it would read anything.</exception>
    public static TwilioRequest Read(HttpContext http) =>
        http.Features.Get<TwilioRequest>() ?? throw new InvalidOperationException("This endpoint lacks RequireTwilio().");

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Kind(http.Request) is not { } kind)
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "Send a form, as Twilio does.");
        }

        if (await BodyAsync(http.Request, http.RequestAborted) is not { } body)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, "The body is over 64 KiB.");
        }

        var url = TwilioAddress.Of(http, options);
        var signature = http.Request.Headers[TwilioSignature.Header].ToString();
        var request = kind switch
        {
            BodyKind.Form => TwilioRequest.Parse(body),
            BodyKind.Json => new TwilioRequest([], body),
            _ => TwilioRequest.Parse(Encoding.UTF8.GetBytes(Query(url))),
        };
        var signed = kind == BodyKind.Json
            ? TwilioSignature.IsValidJson(options.Tokens, signature, url, body)
            : TwilioSignature.IsValid(options.Tokens, signature, url, kind == BodyKind.Form ? request.Fields : []);
        if (!signed)
        {
            NotSigned(signature.Length == 0 ? "no" : "a wrong", Shown(url));
            return Refuse(StatusCodes.Status403Forbidden, "The request is not signed by Twilio.");
        }

        http.Features.Set(request);
        return await next(context);
    }

    private enum BodyKind
    {
        None,
        Form,
        Json,
    }

    private static BodyKind? Kind(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return BodyKind.None;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? type.MediaType.ToString().ToLowerInvariant() switch
            {
                MediaTypeNames.Application.FormUrlEncoded => BodyKind.Form,
                MediaTypeNames.Application.Json => BodyKind.Json,
                _ => null,
            }
            : null;
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        var buffer = new byte[(request.ContentLength ?? MostBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > MostBytes ? null : buffer[..length];
    }

    private static string Query(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? url[(mark + 1)..] : "";

    // Neither the query, which may hold personal text, nor the user:pass@ of the public address.
    private static string Shown(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "no address";

    private static ProblemHttpResult Refuse(int status, string why) => TypedResults.Problem(why, statusCode: status);

    [LoggerMessage(4100, LogLevel.Error, "Twilio:AuthToken is not set: every webhook of Twilio's will be refused")]
    private partial void NoToken();

    [LoggerMessage(4101, LogLevel.Warning,
        "Refused a webhook with {Signature} signature, judged as {Url}; if Twilio calls another address, set PublicUrl")]
    private partial void NotSigned(string signature, string url);
}
