using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice;

/// <summary>
/// Answers a webhook in time whatever the back end does: what is not done soon goes on behind, the caller is told to wait a moment,
/// and Twilio asks again for the same and gets the result. After a few such waits the caller reaches a person without the log.
/// </summary>
/// <remarks>
/// The second request comes from a Redirect and brings no keys and no words, so it never does the step anew while the first is at it
/// or has failed. Source: twilio.md, section 2: 15 s for an answer, and silence for the caller meanwhile.
/// </remarks>
internal sealed class InTime(PhoneSettings settings, IHostApplicationLifetime life, TimeProvider clock)
{
    /// <summary>Twilio waits for an answer no longer than this.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);

    /// <summary>How often a caller is told to wait; then a person.</summary>
    public const int MostWaits = 4;

    /// <summary>The parameter that counts the waits.</summary>
    public const string Waits = "w";

    private const int Moment = 2;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<Twiml>>> _inHand = new(StringComparer.Ordinal);

    /// <summary>Does it, or has it done behind.</summary>
    /// <param name="http">The webhook.</param>
    /// <param name="address">Its path and query, as it is to be asked for again.</param>
    /// <param name="waits">How often it was asked for again; null when it cannot be: too slow is then a failure at once, and the work goes on.</param>
    /// <param name="work">What answers it; touches nothing of the HTTP request, which may be over before.</param>
    /// <exception cref="TimeoutException">It takes too long altogether.</exception>
    public Task<Twiml> AnswerAsync(HttpContext http, FormattableString address, int? waits, Func<TwilioRequest, CancellationToken, Task<Twiml>> work)
    {
        var request = TwilioWebhook.Read(http);
        return AnswerAsync(address.ToString(CultureInfo.InvariantCulture), $"{request.CallSid} {request.CallStatus} {request.ErrorUrl}", waits, ct => work(request, ct));
    }

    /// <inheritdoc cref="AnswerAsync(HttpContext, FormattableString, int?, Func{TwilioRequest, CancellationToken, Task{Twiml}})"/>
    internal async Task<Twiml> AnswerAsync(string address, string call, int? waits, Func<CancellationToken, Task<Twiml>> work)
    {
        var key = call + " " + address;
        var task = _inHand.GetOrAdd(key, _ => new Lazy<Task<Twiml>>(() => Task.Run(() => DoAsync(work)))).Value;
        try
        {
            var answer = await task.WaitAsync(Limit, clock);
            _inHand.TryRemove(key, out _);
            return answer;
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            _ = ForgetAsync(key, task);
            if (waits >= MostWaits || waits is null)
            {
                throw;
            }

            return Twiml.Voice(new Pause(Moment), new Redirect(settings.Twilio.Link(Again(address, waits.Value + 1))));
        }
        catch
        {
            _inHand.TryRemove(key, out _);
            throw;
        }
    }

    private async Task<Twiml> DoAsync(Func<CancellationToken, Task<Twiml>> work)
    {
        using var longest = new CancellationTokenSource(s_longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, life.ApplicationStopping);
        return await work(either.Token);
    }

    /// <summary>A result that nobody asks for again is not kept for ever.</summary>
    private async Task ForgetAsync(string key, Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(s_longest, clock, life.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inHand.TryRemove(key, out _);
    }

    private static string Again(string address, int waits) =>
        FormattableString.Invariant($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Waits}={waits}");
}
